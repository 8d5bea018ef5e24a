import { describe, expect, test } from 'vitest'
import { money } from '@onetill/core'
import { reduce } from '../reduce.ts'
import type { StoredSession } from '../stored-session.ts'
import { at, identityOf, sample, sampleKey, sampleOther } from './sample.ts'
import type { Kit } from './suite.ts'

const CLAIM = { provider: 'sample', account: 'default', owner: 'conformance', leaseMs: 60_000, limit: 10 } as const

export function methodCases({ open, place }: Kit): void {
  describe('methods', () => {
    test('a new store is empty and in order', async () => {
      const store = await open()
      expect(await store.get(sampleKey('none'))).toBeNull()
      expect(await store.history(sampleKey('none'))).toBeNull()
      expect(await store.list()).toEqual({ sessions: [], next: null })
      expect(await collect(store.export())).toEqual([])
      expect(await store.totals()).toEqual([])
      expect(await store.changesSince(null)).toEqual([])
      expect(await store.lastCursor()).toBeNull()
      expect(await store.claim(CLAIM)).toEqual([])
      expect(await store.complete([])).toEqual([])
      expect(await store.record([])).toEqual([])
      expect(await store.track([])).toEqual([])
      expect(await store.check()).toEqual([])
    })

    test('what was recorded is what all observations say together, also after it was opened again', async () => {
      const where = place()
      const first = await open(where)
      const seen = [sample('a', 1, 'open', { amount: money('5', 'USD') }), sample('a', 2, 'paid', { via: 'webhook' })]
      const { stored, steps } = reduce(identityOf('a'), seen)
      expect(await first.record(seen)).toEqual([{ key: sampleKey('a'), stored, events: ['first_seen', 'became_paid'] }])
      const again = await open(where)
      expect(await again.get(sampleKey('a'))).toEqual(stored)
      expect(await again.history(sampleKey('a'))).toEqual({ stored, steps, resolution: null, decided: false })
      expect(await again.list()).toEqual({ sessions: [stored], next: null })
      expect(await collect(again.export())).toEqual([stored])
      expect(await again.contentHash()).toBe(await first.contentHash())
      expect(await again.check()).toEqual([])
    })

    test('the content hash changes with what was seen, and with when', async () => {
      const store = await open()
      const hashes = [await store.contentHash()]
      for (const observation of [
        sample('a', 1, 'open'),
        sample('a', 2, 'open'),
        sample('b', 1, 'open'),
        sampleOther('b', 1, { kind: 'missing' }),
      ]) {
        await store.record([observation])
        hashes.push(await store.contentHash())
        await store.record([observation])
        expect(await store.contentHash()).toBe(hashes.at(-1))
      }
      expect(new Set(hashes).size).toBe(hashes.length)
    })

    test('one call records many sessions, each told once', async () => {
      const store = await open()
      const seen = Array.from({ length: 1_200 }, (_, index) => sample(`m${index % 600}`, index, 'open'))
      const recorded = await store.record(seen)
      expect(new Set(recorded.map(({ key }) => key)).size).toBe(600)
      expect(recorded).toHaveLength(600)
      expect(await collect(store.export())).toHaveLength(600)
    })

    test('when a batch fails nothing of it is there', async () => {
      const store = await open()
      await store.record([sample('before', 1, 'open')])
      const before = await store.contentHash()
      const failing = store.record([sample('before', 2, 'paid'), sample('new', 1, 'open')], {
        next: () => {
          throw new Error('the caller fails')
        },
      })
      await expect(failing).rejects.toThrow()
      expect(await store.contentHash()).toBe(before)
      expect(await store.totals()).toMatchObject([{ status: 'open', sessions: 1 }])
      expect(await store.changesSince(null)).toHaveLength(1)
      expect(await store.record([sample('new', 1, 'open')])).toMatchObject([{ events: ['first_seen'] }])
    })

    test('what is expected may be added to a known session, and null leaves what is known', async () => {
      const store = await open()
      await store.record([sample('a', 1, 'open')])
      await store.track([{ ...identityOf('a'), expected: { amount: money('5', 'USD'), reference: null } }])
      await store.track([{ ...identityOf('a'), expected: { amount: null, reference: 'R-1' } }])
      const [claim] = await store.claim(CLAIM)
      expect(claim?.expected).toEqual({ amount: money('5', 'USD'), reference: 'R-1' })
      expect((await store.get(sampleKey('a')))?.session).toMatchObject({
        ...{ amount: money('5', 'USD'), reference: 'R-1', status: 'open' },
        assumed: ['amount', 'reference'],
      })
      expect(await store.check()).toEqual([])
    })

    test('a session that is only tracked is known, listed and due', async () => {
      const store = await open(undefined, { now: () => new Date(at(0)) })
      await store.track([identityOf('a')])
      expect(await store.get(sampleKey('a'))).toMatchObject({ firstSeenAt: null, session: { status: 'unknown' } })
      expect((await store.list()).sessions).toHaveLength(1)
      expect(await store.claim(CLAIM)).toMatchObject([{ key: sampleKey('a'), fence: 1 }])
    })

    test('a session tracked twice in one call is one session, with all that is expected of it', async () => {
      const store = await open()
      const twice = [
        { ...identityOf('a'), expected: { amount: money('5', 'USD'), reference: null } },
        { ...identityOf('a'), expected: { amount: null, reference: 'R-1' } },
        identityOf('a'),
      ]
      expect(await store.track(twice)).toHaveLength(1)
      expect(await store.totals()).toMatchObject([{ sessions: 1, amount: '5.00' }])
      expect(await store.claim(CLAIM)).toMatchObject([{ expected: { amount: money('5', 'USD'), reference: 'R-1' } }])
    })

    test('vacuum changes nothing', async () => {
      const store = await open()
      await store.record([sample('a', 1, 'open'), sample('b', 1, 'paid')])
      const before = await store.contentHash()
      await store.vacuum()
      expect(await store.contentHash()).toBe(before)
      expect(await store.check()).toEqual([])
    })

    test('a closed store says so', async () => {
      const store = await open()
      await store.close()
      await store.close()
      await expect(store.get(sampleKey('a'))).rejects.toMatchObject({ code: 'store_unavailable' })
      await expect(store.record([sample('a', 1, 'open')])).rejects.toMatchObject({ code: 'store_unavailable' })
    })
  })
}

async function collect(sessions: AsyncIterable<StoredSession>): Promise<StoredSession[]> {
  const all: StoredSession[] = []
  for await (const session of sessions) all.push(session)
  return all
}
