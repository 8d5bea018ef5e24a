import { createHash } from 'node:crypto'

/** JSON with the keys of every object in order, so that equal values are equal text. `undefined` is left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(ordered(value))
}

/** The same value with the keys of every object in order and nothing `undefined`; itself where it is so already. */
export function inOrder<T>(value: T): T {
  // A copy has the properties of the value itself.
  return ordered(value) as T
}

/**
 * Written natively in the order it has, as a replacer, called for each value, takes twice as long. What the store has
 * put in order before is seen to be so, and is not copied again.
 */
function ordered(value: unknown): unknown {
  if (!isObject(value)) return value
  if (Array.isArray(value)) return orderedList(value)
  const keys = Object.keys(value)
  let same = isPlain(value)
  const inner: unknown[] = []
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] ?? ''
    const before = value[key]
    const after = typeof before === 'object' ? ordered(before) : before
    if (before !== after || before === undefined || (index > 0 && key < (keys[index - 1] ?? ''))) same = false
    inner.push(after)
  }
  return same ? value : copyInOrder(keys, inner)
}

function orderedList(list: readonly unknown[]): readonly unknown[] {
  const copy = list.map(ordered)
  return copy.every((item, index) => item === list[index]) ? list : copy
}

function copyInOrder(keys: readonly string[], values: readonly unknown[]): object {
  const copy: Record<string, unknown> = {}
  const order = keys.map((_, index) => index).sort((a, b) => ((keys[a] ?? '') < (keys[b] ?? '') ? -1 : 1))
  for (const index of order) {
    const [key = '', value] = [keys[index], values[index]]
    if (value === undefined) continue
    if (key === '__proto__') Object.defineProperty(copy, key, { value, enumerable: true })
    else copy[key] = value
  }
  return copy
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Anything else may write itself as JSON in its own way. */
const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** SHA-256 in hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
