import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  assertNever,
  type Detail,
  type DetailOf,
  STATUS_WORDS,
  STATUSES,
  type Status,
  type StatusPair,
} from './status.ts'

/** The promised statuses with their details, row by row. */
const PROMISED = {
  open: ['created', 'awaiting_payment', 'collecting', 'requires_action', 'partially_paid'],
  processing: ['confirming', 'awaiting_merchant', 'unspecified'],
  authorized: [],
  paid: ['exact', 'over', 'partial_capture'],
  no_charge: ['method_saved', 'nothing_due'],
  review: ['underpaid', 'overpaid', 'late', 'mismatch', 'held'],
  failed: ['declined', 'error'],
  cancelled: [],
  expired: ['unpaid', 'abandoned'],
  unknown: [],
}

test('the ten words and their details are those of the design, in its order', () => {
  expect(STATUSES).toEqual(PROMISED)
  expect(STATUS_WORDS).toEqual(Object.keys(PROMISED))
  expect(STATUS_WORDS).toHaveLength(10)
})

test('no detail belongs to two statuses', () => {
  const details = Object.values(STATUSES).flat()
  expect(new Set(details).size).toBe(details.length)
})

describe('types', () => {
  test('the words are a closed list', () => {
    expectTypeOf<Status>().toEqualTypeOf<
      | 'open' | 'processing' | 'authorized' | 'paid' | 'no_charge'
      | 'review' | 'failed' | 'cancelled' | 'expired' | 'unknown'
    >() // biome-ignore format: the list as in the design
    expectTypeOf<DetailOf<'failed'>>().toEqualTypeOf<'declined' | 'error'>()
    expectTypeOf<DetailOf<'cancelled'>>().toEqualTypeOf<never>()
    expectTypeOf<'exact'>().toExtend<Detail>()
  })

  test('a pair holds only a detail of its own status', () => {
    expectTypeOf<{ status: 'paid'; detail: 'over' }>().toExtend<StatusPair>()
    expectTypeOf<{ status: 'paid'; detail: null }>().toExtend<StatusPair>()
    expectTypeOf<{ status: 'paid'; detail: 'declined' }>().not.toExtend<StatusPair>()
    expectTypeOf<{ status: 'cancelled'; detail: 'unpaid' }>().not.toExtend<StatusPair>()
  })

  test('a switch over every word compiles, one with a missing case does not', () => {
    const icon = (status: Status): string => {
      switch (status) {
        case 'open':
        case 'processing':
        case 'authorized':
          return 'waiting'
        case 'paid':
        case 'no_charge':
          return 'good'
        case 'review':
        case 'unknown':
          return 'look'
        case 'failed':
        case 'cancelled':
        case 'expired':
          return 'over'
        default:
          return assertNever(status)
      }
    }
    const forgetful = (status: Extract<Status, 'open' | 'paid' | 'review'>): string => {
      switch (status) {
        case 'open':
        case 'paid':
          return 'fine'
        default:
          // @ts-expect-error 'review' has no case
          return assertNever(status)
      }
    }
    expect(STATUS_WORDS.map(icon)).toEqual([
      'waiting', 'waiting', 'waiting', 'good', 'good', 'look', 'over', 'over', 'over', 'look',
    ]) // biome-ignore format: one line
    expect(() => forgetful('review')).toThrow(TypeError)
  })
})
