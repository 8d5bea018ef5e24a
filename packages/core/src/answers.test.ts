import { describe, expect, test } from 'vitest'
import { bare, WATCH } from './acme.fixture.ts'
import {
  type Answers,
  answers,
  canStillBePaid,
  type MoneyReceived,
  mayReplace,
  moneyReceived,
  type NeedsPolling,
  needsPolling,
  type YesNo,
} from './answers.ts'
import type { SessionParts } from './build-session.ts'
import type { CheckoutSession } from './session.ts'
import { STATUSES, type Status, type StatusPair } from './status.ts'

const END = '2026-11-20T10:00:00.000Z'
const after = (ms: number): string => new Date(Date.parse(END) + ms).toISOString()
const GRACE = WATCH.lateMoneyGraceMs

/** One row of the table in one situation; `null` details stand for "any other". */
interface Row {
  readonly status: Status
  /** Details the row is for. */
  readonly details: readonly (string | null)[]
  readonly when?: string
  readonly parts?: Partial<SessionParts>
  readonly at?: number
  readonly canStillBePaid: YesNo
  readonly moneyReceived: MoneyReceived
  readonly needsPolling: NeedsPolling
  readonly mayReplace: 'yes' | 'no'
}

const cells = (
  canStillBePaid: YesNo,
  moneyReceived: MoneyReceived,
  needsPolling: NeedsPolling,
  mayReplace: 'yes' | 'no',
): Answers => ({ canStillBePaid, moneyReceived, needsPolling, mayReplace })

const rolled = (refundStatus: CheckoutSession['refundStatus']): Partial<SessionParts> => ({
  refundRollUp: { refundStatus, refundEvidence: 'list', refunded: null },
})

/** "Is it final?", cell by cell: status, detail, situation → canStillBePaid, moneyReceived, needsPolling, mayReplace. */
const TABLE: readonly Row[] = [
  {
    status: 'open',
    details: ['created', 'awaiting_payment', 'collecting', 'requires_action', null],
    ...cells('yes', 'no', 'yes', 'no'),
  },
  { status: 'open', details: ['partially_paid'], ...cells('yes', 'unclear', 'yes', 'no') },
  { status: 'open', details: [null], when: 'long ago', at: 10 ** 12, ...cells('yes', 'no', 'yes', 'no') },
  {
    status: 'processing',
    details: ['confirming', 'awaiting_merchant', null],
    ...cells('no', 'unclear', 'yes', 'no'),
  },
  { status: 'processing', details: ['unspecified'], ...cells('unclear', 'unclear', 'yes', 'no') },
  { status: 'authorized', details: [null], ...cells('no', 'reserved', 'yes', 'no') },
  {
    status: 'authorized',
    details: [null],
    when: 'not done',
    parts: { providerDone: false },
    ...cells('no', 'reserved', 'yes', 'no'),
  },
  {
    status: 'authorized',
    details: [null],
    when: 'done',
    parts: { providerDone: true },
    ...cells('no', 'reserved', 'no', 'no'),
  },
  {
    status: 'paid',
    details: ['exact', 'over', 'partial_capture', null],
    when: 'inside the refund horizon',
    at: WATCH.refundHorizonMs - 1,
    ...cells('no', 'yes', 'thinning', 'no'),
  },
  {
    status: 'paid',
    details: [null],
    when: 'after the refund horizon',
    at: WATCH.refundHorizonMs,
    ...cells('no', 'yes', 'no', 'no'),
  },
  {
    status: 'paid',
    details: [null],
    when: 'a refund is pending, after the horizon',
    at: WATCH.refundHorizonMs * 2,
    parts: rolled('pending'),
    ...cells('no', 'yes', 'yes', 'no'),
  },
  {
    status: 'paid',
    details: [null],
    when: 'refunded in full: it is still a sale that was paid',
    at: WATCH.refundHorizonMs,
    parts: rolled('full'),
    ...cells('no', 'yes', 'no', 'no'),
  },
  { status: 'no_charge', details: ['method_saved', 'nothing_due', null], ...cells('no', 'no', 'no', 'no') },
  {
    status: 'review',
    details: ['underpaid', 'overpaid', 'late', 'mismatch', 'held', null],
    ...cells('unclear', 'unclear', 'thinning', 'no'),
  },
  { status: 'failed', details: ['declined'], at: GRACE - 1, when: 'in the grace', ...cells('no', 'no', 'yes', 'yes') },
  { status: 'failed', details: ['declined'], at: GRACE, when: 'after it', ...cells('no', 'no', 'no', 'yes') },
  {
    status: 'failed',
    details: ['error', null],
    at: GRACE - 1,
    when: 'in the grace',
    ...cells('no', 'unclear', 'yes', 'no'),
  },
  { status: 'failed', details: ['error', null], at: GRACE, when: 'after it', ...cells('no', 'unclear', 'no', 'yes') },
  { status: 'cancelled', details: [null], at: GRACE - 1, when: 'in the grace', ...cells('no', 'no', 'yes', 'no') },
  { status: 'cancelled', details: [null], at: GRACE, when: 'after it', ...cells('no', 'no', 'no', 'yes') },
  {
    status: 'expired',
    details: ['unpaid', 'abandoned', null],
    at: GRACE - 1,
    when: 'in the grace',
    ...cells('unclear', 'no', 'yes', 'no'),
  },
  {
    status: 'expired',
    details: ['unpaid', 'abandoned', null],
    at: GRACE,
    when: 'after it',
    ...cells('no', 'no', 'no', 'yes'),
  },
  {
    status: 'unknown',
    details: [null],
    when: 'inside its bound',
    at: WATCH.unknownLimitMs - 1,
    ...cells('unclear', 'unclear', 'yes', 'no'),
  },
  {
    status: 'unknown',
    details: [null],
    when: 'after its bound',
    at: WATCH.unknownLimitMs,
    ...cells('unclear', 'unclear', 'no', 'no'),
  },
  {
    status: 'unknown',
    details: [null],
    when: 'done by the provider',
    parts: { providerDone: true },
    ...cells('unclear', 'unclear', 'no', 'no'),
  },
]

const pairOf = (status: Status, detail: string | null): StatusPair => {
  const pairs: StatusPair[] = [
    { status: 'open', detail: 'created' }, { status: 'open', detail: 'awaiting_payment' },
    { status: 'open', detail: 'collecting' }, { status: 'open', detail: 'requires_action' },
    { status: 'open', detail: 'partially_paid' }, { status: 'processing', detail: 'confirming' },
    { status: 'processing', detail: 'awaiting_merchant' }, { status: 'processing', detail: 'unspecified' },
    { status: 'paid', detail: 'exact' }, { status: 'paid', detail: 'over' },
    { status: 'paid', detail: 'partial_capture' }, { status: 'no_charge', detail: 'method_saved' },
    { status: 'no_charge', detail: 'nothing_due' }, { status: 'review', detail: 'underpaid' },
    { status: 'review', detail: 'overpaid' }, { status: 'review', detail: 'late' },
    { status: 'review', detail: 'mismatch' }, { status: 'review', detail: 'held' },
    { status: 'failed', detail: 'declined' }, { status: 'failed', detail: 'error' },
    { status: 'expired', detail: 'unpaid' }, { status: 'expired', detail: 'abandoned' },
  ] // biome-ignore format: a list
  const found = pairs.find((pair) => pair.status === status && pair.detail === detail)
  return found ?? { status, detail: null }
}

const cases = TABLE.flatMap((row) => row.details.map((detail) => ({ ...row, detail })))

describe('the table of the design', () => {
  test.for(cases)('$status/$detail, $when', ({ status, detail, parts, at = 0, ...expected }) => {
    const session = bare(pairOf(status, detail), { completedAt: END, ...parts })
    expect([session.status, session.detail]).toEqual([status, detail])
    const now = after(at)
    const { canStillBePaid: can, moneyReceived: money, needsPolling: polls, mayReplace: may } = expected
    expect(answers(session, WATCH, now)).toEqual(cells(can, money, polls, may))
    expect(canStillBePaid(session, WATCH, now)).toBe(can)
    expect(moneyReceived(session, WATCH, now)).toBe(money)
    expect(needsPolling(session, WATCH, now)).toBe(polls)
    expect(mayReplace(session, WATCH, now)).toBe(may)
  })

  test('has a row for every status with every detail and with none', () => {
    for (const [status, details] of Object.entries(STATUSES)) {
      for (const detail of [...details, null]) {
        expect(
          cases.some((row) => row.status === status && row.detail === detail),
          `${status}/${detail}`,
        ).toBe(true)
      }
    }
  })

  test('releases goods for paid only', () => {
    expect(cases.filter((row) => row.moneyReceived === 'yes').map(({ status }) => status)).toEqual(
      cases.filter(({ status }) => status === 'paid').map(() => 'paid'),
    )
  })
})

describe('the end of a session, from which its grace runs', () => {
  const cancelled: StatusPair = { status: 'cancelled', detail: null }
  const expired: StatusPair = { status: 'expired', detail: 'unpaid' }
  const late = after(GRACE * 10)
  test.for([
    ['completedAt, before updatedAt', cancelled, { completedAt: END, updatedAt: late }],
    ['updatedAt without completedAt', cancelled, { updatedAt: END }],
    ['expiresAt of an expired one, before updatedAt', expired, { expiresAt: END, updatedAt: late }],
  ] as const)('is %s', ([, pair, parts]) => {
    expect(needsPolling(bare(pair, parts, { at: late }), WATCH, after(GRACE - 1))).toBe('yes')
    expect(needsPolling(bare(pair, parts, { at: late }), WATCH, after(GRACE))).toBe('no')
  })

  test('is the observation when the provider gives no time', () => {
    expect(needsPolling(bare(cancelled, {}, { at: END }), WATCH, after(GRACE - 1))).toBe('yes')
    expect(needsPolling(bare(cancelled, {}, { at: END }), WATCH, after(GRACE))).toBe('no')
  })

  test('an adapter without refunds has no horizon: paid is then final at once', () => {
    const paid = bare({ status: 'paid', detail: null }, { paidAt: END })
    expect(needsPolling(paid, { ...WATCH, refundHorizonMs: 0 }, after(0))).toBe('no')
  })
})

test.for(['', 'now', '2026-11-20', '2026-02-30T00:00:00Z', '2026-11-20T10:00:00'])(
  '%j is no time: an error, and not a grace that is over',
  (now) => {
    const expired = bare({ status: 'expired', detail: 'unpaid' }, { completedAt: END })
    for (const ask of [answers, canStillBePaid, moneyReceived, needsPolling, mayReplace])
      expect(() => ask(expired, WATCH, now)).toThrow(expect.objectContaining({ code: 'invalid_input' }))
  },
)
