import { parse } from 'yaml'

type Mapping = Record<string, unknown>

/**
 * Applies an OpenAPI Overlay (actions with `target` and `update`; targets are plain dotted paths) to a document. Both
 * stay as they are.
 */
export function applyOverlay(document: unknown, overlay: string): unknown {
  const copy = structuredClone(document)
  const parsed: unknown = parse(overlay)
  if (!isMapping(parsed) || !Array.isArray(parsed['actions'])) throw new Error('the overlay has no actions')
  for (const action of parsed['actions']) {
    if (!isMapping(action) || typeof action['target'] !== 'string' || !isMapping(action['update'])) {
      throw new Error('an action of the overlay has no target or no update')
    }
    merge(targetOf(copy, action['target']), action['update'])
  }
  return copy
}

/** A target that names nothing would leave the document as it is without a word, so it is refused. */
function targetOf(document: unknown, target: string): Mapping {
  const [root, ...keys] = target.split('.')
  if (root !== '$') throw new Error(`no path of the overlay: ${target}`)
  let place = document
  for (const key of keys) place = isMapping(place) && Object.hasOwn(place, key) ? place[key] : undefined
  if (!isMapping(place)) throw new Error(`the overlay names nothing: ${target}`)
  return place
}

/** Objects are merged, everything else is replaced. */
function merge(into: Mapping, update: Mapping): void {
  for (const [key, value] of Object.entries(update)) {
    const old = into[key]
    if (isMapping(old) && isMapping(value)) merge(old, value)
    else into[key] = value
  }
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
