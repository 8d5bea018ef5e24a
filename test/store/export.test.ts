// All sessions of a store, one after the other.
import { describe, expect, test } from 'vitest'
import { randomOf } from '../../packages/store/src/conformance/random.ts'
import { sample } from '../../packages/store/src/conformance/sample.ts'
import { ENGINES, opened } from './engines.ts'

const HOSTILE = [
  "o'r\\'; drop table session; --",
  'two\nlines\r\tand \\n \\\\ \\.',
  '\\N',
  '\\.',
  'u\u2028v\u2029w\u0085x\u0000y',
  '\ud83d\ude00 \ud800 %1$s $1 ?',
  // What no index takes as it is.
  Array.from({ length: 4_000 }, (_, index) => ((index * 7_919) % 65_521).toString(36)).join(''),
]

describe.each(ENGINES)('an export of $name', ({ name, place }) => {
  test('has every text as it was, whatever is in it', async () => {
    const store = await opened(place())
    await store.record(
      HOSTILE.map((text, index) => sample(`s${index}`, index, 'paid', { description: text, reference: text })),
    )
    const { sessions } = await store.list()
    expect(sessions).toHaveLength(HOSTILE.length)
    const exported = []
    for await (const one of store.export()) exported.push(one)
    expect(exported).toEqual(sessions)
    expect(exported.map(({ session }) => session.description).reverse()).toEqual(HOSTILE)
    for (const [index, reference] of HOSTILE.entries()) {
      const found = []
      for await (const { session } of store.export({ reference })) found.push(session.id)
      expect(found).toEqual([`s${index}`])
    }
  })

  test('gives what its filter says, and refuses an amount that is none', async () => {
    const store = await opened(place())
    const random = randomOf(7)
    await store.record(
      Array.from({ length: 1_200 }, (_, index) =>
        sample(`s${index}`, index % 50, index % 3 === 0 ? 'paid' : 'open', {
          amount: { value: `${random.below(90)}.00`, currency: 'EUR' },
        }),
      ),
    )
    for (const filter of [
      { status: 'paid' },
      { currency: 'EUR', amountFrom: '10', amountTo: '60' },
      { from: '2026-11-20T12:00:20.000Z', to: '2026-11-20T12:00:30.000Z', attention: false },
      { summary: ['paid', 'open'] },
      { text: 's1' },
      { provider: 'none' },
    ] as const) {
      const keys: string[] = []
      for await (const { key } of store.export(filter)) keys.push(key)
      const listed: string[] = []
      for (let after: string | undefined; ; ) {
        const { sessions, next } = await store.list(filter, { limit: 500, after })
        listed.push(...sessions.map(({ key }) => key))
        if (next === null) break
        after = next
      }
      expect(keys, JSON.stringify(filter)).toEqual(listed)
    }
    const wrong = store.export({ amountFrom: '1' })[Symbol.asyncIterator]()
    await expect(wrong.next()).rejects.toMatchObject({ code: 'invalid_input', issues: [{ path: 'amountFrom' }] })
  })

  test('that is left early gives its connection back', async () => {
    const store = await opened(place())
    await store.record(
      Array.from({ length: 2_000 }, (_, index) => sample(`s${index}`, 1, 'open', { description: 'x'.repeat(2_000) })),
    )
    // More than a pool has connections.
    for (let turn = 0; turn < 25; turn++) {
      for await (const { key } of store.export()) {
        expect(key).toContain('sample/default/')
        break
      }
    }
    let all = 0
    for await (const _ of store.export()) all++
    expect(all).toBe(2_000)
  })

  test.skipIf(name === 'sqlite')('is of one moment, whatever is written meanwhile', async () => {
    const store = await opened(place())
    await store.record(
      Array.from({ length: 3_000 }, (_, index) => sample(`s${index}`, 1, 'open', { description: 'x'.repeat(2_000) })),
    )
    const seen = new Map<string, string>()
    for await (const { key, session } of store.export()) {
      if (seen.size === 10) {
        await store.record(Array.from({ length: 3_000 }, (_, index) => sample(`s${index}`, 2, 'paid')))
        await store.record([sample('new', 3, 'open')])
      }
      expect(seen.has(key)).toBe(false)
      seen.set(key, session.status)
    }
    expect(seen.size).toBe(3_000)
    expect(new Set(seen.values())).toEqual(new Set(['open']))
  })
})
