import { describe, expect, test } from 'vitest'
import { minorUnits, money, STATUS_WORDS, summarize } from '@onetill/core'
import type { SessionFilter } from '../filter.ts'
import type { StoredSession } from '../stored-session.ts'
import { randomObservation, randomOf } from './random.ts'
import { at, identityOf, sample, sampleKey, sampleOther } from './sample.ts'
import type { Kit } from './suite.ts'

const CENTS = (value: string): bigint => minorUnits({ value, currency: 'USD' })

/** Filter → what it means, of the session itself. */
const FILTERS: readonly (readonly [SessionFilter, (stored: StoredSession) => boolean])[] = [
  [{}, () => true],
  [{ provider: 'sample' }, ({ session }) => session.provider === 'sample'],
  [{ provider: 'other' }, ({ session }) => session.provider === 'other'],
  [{ account: 'second' }, ({ session }) => session.account === 'second'],
  [{ environment: 'test' }, ({ session }) => session.environment === 'test'],
  ...STATUS_WORDS.map((status) => [{ status }, ({ session }: StoredSession) => session.status === status] as const),
  ...(['open', 'paid', 'reversed'] as const).map(
    (summary) => [{ summary }, ({ session }: StoredSession) => summarize(session) === summary] as const,
  ),
  [{ currency: 'USD' }, ({ session }) => session.amount?.currency === 'USD'],
  [{ currency: 'USDC' }, ({ session }) => session.amount?.currency === 'USDC'],
  [
    { currency: 'USD', amountFrom: '1', amountTo: '100' },
    ({ session: { amount } }) =>
      amount?.currency === 'USD' && CENTS(amount.value) >= 100n && CENTS(amount.value) <= 10_000n,
  ],
  [
    { currency: 'USD', amountFrom: '99999999999999999999.99' },
    ({ session: { amount } }) => amount?.currency === 'USD' && amount.value === '99999999999999999999.99',
  ],
  [{ from: at(2) }, (stored) => listedAt(stored) >= at(2)],
  [{ to: at(2) }, (stored) => listedAt(stored) < at(2)],
  [{ from: at(1), to: at(3) }, (stored) => listedAt(stored) >= at(1) && listedAt(stored) < at(3)],
  [
    { status: 'paid', currency: 'USDC' },
    ({ session }) => session.status === 'paid' && session.amount?.currency === 'USDC',
  ],
  [{ reference: 'order-f7' }, ({ session }) => session.reference === 'order-f7'],
  [{ attention: true }, ({ attention }) => attention.length > 0],
  [{ attention: false }, ({ attention }) => attention.length === 0],
  [{ text: 'order-f1' }, ({ session }) => session.reference?.startsWith('order-f1') === true],
  [{ text: 'STÜHLE' }, ({ session }) => session.description === 'zwei Stühle'],
  [
    { status: 'paid', currency: 'USD', attention: true },
    ({ session, attention }) => session.status === 'paid' && session.amount?.currency === 'USD' && attention.length > 0,
  ],
]

const listedAt = ({ session, firstSeenAt }: StoredSession): string => session.createdAt ?? firstSeenAt ?? ''

export function filterCases({ open }: Kit): void {
  describe('filters', () => {
    test('each filter gives the sessions it means, newest first', async () => {
      const store = await open()
      const random = randomOf(11)
      const seen = Array.from({ length: 900 }, () => randomObservation(random, `f${random.below(300)}`))
      const others = Array.from({ length: 20 }, (_, index) =>
        sample(`o${index}`, index % 5, 'open', index % 2 === 0 ? { provider: 'other' } : { account: 'second' }),
      )
      const recorded = await store.record([...seen, ...others])
      const all = recorded
        .map(({ stored }) => stored)
        .sort((a, b) => (order(a) < order(b) ? 1 : order(a) > order(b) ? -1 : 0))
      for (const [filter, means] of FILTERS) {
        const expected = all.filter(means).map(({ key }) => key)
        const { sessions } = await store.list(filter, { limit: 500 })
        expect(
          sessions.map(({ key }) => key),
          JSON.stringify(filter),
        ).toEqual(expected)
      }
      // A filter that nothing meets, or everything, would say nothing.
      const counts = FILTERS.map(([, means]) => all.filter(means).length)
      expect(counts.filter((count) => count === 0)).toEqual([])
      // Each of these words fits some, both together none.
      expect(await store.list({ provider: 'other', account: 'second' })).toEqual({ sessions: [], next: null })
    })

    test('an amount is compared as a number, whatever its digits', async () => {
      const store = await open()
      const values = ['0', '0.01', '1', '1.99', '2', '9.99', '10', '99.5', '1000000', '184467440737095516.16']
      await store.record(values.map((value, index) => sample(`v${index}`, 1, 'open', { amount: money(value, 'USD') })))
      for (const [index, value] of values.entries()) {
        const from = await store.list({ currency: 'USD', amountFrom: value })
        const to = await store.list({ currency: 'USD', amountTo: value })
        expect([from.sessions.length, to.sessions.length], value).toEqual([values.length - index, index + 1])
      }
    })

    test.for([
      [{ amountFrom: '1' }, {}],
      [{ amountTo: '1' }, {}],
      [{ currency: 'USD', amountFrom: '1,5' }, {}],
      [{ currency: 'USD', amountFrom: '1.005' }, {}],
      [{ currency: 'USDC', amountFrom: '1' }, {}],
      [{ currency: '€', amountFrom: '1' }, {}],
      [{}, { limit: 0 }],
      [{}, { limit: 501 }],
      [{}, { limit: 1.5 }],
      [{}, { limit: Number.NaN }],
      [{}, { after: 'nonsense' }],
      [{}, { after: '["2026"]' }],
    ] as const)('%j is refused', async ([filter, page]) => {
      const store = await open()
      await expect(store.list(filter, page)).rejects.toMatchObject({ code: 'invalid_input' })
    })

    test('what needs attention is found until it does not any more', async () => {
      const store = await open()
      await store.record([sample('a', 1, 'open'), sampleOther('a', 2, { kind: 'missing' })])
      expect((await store.list({ attention: true })).sessions).toMatchObject([{ key: sampleKey('a') }])
      await store.record([sample('a', 3, 'open')])
      expect((await store.list({ attention: true })).sessions).toEqual([])
      expect((await store.get(sampleKey('a')))?.session.id).toBe(identityOf('a').id)
    })
  })
}

/** Lists are sorted by time, then by the bytes of the key; the ids here are ASCII, where both orders are one. */
const order = (stored: StoredSession): string => `${listedAt(stored)} ${stored.key}`
