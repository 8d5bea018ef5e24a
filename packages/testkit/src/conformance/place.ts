import { isObject } from './json-text.ts'

/** Keys and indices from the root to a value. */
export type Path = readonly (string | number)[]

/** A value and where it stands. */
export interface Place {
  readonly path: Path
  readonly value: unknown
}

/** Every member and item below the root, containers before what they hold. */
export function places(root: unknown, path: Path = []): readonly Place[] {
  return entries(root).flatMap(([key, value]) => {
    const at = [...path, key]
    return [{ path: at, value }, ...places(value, at)]
  })
}

/** Every member and item that holds no other, the root itself when it holds none. */
export function leaves(root: unknown): readonly Place[] {
  if (entries(root).length === 0) return [{ path: [], value: root }]
  return places(root).filter(({ value }) => entries(value).length === 0)
}

/** The value at a path, or undefined. */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce((value, key) => entries(value).find(([name]) => name === key)?.[1], root)
}

/** A copy with another value at a path; objects that are missing on the way are made. */
export function replaced(root: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (Array.isArray(root) && typeof key === 'number') {
    const items: unknown[] = [...root]
    items[key] = replaced(items[key], rest, value)
    return items
  }
  const object = isObject(root) ? root : {}
  // A computed key makes an own property also of `__proto__`.
  return { ...object, [key]: replaced(Object.hasOwn(object, key) ? object[key] : undefined, rest, value) }
}

/** A copy without the member or item at a path. */
export function removed(root: unknown, path: Path): unknown {
  const [key, ...rest] = path
  if (key === undefined) return undefined
  if (Array.isArray(root)) {
    const items: unknown[] = [...root]
    return rest.length === 0
      ? items.filter((_, index) => index !== key)
      : items.map((item, index) => (index === key ? removed(item, rest) : item))
  }
  if (!isObject(root) || !Object.hasOwn(root, key)) return root
  if (rest.length > 0) return { ...root, [key]: removed(root[key], rest) }
  const { [key]: _, ...others } = root
  return others
}

/** `refunds[].amount` → keys; `[]` stays a wildcard, written as -1. */
export function parsePath(text: string): Path {
  return [...text.matchAll(/\[(\d*)\]|[^.[\]]+/g)].map(([word, index]) => {
    if (index === undefined) return word
    return index === '' ? -1 : Number.parseInt(index, 10)
  })
}

/** Whether a path is the one a pattern names; -1 fits every index. */
export function fitsPath(pattern: Path, path: Path): boolean {
  return (
    pattern.length === path.length &&
    pattern.every((key, index) => key === path[index] || (key === -1 && typeof path[index] === 'number'))
  )
}

function entries(value: unknown): readonly (readonly [string | number, unknown])[] {
  if (Array.isArray(value)) return value.map((item: unknown, index) => [index, item])
  return isObject(value) ? Object.entries(value) : []
}
