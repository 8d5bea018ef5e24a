import { createHash } from 'node:crypto'

/** JSON with the keys of every object in order, so that equal values are equal text. `undefined` is left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(ordered(value))
}

/** A copy in order is written natively; a replacer, called for each value, takes twice as long. */
function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(ordered)
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value).sort()) {
    const inner = ordered(Reflect.get(value, key))
    if (key === '__proto__') Object.defineProperty(copy, key, { value: inner, enumerable: true })
    else copy[key] = inner
  }
  return copy
}

/** SHA-256 in hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
