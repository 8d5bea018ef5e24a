import { expect } from 'vitest'
import { openStore, type Store } from '@onetill/store'
import type { Place } from '../engines.ts'
import { batch } from './batch.ts'
import { deliveriesTo, keyOf } from './deliver.ts'
import type { Way } from './orders.ts'

/** Everything that was answered is in the history of its session, once. */
export async function holds(where: Place, way: Way, numbers: readonly number[]): Promise<void> {
  const store = await openStore(where)
  await HELD[way](store, numbers)
  await store.close()
}

/** The content is what a store has that was never disturbed. What was not answered comes again. */
export async function isWhole(where: Place, way: Way, numbers: number, answered: readonly number[]): Promise<void> {
  const store = await openStore(where)
  try {
    await WHOLE[way](store, numbers, answered)
    expect(await store.check()).toEqual([])
  } finally {
    await store.close()
  }
}

const HELD: Readonly<Record<Way, (store: Store, numbers: readonly number[]) => Promise<void>>> = {
  record: recordedOnce,
  webhook: deliveredOnce,
}
const WHOLE: Readonly<Record<Way, (store: Store, numbers: number, answered: readonly number[]) => Promise<void>>> = {
  record: recordedWhole,
  webhook: deliveredWhole,
}

async function deliveredOnce(store: Store, numbers: readonly number[]): Promise<void> {
  for (const number of numbers) {
    const history = await store.history(keyOf(number))
    expect(
      history?.steps.map(({ to }) => to),
      `delivery ${number}`,
    ).toEqual(['paid'])
    const deliveries = await store.deliveries({ sessionKey: keyOf(number) })
    expect(deliveries, `delivery ${number}`).toMatchObject([{ state: 'applied' }])
  }
}

/** Whoever gets no answer sends again; nothing that was applied before is applied by that. */
async function deliveredWhole(store: Store, numbers: number, answered: readonly number[]): Promise<void> {
  const deliver = deliveriesTo(store)
  const all = Array.from({ length: numbers }, (_, number) => number)
  for (const number of all.filter((one) => !answered.includes(one))) expect(await deliver(number)).toBe(204)
  const before = await store.contentHash()
  for (const number of all) expect(await deliver(number)).toBe(204)
  expect(await store.contentHash()).toBe(before)
  expect(await store.deliveryCounts()).toMatchObject([{ state: 'applied', deliveries: numbers }])
  expect((await toldOf(store, 'became_paid')).length).toBe(numbers)
  expect(new Set(await toldOf(store, 'became_paid'))).toEqual(new Set(all.map(keyOf)))
}

async function recordedOnce(store: Store, numbers: readonly number[]): Promise<void> {
  for (const number of numbers)
    for (const { identity, hash, asOf } of batch(number)) {
      const history = await store.history(Object.values(identity).join('/'))
      const found = history?.steps.filter((step) => step.observation.hash === hash && step.observation.asOf === asOf)
      expect(found, `batch ${number}`).toHaveLength(1)
    }
}

async function recordedWhole(store: Store, batches: number, answered: readonly number[]): Promise<void> {
  const peaceful = await openStore({ url: 'sqlite::memory:' })
  try {
    const all = Array.from({ length: batches }, (_, number) => number)
    for (const number of all.filter((one) => !answered.includes(one))) await store.record(batch(number))
    for (const number of all) await peaceful.record(batch(number))
    expect(await store.contentHash()).toBe(await peaceful.contentHash())
    expect(await store.totals()).toEqual(await peaceful.totals())
    for (const event of ['first_seen', 'became_paid'])
      expect(await toldOf(store, event)).toEqual(await toldOf(peaceful, event))
  } finally {
    await peaceful.close()
  }
}

/** Keys of the sessions of which the change feed tells an event, once for each time. */
async function toldOf(store: Store, event: string): Promise<readonly string[]> {
  const keys: string[] = []
  for (let cursor: string | null = null; ; ) {
    const changes = await store.changesSince(cursor)
    const last = changes.at(-1)
    if (last === undefined) return keys.sort()
    keys.push(...changes.filter(({ events }) => events.some((one) => one === event)).map(({ key }) => key))
    cursor = last.cursor
  }
}
