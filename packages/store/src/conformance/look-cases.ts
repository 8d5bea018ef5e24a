import { describe, expect, test } from 'vitest'
import { money, type Refund, summarize } from '@onetill/core'
import type { Undecided } from '../filter.ts'
import type { Store } from '../store.ts'
import type { StoredSession } from '../stored-session.ts'
import { randomObservation, randomOf } from './random.ts'
import { at, sample, sampleKey, sampleOther } from './sample.ts'
import type { Kit } from './suite.ts'

const DECIDED = { decision: 'written off', by: 'an operator' }

/** What somebody has to look at, said without the code that finds it. */
function waits({ session, attention }: StoredSession): boolean {
  if (attention.length > 0 || ['review', 'reversed', 'refund_pending', 'refund_failed'].includes(summarize(session)))
    return true
  return session.status === 'unknown' && session.providerStatus !== null
}

const refund = (id: string, status: Refund['status']): Refund => ({
  ...{ id, amount: money('1', 'USD'), status, providerStatus: status, reason: null, failureReason: null },
  ...{ createdAt: null, updatedAt: null },
})

async function idsOf(store: Store, undecided: Undecided = {}): Promise<readonly string[]> {
  const ids: string[] = []
  for (let after: string | undefined; ; ) {
    const { sessions, next } = await store.list({ undecided }, { limit: 3, after })
    ids.push(...sessions.map(({ session }) => session.id))
    if (next === null) return ids
    after = next
  }
}

export function lookCases({ open }: Kit): void {
  describe('what nobody has decided on', () => {
    test('is what has to be looked at, of 900 random observations, in pages and with other filters', async () => {
      const store = await open()
      const random = randomOf(71)
      const seen = Array.from({ length: 900 }, () => randomObservation(random, `l${random.below(200)}`))
      await store.record(seen)
      const all: StoredSession[] = []
      for await (const stored of store.export()) all.push(stored)
      const stuckBefore = at(3)
      const fits = (stored: StoredSession): boolean => {
        const { status, createdAt } = stored.session
        return waits(stored) || (status === 'processing' && (createdAt ?? stored.firstSeenAt ?? '') < stuckBefore)
      }
      const [some, more] = [all.filter(waits), all.filter(fits)].map((list) => list.map(({ session }) => session.id))
      expect([some?.length, more?.length].map((count = 0) => count > 10)).toEqual([true, true])
      expect(more?.length).toBeGreaterThan(some?.length ?? 0)
      expect(await idsOf(store)).toEqual(some)
      expect(await idsOf(store, { stuckBefore })).toEqual(more)
      const narrowed = await store.list({ undecided: { stuckBefore }, environment: 'live', text: 'l1' }, { limit: 500 })
      const expected = all.filter(
        (stored) => fits(stored) && stored.session.environment === 'live' && stored.session.id.startsWith('l1'),
      )
      expect(expected.length).toBeGreaterThan(0)
      expect(narrowed.sessions.map(({ key }) => key)).toEqual(expected.map(({ key }) => key))
    })

    test('a decision ends it, the same thing seen again does not begin it, and news does', async () => {
      const store = await open()
      const list = () => idsOf(store, { stuckBefore: at(90) })
      const step = async (second: number, status: 'review' | 'open' | 'processing', word: string): Promise<void> => {
        await store.record([sample('a', second, status, { providerStatus: word, updatedAt: at(second) })])
      }
      await step(1, 'review', 'HELD')
      expect(await list()).toEqual(['a'])
      await store.resolve(sampleKey('a'), DECIDED)
      expect(await list()).toEqual([])
      expect(await store.history(sampleKey('a'))).toMatchObject({ decided: true, resolution: DECIDED })
      await step(2, 'review', 'HELD')
      expect(await list()).toEqual([])
      await step(3, 'review', 'HELD_AGAIN')
      expect(await list()).toEqual(['a'])
      expect(await store.history(sampleKey('a'))).toMatchObject({ decided: false, resolution: DECIDED })
      await store.resolve(sampleKey('a'), DECIDED)
      await step(4, 'open', 'OPEN')
      await step(5, 'review', 'HELD_AGAIN')
      expect(await list(), 'it went away and came back').toEqual(['a'])
      await step(6, 'processing', 'WAITS')
      expect(await idsOf(store)).toEqual([])
      expect(await list(), 'stuck').toEqual(['a'])
      await store.resolve(sampleKey('a'), DECIDED)
      expect(await list()).toEqual([])
      await store.record([sampleOther('a', 7, { kind: 'missing' })])
      expect(await list()).toEqual(['a'])
      expect(await store.check()).toEqual([])
    })

    test('a refund that failed beside one that succeeded is not missed', async () => {
      const store = await open()
      await store.record([
        sample('a', 1, 'paid', {
          refunds: [refund('r1', 'succeeded'), refund('r2', 'failed')],
          refundRollUp: { refundStatus: 'partial', refundEvidence: 'list', refunded: null },
        }),
      ])
      expect(await idsOf(store)).toEqual(['a'])
      await store.resolve(sampleKey('a'), DECIDED)
      expect(await idsOf(store)).toEqual([])
    })

    test('several summary words are any of them', async () => {
      const store = await open()
      const words = ['open', 'paid', 'failed', 'review'] as const
      await store.record(words.map((status, second) => sample(status, second, status)))
      const { sessions } = await store.list({ summary: ['failed', 'open', 'failed'] })
      expect(sessions.map(({ session }) => session.id)).toEqual(['failed', 'open'])
      expect((await store.list({ summary: [] })).sessions).toEqual([])
    })
  })
}
