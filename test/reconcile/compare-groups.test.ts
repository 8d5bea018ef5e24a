// Which sessions stand together, and which groups are set against each other.
import { describe, expect, test } from 'vitest'
import { type CheckoutSession, money } from '@onetill/core'
import { type Comparison, compareProviders } from '@onetill/reconcile'
import { card, compare, crypto, many, one } from './compare.fixture.ts'

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
