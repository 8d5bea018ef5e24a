import { describe, expect, test } from 'vitest'
import type { Store } from '@onetill/store'
import { caseOf, random, rulesOf } from '../../packages/reconcile/src/cases.fixture.ts'
// By its path: the names of the package are those of the sources.
import { reconcile } from '../../packages/reconcile/src/index.ts'
import { ENGINES, opened } from '../store/engines.ts'

const ROWS = process.env['ONETILL_DEEP'] === '1' ? 1_000_000 : 600
const PAID = { status: 'paid', amount: '10.00', currency: 'EUR', paidAt: '2026-11-01T00:00:00Z' } as const

/** The rows of one side, made again each time, so that no list of them has to be held. */
async function* fuzz(side: 'left' | 'right'): AsyncIterable<object> {
  const next = random(31)
  for (let n = 0, made = 0; made < ROWS; n++) {
    const { left, right } = caseOf(`c${n}`, next)
    made += left.length + right.length
    yield* side === 'left' ? left : right
  }
}

async function keep(store: Store, left: Iterable<object> | AsyncIterable<object>, right: typeof left, asOf: string) {
  const { rules } = rulesOf(0)
  const sides = { left: { kind: 'records', records: left }, right: { kind: 'records', records: right } } as const
  const result = await reconcile({ ...sides, rules, asOf, threads: 1 })
  try {
    for (const { remainder } of result.identity) expect(remainder).toMatch(/^0(\.0+)?$/)
    return { ...(await store.keepRun(result)), findings: result.summary.findings }
  } finally {
    await result.close()
  }
}

describe.for(ENGINES)('runs and findings kept on $name', ({ place }) => {
  test(`${ROWS} random rows: the sums add up, and ten runs of ten moments add no finding`, {
    timeout: 3_600_000,
  }, async () => {
    const store = await opened(place())
    // Grace is over for all of it, so a later moment changes nothing else.
    const moment = (run: number): string => `2026-12-${10 + run}T00:00:00.000Z`
    const first = await keep(store, fuzz('left'), fuzz('right'), moment(0))
    expect(first.added).toBe(first.findings)
    expect(first.added).toBeGreaterThan(ROWS / 10)
    const counts = await store.findingCounts()
    for (let run = 1; run < 10; run++) {
      const { id, ...again } = await keep(store, fuzz('left'), fuzz('right'), moment(run))
      expect(again).toEqual({ added: 0, reopened: 0, closed: 0, findings: first.findings })
      expect(id).not.toBe(first.id)
    }
    expect(await store.findingCounts()).toEqual(counts)
    expect(counts.reduce((sum, { findings }) => sum + findings, 0)).toBe(first.findings)
    expect((await store.runs()).map(({ asOf, state }) => ({ asOf, state }))).toEqual(
      Array.from({ length: 10 }, (_, run) => ({ asOf: moment(9 - run), state: 'kept' })),
    )
    expect((await store.findings({}, { limit: 1 }))[0]).toMatchObject({ runs: 10, reopened: 0, state: 'open' })
  })

  test('a late arrival closes a finding with its reason, and it is reopened when it is gone again', async () => {
    const store = await opened(place())
    const order = { key: 'acme/default/cs_1', ...PAID }
    const day = (n: number): string => `2026-11-${10 + n}T00:00:00.000Z`
    expect(await keep(store, [order], [], day(0))).toMatchObject({ added: 1, closed: 0 })
    expect(await store.findings({ sessionKey: order.key })).toMatchObject([
      { code: 'missing_right', state: 'open', exception: true, runs: 1, reopened: 0, closedReason: null },
    ])
    expect(await keep(store, [order], [], day(1))).toMatchObject({ added: 0, reopened: 0, closed: 0 })
    expect(await keep(store, [order], [order], day(2))).toMatchObject({ added: 0, closed: 1 })
    expect(await store.findings()).toMatchObject([{ state: 'closed', closedReason: 'arrived', runs: 2 }])
    expect(await keep(store, [order], [], day(3))).toMatchObject({ added: 0, reopened: 1, closed: 0 })
    expect(await store.findings({ state: 'open' })).toMatchObject([{ runs: 3, reopened: 1, closedAt: null }])
    // What is no longer wrong without anything having come is settled.
    const less = { ...order, amount: '9.00' }
    await keep(store, [order], [less], day(4))
    await keep(store, [order], [order], day(5))
    expect(await store.findings({ code: 'amount_under' })).toMatchObject([{ state: 'closed', closedReason: 'settled' }])
    expect(await store.runs({ limit: 2 })).toMatchObject([{ asOf: day(5) }, { asOf: day(4) }])
  })

  test('a run of an earlier moment is kept and changes no finding', async () => {
    const store = await opened(place())
    const order = { key: 'acme/default/cs_1', ...PAID }
    await keep(store, [order], [], '2026-11-12T00:00:00.000Z')
    const before = await store.findings()
    expect(await keep(store, [order], [order], '2026-11-11T00:00:00.000Z')).toMatchObject({ closed: 0 })
    expect(await store.findings()).toEqual(before)
    expect(await store.runs()).toHaveLength(2)
  })
})
