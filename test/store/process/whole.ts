import { expect } from 'vitest'
import { openStore } from '@onetill/store'
import type { Place } from '../engines.ts'
import { batch } from './batch.ts'

/** Everything of the batches is in the history of its session, once. */
export async function holds(where: Place, numbers: readonly number[]): Promise<void> {
  const store = await openStore(where)
  for (const number of numbers)
    for (const { identity, hash, asOf } of batch(number)) {
      const history = await store.history(Object.values(identity).join('/'))
      const found = history?.steps.filter((step) => step.observation.hash === hash && step.observation.asOf === asOf)
      expect(found, `batch ${number}`).toHaveLength(1)
    }
  await store.close()
}

/** The content is what a store has that recorded each batch once and was never disturbed. Those that were not answered come again. */
export async function isWhole(where: Place, batches: number, answered: readonly number[]): Promise<void> {
  const store = await openStore(where)
  const peaceful = await openStore({ url: 'sqlite::memory:' })
  try {
    const all = Array.from({ length: batches }, (_, number) => number)
    for (const number of all.filter((one) => !answered.includes(one))) await store.record(batch(number))
    for (const number of all) await peaceful.record(batch(number))
    expect(await store.check()).toEqual([])
    expect(await store.contentHash()).toBe(await peaceful.contentHash())
    expect(await store.totals()).toEqual(await peaceful.totals())
    const told = async (from: typeof store, event: string) => {
      const keys: string[] = []
      for (let cursor: string | null = null; ; ) {
        const changes = await from.changesSince(cursor)
        const last = changes.at(-1)
        if (last === undefined) return keys.sort()
        keys.push(...changes.filter(({ events }) => events.some((one) => one === event)).map(({ key }) => key))
        cursor = last.cursor
      }
    }
    for (const event of ['first_seen', 'became_paid'])
      expect(await told(store, event)).toEqual(await told(peaceful, event))
  } finally {
    await store.close()
    await peaceful.close()
  }
}
