// Where the sessions of a comparison may come from.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareProviders } from '@onetill/reconcile'
import { observe, openStore } from '@onetill/store'
import { FACTS } from '../../packages/store/src/acme.fixture.ts'
import { AS_OF, compare, one, PLANS, planned } from './compare.fixture.ts'

describe('sources', () => {
  const all = PLANS.flatMap(planned)

  test('in any order the comparison is the same, to the byte', async () => {
    const expected = JSON.stringify(await compare(all, { by: ['method', 'day'] }))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: all.length - 1 }), fc.boolean(), async (cut, turned) => {
        const rotated = [...all.slice(cut), ...all.slice(0, cut)]
        const order = turned ? rotated.toReversed() : rotated
        expect(JSON.stringify(await compare(order, { by: ['method', 'day'] }))).toBe(expected)
      }),
      { numRuns: 5 },
    )
  })

  test('a store, its own NDJSON, plain NDJSON and sessions give the same', async () => {
    const store = await openStore({ url: 'sqlite::memory:' })
    try {
      const some = all.filter((_, place) => place % 7 === 0)
      await store.record(some.map((each) => observe(each, { ...FACTS, id: each.provider })))
      const period = { from: '2026-11-04', to: '2026-11-15', asOf: AS_OF }
      const stored = await compareProviders({ source: { kind: 'store', store }, ...period })
      const exported: string[] = []
      for await (const each of store.export()) exported.push(JSON.stringify(each))
      const { leftOut: _, ...expected } = await compare(some, period)
      expect(expected.sessions).toBeGreaterThan(200)
      expect(stored).toMatchObject(expected)
      // A store leaves out by itself what is not meant.
      expect(stored.leftOut).toBe(0)
      for (const lines of [exported, ['', ...some.map((each) => JSON.stringify(each)), '']])
        expect(await compareProviders({ source: { kind: 'lines', lines }, ...period })).toMatchObject(expected)
    } finally {
      await store.close()
    }
  })

  test('a line that is no session is told with its place and nothing of itself, the others count', async () => {
    const bad: { readonly line: number; readonly reason: string }[] = []
    const lines = ['{"secret":"c4na"}', JSON.stringify(one('paid')), 'c4na', '[]', '{"session":{"c4na":1}}']
    const comparison = await compareProviders({ source: { kind: 'lines', lines }, onBadLine: (each) => bad.push(each) })
    expect(comparison).toMatchObject({ sessions: 1, badLines: 4 })
    expect(bad.map(({ line }) => line)).toEqual([1, 3, 4, 5])
    expect(JSON.stringify(bad)).not.toContain('c4na')
  })

  test('it stops when told to', async () => {
    const stopped = new AbortController()
    const run = compare(all, { signal: stopped.signal, onProgress: (read) => read === 10 && stopped.abort() })
    await expect(run).rejects.toThrow()
  })
})
