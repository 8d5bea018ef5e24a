import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  assertNever,
  type Detail,
  type DetailOf,
  isStatusPair,
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

test('a pair is a status with one of its own details or null, and nothing else', () => {
  for (const [status, details] of Object.entries(PROMISED)) {
    for (const detail of [...details, null]) expect(isStatusPair({ status, detail })).toBe(true)
    for (const [other, foreign] of Object.entries(PROMISED))
      if (other !== status) for (const detail of foreign) expect(isStatusPair({ status, detail })).toBe(false)
  }
  const none = [
    ...[null, undefined, 'paid', 7, true, [], ['paid', null], {}],
    ...[{ status: 'paid' }, { detail: null }, { status: 'paid', detail: null, more: 1 }],
    ...[
      { status: 'paid', other: null },
      { other: 'paid', detail: null },
    ],
    ...[
      { status: 'payed', detail: null },
      { status: 'constructor', detail: null },
      { status: '', detail: null },
    ],
    ...[
      { status: 'paid', detail: undefined },
      { status: 'paid', detail: '' },
      { status: 7, detail: null },
    ],
    { status: ['paid'], detail: null },
  ]
  for (const value of none) expect(isStatusPair(value), JSON.stringify(value)).toBe(false)
})

test('a case that is missing at run time says which, cut short', () => {
  const missing = (value: unknown) => () => Reflect.apply(assertNever, undefined, [value])
  expect(missing('paid')).toThrow('paid')
  expect(missing(`${'x'.repeat(40)}y`)).toThrow(/x{40}$/)
  expect(missing(7)).toThrow(/number$/)
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
