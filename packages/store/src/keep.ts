import { isJsonObject, type JsonInput, readJson, writeJson } from '@onetill/core/adapter'

/** What may be kept below a place of an answer. */
interface Node {
  readonly fields: Map<string, Node>
  items: Node | null
  leaf: boolean
}

/** A word, an id, a time, an amount: whatever is longer is something else. */
const MAX_TEXT = 200

/**
 * A provider's answer cut to the paths that may be kept, e.g. `data.status` or `refunds[].amount`. Only texts, numbers,
 * booleans and null are kept, never an object as a whole; null when nothing is left or the text is no JSON.
 * @param keeps `keeps` of the adapter's facts
 */
export function keepNative(text: string, keeps: readonly string[]): string | null {
  if (keeps.length === 0) return null
  let native: unknown
  try {
    native = readJson(text)
  } catch {
    return null
  }
  return keepValue(native, keeps)
}

/** As `keepNative`, for an answer that was parsed by `readJson`. */
export function keepValue(native: unknown, keeps: readonly string[]): string | null {
  const kept = cut(native, treeOf(keeps))
  return kept === undefined ? null : writeJson(kept)
}

function treeOf(paths: readonly string[]): Node {
  const root = newNode()
  for (const path of paths) {
    let node = root
    for (const step of path.split(/\.|(?=\[\])/)) {
      const known = step === '[]' ? node.items : node.fields.get(step)
      const next = known ?? newNode()
      if (step === '[]') node.items = next
      else node.fields.set(step, next)
      node = next
    }
    node.leaf = true
  }
  return root
}

const newNode = (): Node => ({ fields: new Map(), items: null, leaf: false })

function cut(value: unknown, node: Node): JsonInput {
  if (Array.isArray(value)) {
    const { items } = node
    if (items === null) return undefined
    const kept = value.map((item) => cut(item, items))
    return kept.some((item) => item !== undefined) ? kept.map((item) => item ?? null) : undefined
  }
  if (isJsonObject(value)) {
    const kept: [string, JsonInput][] = []
    for (const [name, next] of node.fields) {
      const found = Object.hasOwn(value, name) ? cut(value[name], next) : undefined
      if (found !== undefined) kept.push([name, found])
    }
    return kept.length === 0 ? undefined : Object.fromEntries(kept)
  }
  if (!node.leaf || (typeof value === 'string' && value.length > MAX_TEXT)) return undefined
  // What is left of parsed JSON: a scalar, or a number kept as its digits.
  return value as JsonInput
}
