import { describe, expect, test } from 'vitest'
import { money } from '@onetill/core'
import type { Change } from '../changes.ts'
import type { Store } from '../store.ts'
import { randomObservation, randomOf } from './random.ts'
import { sample, sampleKey } from './sample.ts'
import type { Kit } from './suite.ts'

export function changeCases({ open, place }: Kit): void {
  describe('changes', () => {
    test('a change says what happened, and what each field was and is', async () => {
      const store = await open(undefined, { now: () => new Date('2026-11-20T13:00:00Z') })
      await store.record([sample('a', 1, 'open')])
      await store.record([sample('a', 2, 'paid', { via: 'webhook', amount: money('5', 'USD') })])
      const [, change, ...more] = await store.changesSince(null)
      expect(more).toEqual([])
      expect(change).toMatchObject({
        ...{ key: sampleKey('a'), at: '2026-11-20T13:00:00.000Z', via: 'webhook' },
        events: ['status_changed', 'became_paid'],
        diff: { status: ['open', 'paid'], amount: [null, { value: '5.00', currency: 'USD' }] },
      })
      expect(Object.keys(change?.diff ?? {}).sort()).toEqual(['amount', 'providerStatus', 'status'])
    })

    test('any cursor goes on right after it, in pages of any size', async () => {
      const store = await open()
      for (let index = 0; index < 30; index++)
        await store.record([sample(`x${index}`, 1, 'open'), sample(`y${index}`, 1, 'open')])
      const all = await store.changesSince(null)
      expect(all).toHaveLength(60)
      for (const limit of [1, 7, 60, 1_000]) expect(await follow(store, limit)).toEqual(all)
      for (const [index, { cursor }] of all.entries())
        expect(await store.changesSince(cursor, 1)).toEqual(all.slice(index + 1, index + 2))
      expect(await store.lastCursor()).toBe(all.at(-1)?.cursor)
    })

    test.for(['nonsense', '1', '1.', '-1.1', '1.1 or 1=1', '99999999999999999999999.1'])(
      'the cursor %j is refused',
      async (cursor) => {
        const store = await open()
        await expect(store.changesSince(cursor)).rejects.toMatchObject({ code: 'invalid_input' })
      },
    )

    test.for([0, -1, 1.5, Number.NaN, 1_001])('the limit %j is refused', async (limit) => {
      const store = await open()
      await expect(store.changesSince(null, limit)).rejects.toMatchObject({ code: 'invalid_input' })
    })

    test('whoever follows while 8 write passes over nothing', async () => {
      const where = place()
      const reader = await open(where)
      const writers = await Promise.all(Array.from({ length: 8 }, () => open(where)))
      const writing = { now: true }
      const seen: Change[] = []
      const reading = (async () => {
        // Once more after the last writer has ended.
        for (let last = false; ; last = !writing.now) {
          seen.push(...(await follow(reader, 5, seen.at(-1)?.cursor ?? null)))
          if (last) return
        }
      })()
      await Promise.all(
        writers.map(async (writer, number) => {
          const random = randomOf(number)
          for (let turn = 0; turn < 25; turn++) {
            const own = sample(`w${number}-${turn}`, turn, 'open')
            // Of some sessions several write at once, and some transactions take longer than others.
            const shared = Array.from({ length: random.below(12) }, () =>
              randomObservation(random, `s${random.below(9)}`),
            )
            await writer.record([own, ...shared])
          }
        }),
      )
      writing.now = false
      await reading
      const all = await follow(reader, 1_000)
      expect(seen.map(({ cursor }) => cursor)).toEqual(all.map(({ cursor }) => cursor))
      expect(await reader.lastCursor()).toBe(all.at(-1)?.cursor)
      const first = all.filter(({ events }) => events.includes('first_seen')).map(({ key }) => key)
      expect(new Set(first).size).toBe(first.length)
      const { length } = (await reader.list({}, { limit: 500 })).sessions
      expect(first).toHaveLength(length)
      expect(length).toBeGreaterThanOrEqual(200)
    })
  })
}

async function follow(store: Store, limit: number, from: string | null = null): Promise<Change[]> {
  const all: Change[] = []
  for (let cursor = from; ; cursor = all.at(-1)?.cursor ?? cursor) {
    const page = await store.changesSince(cursor, limit)
    if (page.length === 0) return all
    all.push(...page)
  }
}
