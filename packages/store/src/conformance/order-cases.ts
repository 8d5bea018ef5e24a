import { describe, expect, test } from 'vitest'
import { reduce } from '../reduce.ts'
import { batchesOf, randomObservation, randomOf } from './random.ts'
import { identityOf, sample, sampleKey } from './sample.ts'
import type { Kit } from './suite.ts'

const ORDERS = 12

export function orderCases({ open, observations }: Kit): void {
  describe('order', () => {
    const sets = Math.ceil(observations / 100)
    test(`${sets} sets of up to 6 observations: any order, repeated or not, in any batches, ends in the same row`, async () => {
      const store = await open()
      for (let set = 0; set < sets; set++) {
        const random = randomOf(set)
        const size = 1 + random.below(6)
        const recipe = 1_000 * set + 7
        const lanes = Array.from({ length: ORDERS }, (_, order) => {
          // The same observations of a session of its own for each order.
          const id = `set${set}-${order}`
          const same = randomOf(recipe)
          const seen = Array.from({ length: size }, () => randomObservation(same, id))
          const repeated = [...seen, ...seen.filter(() => random.below(3) === 0)]
          return { id, seen, batches: batchesOf(random, random.shuffled(repeated), 3) }
        })
        const most = Math.max(...lanes.map(({ batches }) => batches.length))
        for (let turn = 0; turn < most; turn++) await store.record(lanes.flatMap(({ batches }) => batches[turn] ?? []))
        for (const { id, seen } of lanes)
          expect(await store.get(sampleKey(id)), `set ${set}`).toEqual(reduce(identityOf(id), seen).stored)
      }
      expect(await store.check()).toEqual([])
    })

    test(`${observations} observations in two orders and other batches: the same content`, async () => {
      const random = randomOf(31)
      const seen = Array.from({ length: observations }, () =>
        randomObservation(random, `c${random.below(Math.ceil(observations / 6))}`, 20),
      )
      const [first, second] = [await open(), await open()]
      for (const batch of batchesOf(random, seen, 800)) await first.record(batch)
      for (const batch of batchesOf(random, random.shuffled(seen), 300)) await second.record(batch)
      expect(await second.contentHash()).toBe(await first.contentHash())
      expect(await second.totals()).toEqual(await first.totals())
      expect(await first.check()).toEqual([])
      expect(await second.check()).toEqual([])
    })

    test('the same thing seen a hundred times is one observation, in every order the same', async () => {
      const random = randomOf(37)
      const times = Array.from({ length: 100 }, (_, second) => second)
      const [first, second] = [await open(), await open()]
      for (const time of times) await first.record([sample('a', time, 'open')])
      await second.record(random.shuffled(times).map((time) => sample('a', time, 'open')))
      expect(await second.contentHash()).toBe(await first.contentHash())
      expect(await first.get(sampleKey('a'))).toMatchObject({
        firstSeenAt: '2026-11-20T12:00:00.000Z',
        lastConfirmedAt: '2026-11-20T12:01:39.000Z',
      })
      expect(await first.changesSince(null)).toHaveLength(1)
    })

    test('that it was paid is told once, whatever comes in which order', async () => {
      const store = await open()
      for (let set = 0; set < 40; set++) {
        const random = randomOf(1_000 + set)
        const id = `paid${set}`
        const seen = [sample(id, 2, 'paid'), ...Array.from({ length: 5 }, () => randomObservation(random, id))]
        for (const one of random.shuffled(seen)) await store.record([one])
      }
      const told = (await store.changesSince(null))
        .filter(({ events }) => events.includes('became_paid') || events.includes('became_paid_late'))
        .map(({ key }) => key)
      expect(new Set(told).size).toBe(told.length)
      expect(told.length).toBeGreaterThan(20)
    })
  })
}
