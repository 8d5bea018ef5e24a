// One case for every code, as two files of one record or two would say it.
import type { Code } from './codes.ts'
import type { RulesInput } from './rules.ts'

interface CodeCase {
  readonly left: readonly object[]
  readonly right: readonly object[]
  readonly rules?: RulesInput
  /** Left minus right that the class has to carry. */
  readonly difference: readonly string[]
}

const paid = (name: string, amount: string, more: object = {}): object => ({
  key: `acme/default/${name}`,
  reference: `order-${name}`,
  status: 'paid',
  amount,
  currency: 'EUR',
  paidAt: '2026-11-01T12:00:00.000Z',
  ...more,
})

/** As of when the cases are judged: a day of grace is long over for what was paid on the first. */
export const AS_OF = '2026-11-20T12:00:00.000Z'

export const CODE_CASES: Readonly<Record<Code, CodeCase>> = {
  invalid_record: { left: [paid('a', '1e2')], right: [], difference: [] },
  duplicate_left: {
    left: [paid('a', '5.00'), paid('a', '5.00')],
    right: [paid('a', '5.00')],
    difference: ['5.00 EUR'],
  },
  duplicate_right: {
    left: [paid('a', '5.00')],
    right: [paid('a', '5.00'), paid('a', '5.00')],
    difference: ['-5.00 EUR'],
  },
  ambiguous_match: {
    left: [paid('a', '5.00', { key: null })],
    right: [paid('a', '5.00', { status: 'authorized' }), paid('a', '5.00', { key: 'acme/default/b' })],
    difference: [],
  },
  environment_mixed: {
    left: [paid('a', '5.00', { environment: 'live' })],
    right: [paid('a', '5.00', { environment: 'test' })],
    difference: [],
  },
  missing_left: { left: [], right: [paid('a', '5.00')], difference: ['-5.00 EUR'] },
  missing_right: { left: [paid('a', '5.00')], right: [], difference: ['5.00 EUR'] },
  pending_counterpart: {
    left: [paid('a', '5.00', { paidAt: '2026-11-20T11:00:00Z' })],
    right: [],
    difference: ['5.00 EUR'],
  },
  currency: {
    left: [paid('a', '5.00')],
    right: [paid('a', '5.00', { currency: 'USD' })],
    difference: ['5.00 EUR', '-5.00 USD'],
  },
  scale_error: { left: [paid('a', '12.50')], right: [paid('a', '1250')], difference: ['-1237.50 EUR'] },
  amount_over: { left: [paid('a', '5.00')], right: [paid('a', '5.01')], difference: ['-0.01 EUR'] },
  amount_under: { left: [paid('a', '5.01')], right: [paid('a', '5.00')], difference: ['0.01 EUR'] },
  amount_unknown: { left: [paid('a', '5.00')], right: [paid('a', '', { currency: null })], difference: ['5.00 EUR'] },
  status_conflict: {
    left: [paid('a', '5.00')],
    right: [paid('a', '5.00', { status: 'failed' })],
    difference: ['5.00 EUR'],
  },
  status_lag: { left: [paid('a', '5.00')], right: [paid('a', '5.00', { status: 'open' })], difference: ['5.00 EUR'] },
  unmapped_status: {
    left: [paid('a', '5.00')],
    right: [paid('a', '5.00', { status: 'bezahlt' })],
    difference: ['5.00 EUR'],
  },
  double_payment: {
    left: [paid('a', '5.00'), paid('b', '5.00', { reference: 'order-a' })],
    right: [paid('a', '5.00'), paid('b', '5.00', { reference: null })],
    difference: [],
  },
  refund_missing: {
    left: [paid('a', '5.00', { refunded: '5.00' })],
    right: [paid('a', '5.00', { refunded: '0' })],
    rules: { basis: 'refunded' },
    difference: ['5.00 EUR'],
  },
  refund_amount: {
    left: [paid('a', '5.00', { refunded: '5.00' })],
    right: [paid('a', '5.00', { refunded: '4.00' })],
    rules: { basis: 'refunded' },
    difference: ['1.00 EUR'],
  },
  over_refund: {
    left: [paid('a', '5.00', { refunded: '6.00' })],
    right: [paid('a', '5.00', { refunded: '6.00' })],
    difference: [],
  },
  orphan_refund: {
    left: [],
    right: [paid('a', '5.00', { status: 'failed', refunded: '5.00' })],
    rules: { basis: 'refunded' },
    difference: ['-5.00 EUR'],
  },
  reversal_unbooked: {
    left: [paid('a', '5.00')],
    right: [paid('a', '5.00', { reversal: 'lost', reversed: '5.00' })],
    rules: { basis: 'reversed' },
    difference: ['-5.00 EUR'],
  },
  unverifiable: { left: [paid('a', '5.00')], right: [paid('a', '5.00', { assumed: 'amount' })], difference: [] },
}
