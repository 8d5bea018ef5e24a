import { describe, expect, test } from 'vitest'
import type { SessionFilter } from '../filter.ts'
import type { Store } from '../store.ts'
import { at, identityOf, sample, sampleKey } from './sample.ts'
import type { Kit } from './suite.ts'

const SESSIONS = 1_000
/** More than are fetched by their amount. */
const MANY = 2_100
const PAGES: readonly (readonly [SessionFilter, number])[] = [
  [{}, 500],
  [{}, 17],
  [{ status: 'paid' }, 7],
  [{ provider: 'sample', account: 'default' }, 99],
  [{ currency: 'USD', amountFrom: '0' }, 64],
  [{ text: 'p1' }, 10],
  [{ text: 'chair' }, 50],
]

export function pageCases({ open }: Kit): void {
  describe('pages', () => {
    test('of 1,000 sessions, many of the same time, every one is on one page', async () => {
      const store = await open()
      const seen = Array.from({ length: SESSIONS }, (_, index) =>
        sample(`p${index}`, index % 3, index % 4 === 0 ? 'paid' : 'open', {
          amount: { value: '5.00', currency: index % 2 === 0 ? 'USD' : 'EUR' },
          description: index % 5 === 0 ? 'one chair' : 'one table',
        }),
      )
      await store.record(seen)
      const keys = seen
        .map(({ identity, asOf }) => ({ asOf, key: sampleKey(identity.id) }))
        .sort((a, b) => (`${a.asOf} ${a.key}` < `${b.asOf} ${b.key}` ? 1 : -1))
        .map(({ key }) => key)
      expect(await walk(store, {}, 33)).toEqual(keys)
      for (const [filter, limit] of PAGES) {
        const { sessions } = await store.list(filter, { limit: 500 })
        const walked = await walk(store, filter, limit)
        expect(new Set(walked).size).toBe(walked.length)
        expect(walked.slice(0, 500), JSON.stringify(filter)).toEqual(sessions.map(({ key }) => key))
      }
      expect(await walk(store, { status: 'paid' }, 7)).toHaveLength(250)
      expect(await walk(store, { text: 'chair' }, 50)).toHaveLength(200)
      const exported: string[] = []
      for await (const { key } of store.export({ currency: 'EUR' })) exported.push(key)
      expect(exported).toHaveLength(500)
      expect(new Set(exported).size).toBe(500)
    })

    test('a range of many amounts gives the same, in the same order, as one of few', async () => {
      const store = await open()
      const cents = (index: number): number => (index * 7919) % MANY
      const seen = Array.from({ length: MANY }, (_, index) =>
        sample(`m${index}`, index, index % 3 === 0 ? 'paid' : 'open', {
          amount: { value: `${cents(index)}.50`, currency: 'EUR' },
        }),
      )
      await store.record(seen)
      const wanted = (from: number, to: number): string[] =>
        seen
          .filter((_, index) => index % 3 === 0 && cents(index) >= from && cents(index) <= to)
          .map(({ identity }) => sampleKey(identity.id))
          .reverse()
      for (const [from, to] of [
        [3, MANY],
        [90, 1_200],
        [5, 9],
        [MANY, MANY + 1],
      ] as const)
        expect(
          await walk(store, { status: 'paid', currency: 'EUR', amountFrom: `${from}`, amountTo: `${to}.50` }, 300),
        ).toEqual(wanted(from, to))
    })

    test('a full last page has none after it', async () => {
      const store = await open()
      await store.record([sample('a', 1, 'open'), sample('b', 1, 'open')])
      expect(await store.list({}, { limit: 2 })).toMatchObject({ next: null })
      const { next } = await store.list({}, { limit: 1 })
      expect(next).not.toBeNull()
      expect(await store.list({}, { limit: 1, after: next ?? '' })).toMatchObject({
        ...{ sessions: [{ key: sampleKey('a') }], next: null },
      })
    })

    test('what is written between two pages neither repeats nor hides a session that was there', async () => {
      const store = await open()
      await store.record(Array.from({ length: 30 }, (_, index) => sample(`q${index}`, index, 'open')))
      const first = await store.list({}, { limit: 10 })
      await store.record([sample('newer', 50, 'open'), sample('older', -1, 'open'), sample('q5', 51, 'paid')])
      const rest = await walk(store, {}, 10, first.next ?? '')
      const keys = [...first.sessions.map(({ key }) => key), ...rest]
      const expected = [...Array.from({ length: 30 }, (_, index) => `q${29 - index}`), 'older']
      expect(keys).toEqual(expected.map(sampleKey))
    })

    test('a session is listed by when it was made, else by when it was first seen, else by when it was tracked', async () => {
      const store = await open(undefined, { now: () => new Date(at(20)) })
      await store.track([identityOf('tracked')])
      await store.record([sample('made', 40, 'open', { createdAt: at(10) }), sample('seen', 30, 'open')])
      const keys = async () => (await store.list()).sessions.map(({ session }) => session.id)
      expect(await keys()).toEqual(['seen', 'tracked', 'made'])
      await store.record([sample('tracked', 60, 'open')])
      expect(await keys()).toEqual(['tracked', 'seen', 'made'])
    })
  })
}

async function walk(store: Store, filter: SessionFilter, limit: number, from?: string): Promise<string[]> {
  const keys: string[] = []
  for (let after = from; ; ) {
    const { sessions, next } = await store.list(filter, { limit, after })
    expect(sessions.length).toBeLessThanOrEqual(limit)
    keys.push(...sessions.map(({ key }) => key))
    if (next === null) return keys
    after = next
  }
}
