import { money, STATUS_WORDS } from '@onetill/core'
import type { Observation } from '../observation.ts'
import { at, sample, sampleOther } from './sample.ts'

/** Numbers that look random, the same ones for the same seed. */
export interface Random {
  /** A whole number from 0 to below a limit. */
  readonly below: (limit: number) => number
  readonly pick: <T>(items: readonly [T, ...T[]]) => T
  /** The same items in another order. */
  readonly shuffled: <T>(items: readonly T[]) => T[]
}

/** Mulberry32: enough for tests, a few lines, no dependency. */
export function randomOf(seed: number): Random {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const below = (limit: number): number => next() % limit
  return {
    below,
    pick: (items) => items[below(items.length)] ?? items[0],
    shuffled: (items) => {
      const order = [...items]
      for (let last = order.length - 1; last > 0; last--) {
        const other = below(last + 1)
        // Both are inside the list.
        const [a, b] = [order[last], order[other]]
        if (a !== undefined && b !== undefined) [order[last], order[other]] = [b, a]
      }
      return order
    },
  }
}

/** Two, none and three decimals; more digits than a 64-bit number has; a token, which has no one minor unit. */
const AMOUNTS = [
  money('5', 'USD'),
  money('0.01', 'USD'),
  money('700', 'JPY'),
  money('1.234', 'KWD'),
  money('99999999999999999999.99', 'USD'),
  money('0.123456789012345678', 'USDC'),
] as const

/** Any observation of a session: every status, equal times, lagging answers, late messages. */
export function randomObservation({ below, pick }: Random, id: string, seconds = 5): Observation {
  const second = below(seconds)
  const kind = below(10)
  if (kind === 0) return sampleOther(id, second, { kind: 'missing' })
  if (kind === 1) return sampleOther(id, second, { kind: 'lapsed' })
  return sample(id, second, STATUS_WORDS[below(STATUS_WORDS.length)] ?? 'unknown', {
    via: kind < 6 ? 'webhook' : 'read',
    environment: pick(['test', 'live', 'unknown', 'unknown']),
    amount: pick([null, null, ...AMOUNTS]),
    updatedAt: pick([null, at(below(seconds))]),
    createdAt: pick([null, at(0)]),
    reference: pick([null, `order-${id}`]),
    description: pick([null, 'two chairs', 'zwei Stühle']),
  })
}

/** Lists of random length with the same items in the same order. */
export function batchesOf<T>({ below }: Random, items: readonly T[], most: number): T[][] {
  const batches: T[][] = []
  for (let index = 0; index < items.length; ) {
    const size = 1 + below(most)
    batches.push(items.slice(index, index + size))
    index += size
  }
  return batches
}
