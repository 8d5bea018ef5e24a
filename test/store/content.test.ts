import process from 'node:process'
import { expect, test } from 'vitest'
import { batchesOf, randomObservation, randomOf } from '../../packages/store/src/conformance/random.ts'
import { ENGINES, opened } from './engines.ts'

const OBSERVATIONS = process.env['ONETILL_DEEP'] === '1' ? 50_000 : 3_000

test(`${OBSERVATIONS} observations, on every database in another order: the same content, totals and sessions`, async () => {
  const random = randomOf(43)
  const seen = Array.from({ length: OBSERVATIONS }, () =>
    randomObservation(random, `é${random.below(OBSERVATIONS / 6)}`, 20),
  )
  const results = await Promise.all(
    ENGINES.map(async ({ place }, number) => {
      const store = await opened(place())
      const own = randomOf(number)
      for (const batch of batchesOf(own, own.shuffled(seen), 600)) await store.record(batch)
      const keys: string[] = []
      for await (const { key } of store.export({ attention: false })) keys.push(key)
      return { hash: await store.contentHash(), totals: await store.totals(), keys, broken: await store.check() }
    }),
  )
  const [first] = results
  expect(first?.keys.length).toBeGreaterThan(0)
  expect(first?.broken).toEqual([])
  for (const result of results) expect(result).toEqual(first)
})
