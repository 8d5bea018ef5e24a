import { expect, test } from 'vitest'
import { caseOf, random, rulesOf } from './cases.fixture.ts'
import { type ReconcileOptions, reconcile } from './reconcile.ts'

const ROWS = 1_000_000

/** The same cases for both sides, made again each time, so that no list of them has to be held. */
async function* rows(side: 'left' | 'right'): AsyncIterable<object> {
  const next = random(11)
  for (let n = 0, made = 0; made < ROWS; n++) {
    const { left, right } = caseOf(`c${n}`, next)
    made += left.length + right.length
    yield* side === 'left' ? left : right
  }
}

test(`${ROWS} random rows: the sums add up, from 1 and from 16 shards alike`, { timeout: 1_800_000 }, async () => {
  const { rules, asOf } = rulesOf(0)
  const hashes: string[] = []
  for (const shards of [1, 16]) {
    const options: ReconcileOptions = {
      left: { kind: 'records', records: rows('left') },
      right: { kind: 'records', records: rows('right') },
      ...{ rules, asOf, shards, threads: 2 },
    }
    const result = await reconcile(options)
    expect(result.identity.length).toBe(3)
    for (const { remainder } of result.identity) expect(remainder).toMatch(/^0(\.0+)?$/)
    expect(result.summary.verdict).toBe('findings')
    hashes.push(await result.hash())
    await result.close()
  }
  expect(hashes[1]).toBe(hashes[0])
})
