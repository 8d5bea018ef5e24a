import { hash } from 'node:crypto'

/** JSON with the keys of every object in order, so that equal values are equal text. `undefined` is left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(isOrdered(value) ? value : ordered(value))
}

/** Whether the keys are in order, so that no copy is needed: our own objects are written down like that. */
function isOrdered(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isOrdered)
  let last = ''
  for (const key in value) {
    if (key < last || !isOrdered(Reflect.get(value, key))) return false
    last = key
  }
  return true
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
  return hash('sha256', text, 'hex')
}
