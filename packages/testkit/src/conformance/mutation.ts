import fc from 'fast-check'
import { doubledKey, exactNumber, isObject } from './json-text.ts'
import { fitsPath, leaves, type Path, parsePath, places, removed, replaced, valueAt } from './place.ts'

/** One structural change of a native answer; `at` chooses the place, so the same change fits every fixture. */
export interface Mutation {
  readonly kind: MutationKind
  readonly at: number
  readonly from: number
  readonly value: unknown
  readonly key: string
  readonly literal: string
}

/** How often each kind is taken; most leave an answer that can be read, so that the mapping itself is reached. */
const WEIGHTS = {
  hint: 12,
  'unknown word': 3,
  'long number': 2,
  delete: 4,
  null: 4,
  'extra field': 3,
  'doubled key': 3,
  'other leaf': 1,
  'random value': 1,
  wrap: 1,
  nest: 1,
} as const
type MutationKind = keyof typeof WEIGHTS

const kinds = Object.entries(WEIGHTS).flatMap(([kind, weight]) => Array.from({ length: weight }, () => kind))

const isKind = (kind: string): kind is MutationKind => Object.hasOwn(WEIGHTS, kind)

const digits = (max: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${max}}$`))
/** JSON numbers from short to far beyond a double. */
const literals = fc
  .tuple(
    fc.constantFrom('', '', '', '-'),
    digits(25),
    fc.option(digits(25)),
    fc.option(fc.integer({ min: -400, max: 400 }), { freq: 6 }),
  )
  .map(([sign, whole, fraction, power]) => {
    const number = `${sign}${whole.replace(/^0+(?=\d)/, '')}${fraction === null ? '' : `.${fraction}`}`
    return power === null ? number : `${number}e${power}`
  })

/** One mutation. */
export const mutations: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom(...kinds.filter(isKind)),
  at: fc.nat(),
  from: fc.nat(),
  value: fc.jsonValue({ maxDepth: 2 }),
  key: fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('__proto__', 'constructor', 'status', 'id')),
  literal: literals,
})

/** Interesting values, with the places they are for. */
export type Hints = readonly { readonly pattern: Path; readonly value: unknown }[]

/** The suite's hints as a flat list. */
export function readHints(hints: Readonly<Record<string, readonly unknown[]>>): Hints {
  return Object.entries(hints).flatMap(([path, values]) => values.map((value) => ({ pattern: parsePath(path), value })))
}

/** Carries out one mutation. */
export function mutate(native: unknown, { kind, at, from, value, key, literal }: Mutation, hints: Hints): unknown {
  if (kind === 'hint') {
    const hint = pick(hints, at)
    const path = hint === undefined ? undefined : concrete(native, hint.pattern, from)
    return path === undefined ? native : replaced(native, path, hint?.value)
  }
  const place = pick(leaves(native), at)
  if (place === undefined) return native
  switch (kind) {
    case 'unknown word':
      return replaced(native, place.path, typeof place.value === 'string' ? `${place.value}${key}` : key)
    case 'long number':
      return replaced(native, place.path, typeof place.value === 'number' ? exactNumber(literal) : literal)
    case 'delete':
      return removed(native, pick(places(native), at)?.path ?? [])
    case 'null':
      return replaced(native, pick(places(native), at)?.path ?? [], null)
    case 'extra field': {
      const object = pick(
        [{ path: [], value: native }, ...places(native)].filter((each) => isObject(each.value)),
        at,
      )
      return object === undefined ? native : replaced(native, [...object.path, key], value)
    }
    case 'doubled key': {
      const last = place.path.at(-1)
      if (typeof last !== 'string') return native
      const other = from % 2 === 0 ? place.value : pick(leaves(native), from)?.value
      return replaced(native, [...place.path.slice(0, -1), doubledKey(last)], other)
    }
    case 'other leaf':
      return replaced(native, place.path, pick(leaves(native), from)?.value)
    case 'random value':
      return replaced(native, place.path, value)
    case 'wrap':
      return replaced(native, place.path, from % 2 === 0 ? [place.value] : { [key]: place.value })
    case 'nest': {
      const [first, ...rest] = place.path
      return first === undefined || rest.length > 0 ? native : replaced(native, place.path, { [first]: native })
    }
  }
}

/** The pattern with an index for each wildcard; undefined when there is no item. */
function concrete(native: unknown, pattern: Path, from: number): Path | undefined {
  if (!pattern.includes(-1)) return pattern
  const list = pattern.slice(0, pattern.indexOf(-1))
  const items = valueAt(native, list)
  if (!Array.isArray(items) || items.length === 0) return undefined
  const path = [...list, from % items.length, ...pattern.slice(list.length + 1)]
  return fitsPath(pattern, path) ? path : concrete(native, path, from)
}

function pick<Item>(items: readonly Item[], at: number): Item | undefined {
  return items[at % items.length]
}
