import { describe, expect, test } from 'vitest'
import { randomObservation, randomOf } from './random.ts'
import { at, identityOf, sample, sampleKey } from './sample.ts'
import type { Kit } from './suite.ts'

export function upkeepCases({ open, place }: Kit): void {
  describe('upkeep', () => {
    test('a decision stands beside the session and changes nothing of it', async () => {
      const store = await open(undefined, { now: () => new Date(at(30)) })
      await store.record([sample('a', 1, 'review')])
      const before = await store.get(sampleKey('a'))
      const decided = { decision: 'refunded by hand', by: 'an operator' }
      const resolution = await store.resolve(sampleKey('a'), decided)
      expect(resolution).toEqual({ ...decided, note: null, at: at(30) })
      expect(await store.get(sampleKey('a'))).toEqual(before)
      expect((await store.history(sampleKey('a')))?.resolution).toEqual(resolution)
      expect((await store.changesSince(null)).at(-1)).toMatchObject({ key: sampleKey('a'), events: ['resolved'] })
      await store.record([sample('a', 2, 'paid')])
      expect((await store.history(sampleKey('a')))?.resolution).toEqual(resolution)
      await expect(store.resolve(sampleKey('none'), decided)).rejects.toMatchObject({ code: 'invalid_input' })
    })

    test('pruning takes sightings away, and no session becomes another one', async () => {
      const store = await open()
      const random = randomOf(47)
      const seen = Array.from({ length: 300 }, () => randomObservation(random, `p${random.below(20)}`, 40))
      const again = Array.from({ length: 40 }, (_, second) => sample('often', second, 'open'))
      await store.record([...seen, ...again])
      const all = async () => (await store.list({}, { limit: 500 })).sessions
      const before = await all()
      const { sightings } = await store.prune({ before: at(35) })
      expect(sightings).toBeGreaterThan(20)
      expect(await all()).toEqual(before)
      expect(await store.check()).toEqual([])
      expect((await store.prune({ before: at(35) })).sightings).toBe(0)
    })

    test('the backlog is what is watched, due, held and failing', async () => {
      const store = await open(undefined, { now: () => new Date(at(10)) })
      await store.track([identityOf('a'), identityOf('b'), identityOf('c')])
      const claim = { provider: 'sample', account: 'default', owner: 'one', leaseMs: 60_000 }
      const [first] = await store.claim({ ...claim, limit: 1 })
      expect(await store.backlog()).toMatchObject([{ watched: 3, due: 2, held: 1, failing: 0 }])
      await store.complete([{ key: first?.key ?? '', fence: first?.fence ?? 0, at: at(50), failures: 1 }])
      expect(await store.backlog()).toMatchObject([{ watched: 3, due: 2, held: 0, failing: 1 }])
    })

    test('however many ask at once, no window is granted more than the limit', async () => {
      const where = place()
      const stores = await Promise.all([0, 1, 2, 3].map(() => open(where)))
      const scope = { provider: 'sample', account: 'default', route: '/sessions' }
      const limit = { requests: 5, windowMs: 1_000 }
      const grants = await Promise.all(Array.from({ length: 40 }, (_, index) => stores[index % 4]?.grant(scope, limit)))
      const times = grants.map((grant) => grant?.at ?? 0).sort((a, b) => a - b)
      for (const [index, time] of times.entries()) {
        const later = times[index + limit.requests]
        if (later !== undefined) expect(later - time).toBeGreaterThan(limit.windowMs)
      }
      // Seven windows after the first, each with its margin.
      expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThan(8 * limit.windowMs)
      const [store] = stores
      await store?.pause({ provider: 'sample', account: 'default' }, 60_000)
      const after = await store?.grant({ ...scope, route: '/other' }, limit)
      expect((after?.at ?? 0) - (after?.now ?? 0)).toBeGreaterThan(50_000)
      const elsewhere = await store?.grant({ ...scope, account: 'second' }, limit)
      expect((elsewhere?.at ?? 0) - (elsewhere?.now ?? 0)).toBeLessThan(1_000)
    })

    test('who listens for a wake-up hears of it, or the store has none', async () => {
      const where = place()
      const [one, two] = [await open(where), await open(where)]
      let heard = 0
      const end = await one.onWake(() => {
        heard++
      })
      await two.wake()
      const expected = one.engine === 'postgres' ? 1 : 0
      await expect.poll(() => heard, { timeout: 10_000 }).toBe(expected)
      await end()
      await two.wake()
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(heard).toBe(expected)
    })
  })
}
