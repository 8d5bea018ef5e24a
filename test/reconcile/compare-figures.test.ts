// What is counted, timed and summed in a group.
import { describe, expect, test } from 'vitest'
import { type CheckoutSession, money, STATUS_WORDS } from '@onetill/core'
import type { Group } from '@onetill/reconcile'
import { session } from '../../packages/store/src/acme.fixture.ts'
import { compare, iso, many, one, refund, START } from './compare.fixture.ts'

const only = async (sessions: readonly CheckoutSession[]): Promise<Group> => {
  const { groups } = await compare(sessions)
  const [group] = groups
  if (groups.length !== 1 || group === undefined) throw new Error(`${groups.length} groups`)
  return group
}
const { amounts: none } = session(0, ['paid'])

describe('what came of the sessions', () => {
  test('every status is counted as one outcome; what is not over is in no share of what is', async () => {
    const counts = { open: 5, processing: 6, authorized: 7, paid: 40, no_charge: 3, review: 4 }
    const rest = { failed: 20, cancelled: 2, expired: 8, unknown: 9 }
    const all = Object.entries({ ...counts, ...rest })
    expect(all.map(([status]) => status).sort()).toEqual([...STATUS_WORDS].sort())
    const group = await only(all.flatMap(([status, count]) => many(count, () => one(status))))
    const counted = Object.fromEntries(
      Object.entries(group.outcomes).map(([name, { sessions, of }]) => [name, [sessions, of]]),
    )
    expect(counted).toEqual({
      ...{
        paid: [40, 73],
        no_charge: [3, 73],
        failed: [20, 73],
        expired: [8, 73],
        cancelled: [2, 73],
        unknown: [0, 73],
      },
      ...{ review: [4, 104], open: [18, 104], unclear: [9, 104] },
    })
    expect([group.sessions, group.settled]).toEqual([104, 73])
    expect(group.outcomes.paid.share).toBeCloseTo(40 / 73, 6)
    // None of 31 that are not over gets paid, or all of them.
    expect(group.paidOfAll).toEqual({ low: 0.384615, high: 0.682692 })
  })

  test('a word nobody knows counts as over only where the provider says that it is', async () => {
    const { outcomes, settled } = await only([
      ...many(30, () => one('unknown', { providerDone: true })),
      one('unknown', { providerDone: false }),
      one('unknown', { providerDone: null }),
    ])
    expect([outcomes.unknown.sessions, outcomes.unclear.sessions, settled]).toEqual([30, 2, 30])
  })

  test('29 of 30 sessions over: counts, and no rate where its own number is too small', async () => {
    const { outcomes, paidOfAll } = await only([...many(29, () => one('paid')), one('open')])
    expect(outcomes.paid).toEqual({ sessions: 29, of: 29, share: null, low: null, high: null })
    expect(outcomes.open.share).toBeCloseTo(1 / 30, 6)
    expect(paidOfAll).toEqual({ low: 0.966667, high: 1 })
  })

  test('the oldest open session and the reasons of failed ones are told', async () => {
    const because = (code: 'declined' | 'fraud') => ({ failure: { code, providerCode: 'x', message: 'private text' } })
    const group = await only([
      one('open', { createdAt: iso(START + 9) }),
      one('processing', { createdAt: iso(START + 3) }),
      one('paid', { createdAt: iso(START + 1) }),
      ...[one('failed', because('fraud')), one('failed'), one('failed', because('declined'))],
      one('failed', because('declined')),
    ])
    expect(group.oldestOpen).toBe(iso(START + 3))
    expect(group.failures).toEqual([
      { code: 'declined', sessions: 2 },
      { code: 'fraud', sessions: 1 },
      { code: null, sessions: 1 },
    ])
    expect(JSON.stringify(group)).not.toContain('private text')
  })
})

describe('times, refunds and amounts are what the provider says', () => {
  test('times only where both are known; a payment before its creation is told and in no quantile', async () => {
    const { timeToPaid } = await only([
      ...many(31, (place) => one('paid', { paidAt: iso(START + (place + 1) * 1_000) })),
      one('paid', { paidAt: iso(START - 1) }),
      one('paid', { paidAt: null }),
      one('paid', { paidAt: iso(START), createdAt: null }),
      one('failed', { paidAt: iso(START + 999_999) }),
    ])
    expect(timeToPaid).toMatchObject({ known: 31, notReported: 2, contradictory: 1 })
    expect(timeToPaid.p50?.ms).toBe(16_000)
    expect(timeToPaid.p95?.ms).toBe(30_000)
  })

  test('a provider that does not report refunds has no refund rate, and one that reports none has zero', async () => {
    const silent = await only(many(50, () => one('paid')))
    expect(silent.refunds).toMatchObject({ reported: 0, notReported: 50, refunded: { of: 0, share: null } })
    const clean = await only(many(50, () => one('paid', { refundStatus: 'none', refundEvidence: 'list', refunds: [] })))
    expect(clean.refunds).toMatchObject({ reported: 50, notReported: 0, refunded: { sessions: 0, of: 50, share: 0 } })
  })

  test('refunds count once they succeeded, in full or in part, and are summed per currency', async () => {
    const eur = (value: string) => money(value, 'EUR')
    const known = { refundEvidence: 'list', amount: eur('10'), refunds: [refund(eur('1'))] } as const
    const { refunds, amounts } = await only([
      ...many(26, () => one('paid', { ...known, refundStatus: 'none' })),
      one('paid', { ...known, refundStatus: 'full' }),
      one('paid', { ...known, refundStatus: 'partial', amounts: { ...none, refunded: eur('2.5') } }),
      one('paid', { ...known, refundStatus: 'partial' }),
      one('paid', { ...known, refundStatus: 'pending' }),
      one('paid', { ...known, refundStatus: 'failed' }),
      one('paid', { refundStatus: 'full', refundEvidence: 'flag', amount: eur('7'), assumed: ['amount'] }),
      one('expired', { ...known, refundStatus: 'full' }),
    ])
    expect(refunds).toMatchObject({ full: 2, partial: 2, pending: 1, failed: 1, withoutAmount: 2, reported: 32 })
    expect(refunds.refunded).toMatchObject({ sessions: 4, of: 32, share: 0.125 })
    expect(amounts).toEqual([
      {
        currency: 'EUR',
        asked: { sessions: 33, value: '327.00' },
        paid: { sessions: 31, value: '310.00' },
        assumed: { sessions: 1, value: '7.00' },
        refunded: { sessions: 2, value: '12.50' },
      },
    ])
  })

  test('amounts are exact and never cross currencies: 2^53 + 1, eighteen decimals, none and three', async () => {
    const { amounts, paidWithoutAmount } = await only([
      one('paid', { amount: money('9007199254740993', 'JPY') }),
      one('paid', { amount: money('1', 'JPY') }),
      one('paid', { amount: money('0.000000000000000001', 'USDC') }),
      one('paid', { amount: money('123456789012345678', 'USDC') }),
      one('paid', { amount: money('1.005', 'KWD'), amounts: { ...none, captured: money('1.004', 'KWD') } }),
      one('paid', { amount: null }),
      one('open', { amount: money('5', 'JPY') }),
    ])
    expect(amounts.map(({ currency, asked, paid }) => [currency, asked.value, paid.value])).toEqual([
      ['JPY', '9007199254740999', '9007199254740994'],
      ['KWD', '1.005', '1.004'],
      ['USDC', '123456789012345678.000000000000000001', '123456789012345678.000000000000000001'],
    ])
    expect(paidWithoutAmount).toBe(1)
  })

  test('money taken back is counted unless the merchant won it', async () => {
    const taken = (state: 'open' | 'lost' | 'won' | 'unknown') =>
      one('paid', { reversal: { cause: 'chargeback', state, amount: null, at: null } })
    const { reversed } = await only([taken('open'), taken('lost'), taken('won'), taken('unknown'), one('paid')])
    expect(reversed).toBe(3)
  })
})
