// What of raw data is shown: the shape always, a value only where somebody has said that it may be.
import * as z from 'zod/mini'
import { type CheckoutSession, checkoutSession } from '@onetill/core'

const BLOT = '•••'

/** A session as raw data: what the schema of the model marks as personal is blotted out, the rest is shown. */
export const redactedSession = (session: CheckoutSession): unknown =>
  blotted(session, '', (path) => !personalPaths().has(path))

/**
 * What was kept of a provider's answer: the adapter's list of paths decides what is shown. Without a list names do, and
 * more is blotted out than need be.
 * @param keeps `keeps` of the adapter's facts, e.g. `data.status` or `refunds[].amount`
 */
export function redactedAnswer(answer: unknown, keeps: readonly string[] | undefined): unknown {
  if (keeps === undefined) return redacted(answer)
  const shown = new Set(keeps)
  return blotted(answer, '', (path, value) => isBranch(value) || shown.has(path))
}

/** Names under which anything carries what identifies somebody or lets somebody in. */
const HIDDEN =
  /(token|secret|passw|authoriz|api_?key|credential|signature|cookie|phone|mail|name(\[\])*$|first|last|address|street|zip|postal|birth|ssn|tax|iban|card|cvv|cvc|ip(\[\])*$|url|customer|payer|caller|wallet|hash)/i

/** Anything of which nobody has said what it is: what may be personal by its name is blotted out. */
export const redacted = (value: unknown): unknown =>
  blotted(value, '', (path, inner) => isBranch(inner) || !HIDDEN.test(path.slice(path.lastIndexOf('.') + 1)))

const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null

/** The same shape; what may not be seen is a blot. Null and booleans say nothing of anybody. */
function blotted(value: unknown, path: string, mayBeSeen: (path: string, value: unknown) => boolean): unknown {
  if (value === null || typeof value === 'boolean') return value
  if (!mayBeSeen(path, value)) return BLOT
  if (Array.isArray(value)) return value.map((item) => blotted(item, `${path}[]`, mayBeSeen))
  if (!isBranch(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, blotted(inner, below(path, name), mayBeSeen)]),
  )
}

/** A name that would pass for a path of several is made one that nobody can list. */
const below = (path: string, name: string): string =>
  `${path === '' ? '' : `${path}.`}${/[.[\]]/.test(name) ? `?${name.replaceAll('.', '?')}` : name}`

let marked: ReadonlySet<string> | undefined

/** Paths of a session that its schema marks as personal, e.g. `processor.card` or `refunds[].reason`. */
export function personalPaths(): ReadonlySet<string> {
  marked ??= new Set(pathsIn(z.toJSONSchema(checkoutSession), ''))
  return marked
}

function pathsIn(schema: unknown, path: string): readonly string[] {
  if (!isBranch(schema)) return []
  const node: Readonly<Record<string, unknown>> = { ...schema }
  if (node['personal'] === true) return [path]
  const alternatives = [node['anyOf'], node['oneOf']].flatMap((each) => (Array.isArray(each) ? each : []))
  return [
    ...alternatives.flatMap((each) => pathsIn(each, path)),
    ...Object.entries(node['properties'] ?? {}).flatMap(([name, inner]) => pathsIn(inner, below(path, name))),
    ...pathsIn(node['items'], `${path}[]`),
  ]
}
