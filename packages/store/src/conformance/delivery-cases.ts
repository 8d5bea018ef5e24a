import { describe, expect, test } from 'vitest'
import { delivery } from './delivery.ts'
import { at, FACTS, identityOf, sample, sampleKey } from './sample.ts'
import type { Kit } from './suite.ts'

const CLAIM = { provider: 'sample', account: 'default', owner: 'conformance', leaseMs: 60_000, limit: 10 } as const

export function deliveryCases({ open, place }: Kit): void {
  describe('deliveries', () => {
    test('200 of the same at once are applied once', async () => {
      const where = place()
      const stores = await Promise.all([0, 1, 2, 3].map(() => open(where)))
      const delivered = await Promise.all(
        Array.from({ length: 200 }, (_, index) => stores[index % 4]?.deliver(delivery('e1'), FACTS)),
      )
      const states = delivered.map((one) => one?.state).sort()
      expect(states).toEqual(['applied', ...Array.from({ length: 199 }, () => 'repeated')])
      const [store] = stores
      expect(await store?.deliveryCounts()).toMatchObject([{ state: 'applied', deliveries: 1 }])
      expect((await store?.history(sampleKey('a')))?.steps).toHaveLength(1)
      const changes = (await store?.changesSince(null)) ?? []
      expect(changes.flatMap(({ events }) => events)).toEqual(['first_seen', 'became_paid'])
      expect(await store?.check()).toEqual([])
    })

    test('a read is due because of it, also when a worker has the session', async () => {
      const store = await open(undefined, { now: () => new Date(at(10)) })
      await store.track([identityOf('a')])
      const claims = await store.claim(CLAIM)
      expect(await store.deliver(delivery('e1'), FACTS)).toMatchObject({ due: [sampleKey('a')] })
      expect(await store.record([sample('a', 1, 'open')], { claims })).toEqual([])
      expect(await store.claim(CLAIM)).toMatchObject([{ key: sampleKey('a'), fence: 2 }])
    })

    test('a hint says nothing of a session, and makes none', async () => {
      const store = await open()
      await store.record([sample('a', 1, 'open')])
      const hint = { trust: 'hint', session: null, secret: null } as const
      expect(await store.deliver(delivery('e1', hint), FACTS)).toMatchObject({ due: [sampleKey('a')], recorded: [] })
      expect(await store.get(sampleKey('a'))).toMatchObject({ session: { status: 'open' } })
      const stranger = { ...hint, sessionId: 'b', sessionKey: sampleKey('b') }
      await store.deliver(delivery('e2', stranger), FACTS)
      expect(await store.get(sampleKey('b'))).toBeNull()
    })

    test('what only names a reference waits for its session', async () => {
      const store = await open(undefined, { now: () => new Date(at(10)) })
      const named = { kind: 'reference', session: null, sessionId: null, sessionKey: null, reference: 'R-1' } as const
      expect(await store.deliver(delivery('e1', named), FACTS)).toMatchObject({ state: 'waiting', due: [] })
      await store.record([sample('z', 1, 'open', { reference: 'R-1' })])
      expect(await store.claim(CLAIM)).toMatchObject([{ key: sampleKey('z') }])
      expect((await store.deliveryCounts()).map(({ state }) => state)).not.toContain('waiting')
    })
  })
}
