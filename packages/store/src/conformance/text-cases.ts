import { describe, expect, test } from 'vitest'
import { sessionKey } from '@onetill/core'
import { reduce } from '../reduce.ts'
import { identityOf, sample, sampleKey } from './sample.ts'
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

const customer = (name: string) => ({ name, email: null, phone: null })
