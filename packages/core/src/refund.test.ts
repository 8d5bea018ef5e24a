import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMoney, money } from './money.ts'
import type { Note } from './notes.ts'
import { REFUND_STATES, type Refund, type RefundFlag, type RefundState, rollUpRefunds } from './refund.ts'

const refund = (status: RefundState, value = '10', currency = 'USD'): Refund => ({
  id: 'r',
  amount: money(value, currency),
  status,
  providerStatus: status.toUpperCase(),
  reason: null,
  failureReason: null,
  createdAt: null,
  updatedAt: null,
})
const [OK, WAITS, FAILS, STOPS, ODD] = [
  refund('succeeded'),
  refund('pending'),
  refund('failed'),
  refund('cancelled'),
  refund('unknown'),
]
const usd = (value: string) => money(value, 'USD')

interface Row {
  readonly says: string
  readonly list: readonly Refund[] | null
  readonly flag: RefundFlag
  readonly taken?: string
  /** `status/evidence` and the sum. */
  readonly is: string
  readonly refunded: string | null
}

/** Every sentence of the promise on `rollUpRefunds`. */
const SENTENCES: readonly Row[] = [
  // "A non-empty list beats the word."
  { says: 'list beats the word', list: [OK], flag: 'none', taken: '30', is: 'partial/list', refunded: '10.00' },
  { says: 'list beats the word', list: [WAITS], flag: 'full', taken: '10', is: 'pending/list', refunded: '0.00' },
  // "any unknown word → unknown"
  { says: 'an unknown word', list: [ODD], flag: 'full', taken: '10', is: 'unknown/list', refunded: null },
  { says: 'an unknown word', list: [OK, ODD], flag: 'full', taken: '10', is: 'unknown/list', refunded: null },
  { says: 'an unknown word', list: [FAILS, ODD], flag: null, is: 'unknown/list', refunded: null },
  // "succeeded sum ≥ amount taken …"
  { says: 'sum = taken', list: [OK], flag: 'partial', taken: '10', is: 'full/list', refunded: '10.00' },
  { says: 'sum > taken', list: [OK, OK], flag: null, taken: '15', is: 'full/list', refunded: '20.00' },
  {
    says: 'sum = taken, one more waits',
    list: [OK, WAITS],
    flag: null,
    taken: '10',
    is: 'full/list',
    refunded: '10.00',
  },
  { says: 'sum < taken by a cent', list: [OK], flag: null, taken: '10.01', is: 'partial/list', refunded: '10.00' },
  // "… or word REFUNDED with every refund succeeded → full"
  { says: 'word and every one', list: [OK, OK], flag: 'full', is: 'full/list', refunded: '20.00' },
  { says: 'word and every one', list: [OK], flag: 'full', taken: '99', is: 'full/list', refunded: '10.00' },
  { says: 'word but one waits', list: [OK, WAITS], flag: 'full', is: 'partial/list', refunded: '10.00' },
  { says: 'word but one failed', list: [OK, FAILS], flag: 'full', is: 'partial/list', refunded: '10.00' },
  // "any succeeded → partial"
  { says: 'any succeeded', list: [OK, WAITS, FAILS], flag: 'none', taken: '30', is: 'partial/list', refunded: '10.00' },
  { says: 'any succeeded, taken not known', list: [OK], flag: 'partial', is: 'partial/list', refunded: '10.00' },
  // "any pending → pending"
  { says: 'any pending', list: [WAITS, FAILS], flag: 'partial', taken: '10', is: 'pending/list', refunded: '0.00' },
  // "all failed or cancelled → failed, even if the word still says REFUNDED"
  { says: 'all failed', list: [FAILS], flag: 'full', taken: '10', is: 'failed/list', refunded: '0.00' },
  { says: 'all cancelled', list: [STOPS], flag: 'full', taken: '10', is: 'failed/list', refunded: '0.00' },
  { says: 'failed and cancelled', list: [FAILS, STOPS], flag: 'partial', is: 'failed/list', refunded: '0.00' },
  // "No list: the word (flag). `refunds: null` with SUCCEEDED is none/flag"
  { says: 'no list, SUCCEEDED', list: null, flag: 'none', taken: '10', is: 'none/flag', refunded: null },
  { says: 'no list, PARTIALLY_REFUNDED', list: null, flag: 'partial', is: 'partial/flag', refunded: null },
  { says: 'no list, REFUNDED', list: null, flag: 'full', taken: '10', is: 'full/flag', refunded: null },
  { says: 'no list and a word that says nothing', list: null, flag: null, is: 'unknown/null', refunded: null },
  // "`[]` is none/list"
  { says: 'an empty list, SUCCEEDED', list: [], flag: 'none', taken: '10', is: 'none/list', refunded: '0.00' },
  { says: 'an empty list, currency not known', list: [], flag: 'none', is: 'none/list', refunded: null },
  { says: 'an empty list and no word', list: [], flag: null, taken: '10', is: 'none/list', refunded: '0.00' },
  // Only a non-empty list beats the word: an empty one beside REFUNDED does not make it "none".
  { says: 'an empty list, REFUNDED', list: [], flag: 'full', taken: '10', is: 'full/flag', refunded: null },
  {
    says: 'an empty list, PARTIALLY_REFUNDED',
    list: [],
    flag: 'partial',
    taken: '10',
    is: 'partial/flag',
    refunded: null,
  },
]

test.for(SENTENCES)('$says → $is', ({ list, flag, taken, is, refunded }) => {
  const notes: Note[] = []
  const result = rollUpRefunds(list, flag, taken === undefined ? null : usd(taken), notes)
  expect(`${result.refundStatus}/${result.refundEvidence}`).toBe(is)
  expect(result.refunded).toEqual(refunded === null ? null : { value: refunded, currency: 'USD' })
  expect(notes).toEqual([])
})

describe('properties', () => {
  const lists = fc.array(fc.constantFrom(...REFUND_STATES), { minLength: 1, maxLength: 5 })
  const flags = fc.constantFrom<RefundFlag>('none', 'partial', 'full', null)
  const taken = fc.option(fc.integer({ min: 1, max: 60 }))

  test('every list of states is what the sentences say, in their order', () => {
    fc.assert(
      fc.property(lists, flags, taken, (states, flag, units) => {
        const list = states.map((state) => refund(state))
        const sum = states.filter((state) => state === 'succeeded').length * 10
        const expected = states.includes('unknown')
          ? 'unknown'
          : sum > 0 && ((units !== null && sum >= units) || (flag === 'full' && sum === states.length * 10))
            ? 'full'
            : sum > 0
              ? 'partial'
              : states.includes('pending')
                ? 'pending'
                : 'failed'
        const result = rollUpRefunds(list, flag, units === null ? null : usd(String(units)), [])
        expect(result.refundStatus).toBe(expected)
        expect(result.refundEvidence).toBe('list')
      }),
      { numRuns: 1_000 },
    )
  })

  test('the order of the list decides nothing', () => {
    fc.assert(
      fc.property(lists, flags, taken, (states, flag, units) => {
        const whole = units === null ? null : usd(String(units))
        const list = states.map((state, index) => refund(state, `${index + 1}.25`))
        expect(rollUpRefunds([...list].reverse(), flag, whole, [])).toEqual(rollUpRefunds(list, flag, whole, []))
      }),
    )
  })

  test('the sum is exact', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 1n, max: 10n ** 25n }), { minLength: 1, maxLength: 6 }), (amounts) => {
        const list = amounts.map((units) => refund('succeeded', `${units}.01`))
        const total = list.map(({ amount }) => amount).reduce(addMoney)
        expect(rollUpRefunds(list, null, total, [])).toEqual({
          refundStatus: 'full',
          refundEvidence: 'list',
          refunded: total,
        })
      }),
    )
  })
})

describe('refunds in more than one currency', () => {
  test('are not summed, and noted once', () => {
    const notes: Note[] = []
    const result = rollUpRefunds([OK, refund('succeeded', '10', 'EUR')], null, usd('10'), notes)
    expect(result).toEqual({ refundStatus: 'partial', refundEvidence: 'list', refunded: null })
    expect(notes).toEqual([{ code: 'mixed_currencies', path: 'refunds' }])
  })

  test('in another currency than the session do not count as all of it', () => {
    const result = rollUpRefunds([refund('succeeded', '10', 'EUR')], null, usd('10'), [])
    expect(result).toEqual({ refundStatus: 'partial', refundEvidence: 'list', refunded: money('10', 'EUR') })
  })
})
