/** A step into a JSON value. */
export type Key = string | number

const MARK = '@hostile@'

/** Every place of a JSON text, the whole and the containers too. */
export function placesOf(text: string): readonly (readonly Key[])[] {
  const places: (readonly Key[])[] = []
  const visit = (value: unknown, path: readonly Key[]): void => {
    places.push(path)
    if (typeof value !== 'object' || value === null) return
    for (const [key, part] of Object.entries(value)) visit(part, [...path, Array.isArray(value) ? Number(key) : key])
  }
  visit(JSON.parse(text), [])
  return places
}

/** The text with other JSON text (which need not be any) at a place. */
export function textWith(text: string, path: readonly Key[], other: string): string {
  const root: unknown = { whole: JSON.parse(text) }
  let holder: unknown = root
  let last: Key = 'whole'
  for (const key of path) {
    holder = Object(holder)[last]
    last = key
  }
  Object(holder)[last] = MARK
  // A function, because `$` in a replacement text means something.
  return JSON.stringify(Object(root).whole).replace(JSON.stringify(MARK), () => other)
}
