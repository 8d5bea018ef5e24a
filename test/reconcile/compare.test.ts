import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { type CheckoutSession, money, STATUS_WORDS } from '@onetill/core'
import { type CompareOptions, type Comparison, compareProviders, comparisonText, type Group } from '@onetill/reconcile'
import { observe, openStore } from '@onetill/store'
import { FACTS, session } from '../../packages/store/src/acme.fixture.ts'
import { card, crypto, iso, many, one, PLANS, planned, refund, START } from './compare.fixture.ts'

const AS_OF = '2026-11-22T12:00:00.000Z'
const compare = (
  sessions: readonly CheckoutSession[],
  options: Omit<CompareOptions, 'source'> = {},
): Promise<Comparison> => compareProviders({ source: { kind: 'sessions', sessions }, asOf: AS_OF, ...options })

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

describe('groups', () => {
  const named = ({ groups }: Comparison) => groups.map(({ key, sessions }) => [...Object.values(key), sessions])

  test('providers and environments are never mixed; the rest only on demand, in one order', async () => {
    const sessions = [
      one('paid', { provider: 'b', environment: 'live', processor: card('VISA'), amount: money('1', 'EUR') }),
      one('paid', { provider: 'b', environment: 'live', processor: card('Visa'), amount: money('1', 'USD') }),
      one('paid', { provider: 'b', environment: 'test', account: 'shop', processor: card(null) }),
      one('paid', { provider: 'a', environment: 'live', processor: crypto('USDC') }),
      one('open', { provider: 'a', environment: 'live', processor: crypto(null) }),
      one('open', { provider: 'a', environment: 'live' }),
      one('open', { provider: 'a', environment: 'live', processor: { kind: 'hosted', name: 'x', method: 'Card' } }),
    ]
    expect(named(await compare(sessions))).toEqual([
      ...[
        ['a', 'live', 4],
        ['b', 'live', 2],
        ['b', 'test', 1],
      ],
    ])
    expect(named(await compare(sessions, { by: ['method', 'account'] }))).toEqual([
      ['a', 'live', 'default', 'crypto', 1],
      ['a', 'live', 'default', 'crypto USDC', 1],
      ['a', 'live', 'default', 'hosted card', 1],
      ['a', 'live', 'default', null, 1],
      ['b', 'live', 'default', 'card visa', 2],
      ['b', 'test', 'shop', 'card', 1],
    ])
    expect(named(await compare(sessions, { by: ['currency'], environment: 'live' }))).toEqual([
      ['a', 'live', null, 4],
      ['b', 'live', 'EUR', 1],
      ['b', 'live', 'USD', 1],
    ])
    expect(named(await compare(sessions, { account: 'shop' }))).toEqual([['b', 'test', 1]])
  })

  test('days begin in the zone, also on the day the clocks change; the period takes its beginning and not its end', async () => {
    // Berlin: summer time ends on 25 October 2026 at 01:00 UTC, so that day has 25 hours.
    const times = [
      '2026-10-24T21:59:59.999Z',
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T22:59:59.999Z',
      '2026-10-25T23:00:00.000Z',
    ]
    const sessions = times.map((createdAt) => one('open', { createdAt, environment: 'live' }))
    const zone = 'Europe/Berlin'
    expect(named(await compare(sessions, { by: ['day'], zone }))).toEqual([
      ['acme', 'live', '2026-10-24', 1],
      ['acme', 'live', '2026-10-25', 2],
      ['acme', 'live', '2026-10-26', 1],
    ])
    const day = await compare(sessions, { zone, from: '2026-10-25', to: '2026-10-26' })
    expect(day).toMatchObject({ sessions: 2, leftOut: 2 })
    expect(day.period).toEqual({
      ...{ from: '2026-10-24T22:00:00.000Z', to: '2026-10-25T23:00:00.000Z', zone },
      ...{ first: times[1], last: times[2] },
    })
    // Auckland's clocks went back at 2026-04-04T14:00Z, between that day's midnight there and midnight in UTC.
    expect((await compare([], { zone: 'Pacific/Auckland', from: '2026-04-05' })).period.from).toBe(
      '2026-04-04T11:00:00.000Z',
    )
    // Kathmandu is 5 h 45 min ahead, Apia skipped nothing in 2026 and is 13 h ahead.
    expect((await compare([], { zone: 'Asia/Kathmandu', from: '2026-11-01' })).period.from).toBe(
      '2026-10-31T18:15:00.000Z',
    )
    expect((await compare([], { zone: 'Pacific/Apia', from: '2026-11-01' })).period.from).toBe(
      '2026-10-31T11:00:00.000Z',
    )
  })

  test('a session without a time of creation is dated by when it was first seen, and told', async () => {
    const firstSeenAt = '2026-11-03T00:00:00.000Z'
    const sessions = [{ session: one('open', { createdAt: null }), firstSeenAt }]
    const comparison = await compareProviders({
      source: { kind: 'sessions', sessions },
      by: ['day'],
      from: '2026-11-03',
    })
    expect(comparison.groups).toMatchObject([{ key: { day: '2026-11-03' }, undated: 1 }])
  })

  test('what is no day, no zone or too much is refused', async () => {
    for (const options of [{ from: 'yesterday' }, { to: '2026-02-30' }, { zone: 'Mars/Olympus' }, { asOf: 'now' }])
      await expect(compare([], options)).rejects.toMatchObject({ code: 'invalid_input' })
    const accounts = many(2_001, (place) => one('open', { account: `a${place}` }))
    await expect(compare(accounts, { by: ['account'] })).rejects.toMatchObject({ code: 'invalid_input' })
    expect((await compare(accounts.slice(1), { by: ['account'] })).groups).toHaveLength(2_000)
  })
})

describe('against each other', () => {
  const shop = (provider: string, paid: number, failed: number) => [
    ...many(paid, () => one('paid', { provider })),
    ...many(failed, () => one('failed', { provider })),
  ]
  test('paid shares are, with the published interval', async () => {
    const { differences } = await compare([...shop('a', 56, 14), ...shop('b', 48, 32), ...shop('c', 20, 9)])
    expect(differences).toHaveLength(1)
    expect(differences).toMatchObject([{ left: { provider: 'a' }, right: { provider: 'b' }, beyondChance: true }])
    expect(differences[0]?.difference).toBeCloseTo(0.2, 6)
    expect(differences[0]?.low).toBeCloseTo(0.0524, 4)
    expect(differences[0]?.high).toBeCloseTo(0.3339, 4)
  })

  test('with more than five pairs intervals are wider, so that chance alone rarely makes one', async () => {
    const four = ['a', 'b', 'c', 'd'].flatMap((provider) =>
      shop(provider, provider === 'a' ? 56 : 48, provider === 'a' ? 14 : 32),
    )
    const { differences } = await compare(four)
    expect(differences).toHaveLength(6)
    // z of 0.05 / 6 two-sided is 2.6383, and no longer 1.96: 0.0524 falls to about 0.
    expect(differences[0]?.low).toBeLessThan(0.0524)
    expect(differences[0]?.low).toBeGreaterThan(-0.01)
  })

  test('unlike is not compared: test with live, one currency with another, days', async () => {
    const live = (one: CheckoutSession, environment: 'live' | 'test') => ({ ...one, environment })
    const mixed = [
      ...shop('a', 40, 10).map((each) => live(each, 'live')),
      ...shop('b', 40, 10).map((each) => live(each, 'test')),
    ]
    expect((await compare(mixed)).differences).toEqual([])
    const alike = [...shop('a', 40, 10), ...shop('b', 40, 10)]
    expect((await compare(alike, { by: ['day'] })).differences).toEqual([])
    expect((await compare(alike, { by: ['currency'] })).differences).toHaveLength(1)
    const priced = alike.map((each) => ({ ...each, amount: money('1', each.provider === 'a' ? 'EUR' : 'USD') }))
    expect((await compare(priced, { by: ['currency'] })).differences).toEqual([])
  })
})

describe('sources', () => {
  const all = PLANS.flatMap(planned)

  test('in any order the comparison is the same, to the byte', async () => {
    const expected = JSON.stringify(await compare(all, { by: ['method', 'day'] }))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: all.length - 1 }), fc.boolean(), async (cut, turned) => {
        const rotated = [...all.slice(cut), ...all.slice(0, cut)]
        const order = turned ? rotated.toReversed() : rotated
        expect(JSON.stringify(await compare(order, { by: ['method', 'day'] }))).toBe(expected)
      }),
      { numRuns: 5 },
    )
  })

  test('a store, its own NDJSON, plain NDJSON and sessions give the same', async () => {
    const store = await openStore({ url: 'sqlite::memory:' })
    try {
      const some = all.filter((_, place) => place % 7 === 0)
      await store.record(some.map((each) => observe(each, { ...FACTS, id: each.provider })))
      const period = { from: '2026-11-04', to: '2026-11-15', asOf: AS_OF }
      const stored = await compareProviders({ source: { kind: 'store', store }, ...period })
      const exported: string[] = []
      for await (const each of store.export()) exported.push(JSON.stringify(each))
      const { leftOut: _, ...expected } = await compare(some, period)
      expect(expected.sessions).toBeGreaterThan(200)
      expect(stored).toMatchObject(expected)
      // A store leaves out by itself what is not meant.
      expect(stored.leftOut).toBe(0)
      for (const lines of [exported, ['', ...some.map((each) => JSON.stringify(each)), '']])
        expect(await compareProviders({ source: { kind: 'lines', lines }, ...period })).toMatchObject(expected)
    } finally {
      await store.close()
    }
  })

  test('a line that is no session is told with its place and nothing of itself, the others count', async () => {
    const bad: { readonly line: number; readonly reason: string }[] = []
    const lines = ['{"secret":"c4na"}', JSON.stringify(one('paid')), 'c4na', '[]', '{"session":{"c4na":1}}']
    const comparison = await compareProviders({ source: { kind: 'lines', lines }, onBadLine: (each) => bad.push(each) })
    expect(comparison).toMatchObject({ sessions: 1, badLines: 4 })
    expect(bad.map(({ line }) => line)).toEqual([1, 3, 4, 5])
    expect(JSON.stringify(bad)).not.toContain('c4na')
  })

  test('it stops when told to', async () => {
    const stopped = new AbortController()
    const run = compare(all, { signal: stopped.signal, onProgress: (read) => read === 10 && stopped.abort() })
    await expect(run).rejects.toThrow()
  })
})

const count = z.int().nonnegative()
const part = z.number().min(0).max(1)
const time = z.iso.datetime({ precision: 3 })
const share = z.strictObject({
  sessions: count,
  of: count,
  share: part.nullable(),
  low: part.nullable(),
  high: part.nullable(),
})
const quantile = z.strictObject({ ms: count, low: count.nullable(), high: count.nullable() }).nullable()
const sum = z.strictObject({ sessions: count, value: z.string().regex(/^\d+(\.\d+)?$/) })
const key = z.strictObject({
  ...{ provider: z.string(), environment: z.enum(['live', 'test', 'unknown']), account: z.string().optional() },
  ...{ method: z.string().nullish(), currency: z.string().nullish(), day: z.iso.date().optional() },
})
/** Version 1, written by hand: whoever changes the form has to change this, and the version. */
const VERSION_1 = z.strictObject({
  ...{ version: z.literal(1), asOf: time, confidence: z.literal(0.95), leastForRate: z.literal(30) },
  period: z.strictObject({
    ...{ from: time.nullable(), to: time.nullable(), zone: z.string(), first: time.nullable(), last: time.nullable() },
  }),
  by: z.array(z.enum(['account', 'method', 'currency', 'day'])),
  ...{ sessions: count, leftOut: count, badLines: count },
  groups: z.array(
    z.strictObject({
      ...{ key, sessions: count, undated: count, settled: count, oldestOpen: time.nullable() },
      outcomes: z.strictObject({
        ...{ paid: share, no_charge: share, failed: share, expired: share, cancelled: share, unknown: share },
        ...{ review: share, open: share, unclear: share },
      }),
      paidOfAll: z.strictObject({ low: part, high: part }).nullable(),
      failures: z.array(z.strictObject({ code: z.string().nullable(), sessions: count })),
      timeToPaid: z.strictObject({
        ...{ known: count, notReported: count, contradictory: count, p50: quantile, p95: quantile },
      }),
      refunds: z.strictObject({
        ...{ reported: count, notReported: count, refunded: share, full: count, partial: count, pending: count },
        ...{ failed: count, withoutAmount: count },
      }),
      ...{ reversed: count, paidWithoutAmount: count },
      amounts: z.array(z.strictObject({ currency: z.string(), asked: sum, paid: sum, assumed: sum, refunded: sum })),
    }),
  ),
  differences: z.array(
    z.strictObject({
      ...{
        left: key,
        right: key,
        difference: z.number(),
        low: z.number(),
        high: z.number(),
        beyondChance: z.boolean(),
      },
    }),
  ),
})

test('the JSON form is version 1, and the comparison itself', async () => {
  for (const by of [[], ['account', 'method', 'currency', 'day']] as const) {
    const comparison = await compare(PLANS.flatMap(planned), { by })
    const json: unknown = JSON.parse(JSON.stringify(comparison))
    expect(VERSION_1.parse(json)).toEqual(comparison)
  }
  expect(VERSION_1.parse(await compare([]))).toMatchObject({ sessions: 0, groups: [] })
})

describe('as text', () => {
  test('no line of the table is wider than there is room, and every group is in it', async () => {
    const comparison = await compare(PLANS.flatMap(planned))
    for (const columns of [60, 80, 120, 200]) {
      const lines = comparisonText(comparison, { columns })
      const end = lines.indexOf('Paid share, against each other')
      expect(Math.max(...lines.slice(1, end).map(({ length }) => length))).toBeLessThanOrEqual(columns)
      for (const { provider } of PLANS) expect(lines.slice(1, end).join('\n')).toContain(provider)
    }
  })

  test('says what is not known, and no rate for few sessions', async () => {
    const text = comparisonText(await compare(PLANS.flatMap(planned)), { columns: 200 }).join('\n')
    expect(text).toMatch(/^ {2}paid .* 66\.7 % \(62\.8–70\.4\) .* 86\.3 % .* 9 of 11 .* 71\.9 %/m)
    expect(text).toMatch(/^refunded +not reported +8\.2 % .* 1 of 9 +not reported$/m)
    expect(text).toMatch(/^open now +52 +21 +3 +38$/m)
  })
})
