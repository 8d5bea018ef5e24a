import { describe, expect, test } from 'vitest'
import { sessionKey } from '@onetill/core'
import { reduce } from '../reduce.ts'
import { delivery } from './delivery.ts'
import { randomOf } from './random.ts'
import { FACTS, identityOf, sample, sampleKey } from './sample.ts'
import type { Kit } from './suite.ts'

/** Texts that some database, pattern or key takes for something else. */
const TEXTS = [
  '100%',
  'a_b',
  'back\\slash',
  'o\'brien"; drop table session; --',
  '$1 ? :name',
  'a/b%2Fc',
  ' spaces ',
  'line\nbreak\ttab',
  'Ünïcödé',
  'U\u0308ni\u0308code\u0301',
  'İstanbul ß ŉ',
  '漢字 かな',
  '🧾 receipt',
  'مرحبا',
  '\u{10ffff}',
  '\ufffd\uffff',
  'null',
  '__proto__',
] as const

export function textCases({ open }: Kit): void {
  describe('text', () => {
    test.for(TEXTS)('%j comes back as it was, and is found', async (text) => {
      const store = await open()
      const seen = [
        sample(text, 1, 'open', { reference: text, description: text, customer: customer(text), native: text }),
        sample('other', 1, 'open', { reference: 'other' }),
      ]
      await store.record(seen)
      const key = sessionKey(identityOf(text))
      const { stored } = reduce(identityOf(text), seen.slice(0, 1))
      expect(await store.get(key)).toEqual(stored)
      const found = (await store.list({ reference: text })).sessions.map(({ key: found }) => found)
      expect(found).toEqual([key])
      expect((await store.list({ text })).sessions.map(({ key: found }) => found)).toEqual([key])
      expect(await store.record(seen)).toMatchObject([{ events: [] }, { events: [] }])
      expect((await store.history(key))?.steps).toHaveLength(1)
      expect(await store.totals()).toMatchObject([{ sessions: 2 }])
      expect(await store.check()).toEqual([])
    })

    test.for(['NUL \u0000 inside', 'half of a pair \ud83e', '\udd7e'])(
      '%j, which no column can have, harms nothing',
      async (text) => {
        const store = await open()
        const seen = sample('a', 1, 'open', {
          ...{ reference: text, description: text, customer: customer(text), native: text },
          metadata: { [text]: text },
        })
        await store.record([seen])
        expect(await store.get(sampleKey('a'))).toEqual(reduce(identityOf('a'), [seen]).stored)
        expect((await store.list({ reference: text })).sessions).toHaveLength(1)
        expect((await store.list({ text })).sessions).toHaveLength(1)
        expect(await store.record([seen])).toMatchObject([{ events: [] }])
        expect(await store.check()).toEqual([])
        expect(await store.get(text)).toBeNull()
        expect(await store.history(text)).toBeNull()
        await expect(store.record([sample(text, 1, 'open')])).rejects.toMatchObject({ code: 'invalid_input' })
        await expect(store.track([identityOf(text)])).rejects.toMatchObject({ code: 'invalid_input' })
      },
    )

    test('a reference longer than any index takes is found, one delivery waits for it, and an id like that is refused', async () => {
      const store = await open()
      const [long, other] = [incompressible(1), incompressible(2)]
      const named = delivery('e1', { kind: 'reference', sessionId: null, sessionKey: null, reference: long })
      expect(await store.deliver(named, FACTS)).toMatchObject({ state: 'waiting' })
      await store.record([sample('a', 1, 'open', { reference: long }), sample('b', 1, 'open', { reference: other })])
      expect((await store.deliveryCounts()).map(({ state }) => state)).not.toContain('waiting')
      const { sessions } = await store.list({ reference: long })
      expect(sessions.map(({ session }) => session.reference)).toEqual([long])
      expect(await store.check()).toEqual([])
      expect(await store.record([sample('i'.repeat(500), 1, 'open')])).toHaveLength(1)
      const refused = { code: 'invalid_input', issues: [{ path: 'identity.id', expected: 'at most 500 characters' }] }
      await expect(store.record([sample(long, 1, 'open')])).rejects.toMatchObject(refused)
    })

    test.for([incompressible(3), 'NUL \u0000'])('a delivery of an id that cannot be is kept', async (sessionId) => {
      const store = await open()
      for (const [key, trust] of [
        ['e1', 'hint'],
        [incompressible(4), 'verified'],
      ] as const) {
        const wild = delivery(key, {
          trust,
          sessionId,
          sessionKey: `sample/default/${sessionId}`,
          reference: sessionId,
        })
        expect(await store.deliver(wild, FACTS)).toMatchObject({ state: 'unknown', due: [], recorded: [] })
        expect(await store.deliver(wild, FACTS)).toMatchObject({ state: 'repeated' })
      }
      expect((await store.list()).sessions).toEqual([])
    })

    test('provider and account of the same text elsewhere are other sessions', async () => {
      const store = await open()
      await store.record([
        sample('a', 1, 'open', { provider: 'p', account: 'x/y' }),
        sample('y/a', 1, 'open', { provider: 'p', account: 'x' }),
        sample('a', 1, 'open', { provider: 'p/x', account: 'y' }),
        sample('A', 1, 'open', { provider: 'p', account: 'x/y' }),
      ])
      expect((await store.list()).sessions).toHaveLength(4)
    })
  })
}

/** Text that stays long when a database packs it. */
const incompressible = (seed: number): string => {
  const random = randomOf(seed)
  return Array.from({ length: 6_000 }, () => random.below(36).toString(36)).join('')
}

const customer = (name: string) => ({ name, email: null, phone: null })
