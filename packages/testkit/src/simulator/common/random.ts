/** Seeded choices and ids: the same seed and the same calls give the same answers. */
export interface Random {
  /** A whole number from 0 to below `limit`. */
  readonly below: (limit: number) => number
  /** One element of a list that is not empty. */
  readonly pick: <T>(list: readonly [T, ...T[]]) => T
  /** Text of `length` characters of an alphabet. */
  readonly text: (length: number, alphabet: string) => string
  /** A UUID of version 4. */
  readonly uuid: () => string
  /** A ULID (26 characters, Crockford base 32) whose time part is the moment given. */
  readonly ulid: (moment: Date) => string
  /** What has to be kept to go on with the same row of choices. */
  readonly state: () => number
}

/** Alphabets for {@link Random.text}. */
export const ALPHABET = {
  digits: '0123456789',
  hex: '0123456789abcdef',
  base58: '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
  crockford: '0123456789ABCDEFGHJKMNPQRSTVWXYZ',
  letters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
} as const

/** A generator (mulberry32) that starts from `seed`, or goes on from an earlier `state()`. Not for secrets. */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  const text = (length: number, alphabet: string): string =>
    Array.from({ length }, () => alphabet.charAt(below(alphabet.length))).join('')
  return {
    below,
    text,
    pick: (list) => list[below(list.length)] ?? list[0],
    uuid: () => {
      const hex = text(30, ALPHABET.hex)
      const variant = text(1, '89ab')
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18)}`
    },
    ulid: (moment) => ulidTime(moment) + text(16, ALPHABET.crockford),
    state: () => state,
  }
}

/** The first ten characters of a ULID: 48 bits of milliseconds. */
const ulidTime = (moment: Date): string => {
  let rest = BigInt(moment.getTime())
  let time = ''
  for (let index = 0; index < 10; index += 1) {
    time = ALPHABET.crockford.charAt(Number(rest % 32n)) + time
    rest /= 32n
  }
  return time
}
