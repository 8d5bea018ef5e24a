import { describe, expect, test } from 'vitest'
import type { Claim } from '../due.ts'
import { at, identityOf, sample, sampleKey } from './sample.ts'
import type { Kit } from './suite.ts'

const CLAIM = { provider: 'sample', account: 'default', owner: 'one', leaseMs: 30_000, limit: 100 } as const

export function claimCases({ open, place }: Kit): void {
  const clock = (second = 0) => {
    const time = { second }
    return { time, now: () => new Date(at(time.second)) }
  }
  const ids = (count: number) => Array.from({ length: count }, (_, index) => identityOf(`d${index}`))

  describe('claims', () => {
    test('oldest first, no more than asked for, of one account only', async () => {
      const { now } = clock(100)
      const store = await open(undefined, { now })
      await store.record([sample('b', 1, 'open'), sample('a', 1, 'open'), sample('c', 1, 'open')], {
        next: ({ key }) => ({ at: at({ a: 30, b: 20, c: 101 }[key.slice(-1)] ?? 0) }),
      })
      await store.track([identityOf('a', { account: 'second' }), identityOf('a', { provider: 'other' })])
      const keys = (claims: readonly Claim[]) => claims.map(({ key }) => key)
      expect(keys(await store.claim({ ...CLAIM, limit: 1 }))).toEqual([sampleKey('b')])
      expect(keys(await store.claim(CLAIM))).toEqual([sampleKey('a')])
      expect(keys(await store.claim(CLAIM))).toEqual([])
      expect(keys(await store.claim({ ...CLAIM, account: 'second' }))).toEqual(['sample/second/a'])
    })

    test('16 workers at once never get the same session', async () => {
      const where = place()
      const { now } = clock()
      const stores = await Promise.all([0, 1, 2, 3].map(() => open(where, { now })))
      await stores[0]?.track(ids(300))
      const taken = await Promise.all(
        Array.from({ length: 16 }, async (_, worker) => {
          const keys: string[] = []
          for (;;) {
            const claims = (await stores[worker % 4]?.claim({ ...CLAIM, owner: `w${worker}`, limit: 7 })) ?? []
            if (claims.length === 0) return keys
            keys.push(...claims.map(({ key }) => key))
          }
        }),
      )
      const all = taken.flat()
      expect(new Set(all).size).toBe(all.length)
      expect(all).toHaveLength(300)
    })

    test('when a lease ends another takes over, and what the first one does is refused', async () => {
      const { time, now } = clock()
      const store = await open(undefined, { now })
      await store.track(ids(1))
      const [first] = await store.claim(CLAIM)
      time.second = 29
      expect(await store.claim({ ...CLAIM, owner: 'two' })).toEqual([])
      time.second = 31
      const [second] = await store.claim({ ...CLAIM, owner: 'two' })
      if (first === undefined || second === undefined) throw new Error('nothing was claimed')
      expect(second.fence).toBeGreaterThan(first.fence)
      const late = await store.record([sample('d0', 1, 'paid')], { claims: [first], next: () => ({ at: null }) })
      expect(late).toEqual([])
      expect(await store.complete([{ key: first.key, fence: first.fence, at: null }])).toEqual([])
      expect(await store.get(first.key)).toMatchObject({ session: { status: 'unknown' } })
      expect(await store.record([sample('d0', 2, 'open')], { claims: [second] })).toHaveLength(1)
      expect(await store.complete([{ key: second.key, fence: second.fence, at: at(90) }])).toEqual([second.key])
      time.second = 89
      expect(await store.claim(CLAIM)).toEqual([])
      time.second = 90
      expect(await store.claim(CLAIM)).toMatchObject([{ key: second.key }])
    })

    test('a lease that ended and that nobody took over still holds', async () => {
      const { time, now } = clock()
      const store = await open(undefined, { now })
      await store.track(ids(1))
      const claims = await store.claim(CLAIM)
      time.second = 1_000
      expect(await store.record([sample('d0', 1, 'open')], { claims })).toHaveLength(1)
    })

    test('whoever asks for a read meanwhile gets it: the worker that holds the session is fenced off', async () => {
      const { now } = clock()
      const store = await open(undefined, { now })
      await store.track(ids(1))
      const claims = await store.claim(CLAIM)
      await store.record([sample('d0', 1, 'paid', { via: 'webhook' })], { next: () => ({ at: at(0) }) })
      expect(await store.record([sample('d0', 2, 'open')], { claims, next: () => ({ at: null }) })).toEqual([])
      const polls = claims.map(({ key, fence }) => ({ key, fence, at: null }))
      expect(await store.complete(polls)).toEqual([])
      expect(await store.claim({ ...CLAIM, owner: 'two' })).toMatchObject([{ stored: { session: { status: 'paid' } } }])
    })

    test('of a batch only what is still held is written', async () => {
      const { now } = clock()
      const store = await open(undefined, { now })
      await store.track(ids(3))
      const claims = await store.claim(CLAIM)
      await store.track([identityOf('d1')])
      const seen = ids(3).map(({ id }) => sample(id, 1, 'paid'))
      const recorded = await store.record(seen, { claims, next: () => ({ at: null }) })
      expect(recorded.map(({ key }) => key).sort()).toEqual(['d0', 'd2'].map(sampleKey))
      expect(await store.claim(CLAIM)).toMatchObject([{ key: sampleKey('d1') }])
    })

    test('a claim is used once: after its schedule is set it holds no more', async () => {
      const { now } = clock()
      const store = await open(undefined, { now })
      await store.track(ids(1))
      const claims = await store.claim(CLAIM)
      await store.record([sample('d0', 1, 'open')], { claims, next: () => ({ at: at(500), failures: 0 }) })
      expect(await store.record([sample('d0', 2, 'paid')], { claims })).toEqual([])
    })

    test('failures are counted by whoever reads, and told to the next', async () => {
      const { now } = clock(10)
      const store = await open(undefined, { now })
      await store.track(ids(1))
      const [claim] = await store.claim(CLAIM)
      await store.complete([{ key: sampleKey('d0'), fence: claim?.fence ?? 0, at: at(5), failures: 3 }])
      expect(await store.claim(CLAIM)).toMatchObject([{ failures: 3, fence: 2 }])
    })
  })
}
