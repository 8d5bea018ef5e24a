import { expect, test } from 'vitest'
import { caseOf, random, rulesOf } from './cases.fixture.ts'
import { records, run } from './run.fixture.ts'

const ROWS = 8_000

test(`${ROWS} random rows: the sums add up, order and shards change no byte, and a re-run adds no finding`, {
  timeout: 300_000,
}, async () => {
  const next = random(7)
  const sides: { left: object[]; right: object[] } = { left: [], right: [] }
  for (let n = 0; sides.left.length + sides.right.length < ROWS; n++) {
    const { left, right } = caseOf(`c${n}`, next)
    sides.left.push(...left)
    sides.right.push(...right)
  }
  const { rules, asOf } = rulesOf(0)
  const shuffled = (list: readonly object[]): readonly object[] =>
    list
      .map((one) => [next(), one] as const)
      .sort(([a], [b]) => a - b)
      .map(([, one]) => one)
  const first = await run({ left: records(sides.left), right: records(sides.right), rules, asOf })
  const again = await run({
    left: records(shuffled(sides.left)),
    right: records(shuffled(sides.right)),
    rules,
    asOf,
    shards: 16,
    threads: 2,
  })
  expect(first.identity.map(({ remainder }) => remainder)).toEqual(
    first.identity.map(() => expect.stringMatching(/^0(\.0+)?$/)),
  )
  expect(first.summary.verdict).toBe('findings')
  expect(new Set(first.findings.map(({ id }) => id)).size).toBe(first.findings.length)
  expect(again.findings.map(({ id }) => id)).toEqual(first.findings.map(({ id }) => id))
  expect(again.hash).toBe(first.hash)
  // Every usable record is in exactly one class.
  for (const side of ['left', 'right'] as const)
    expect(first.classes.reduce((sum, { records }) => sum + records[side], 0)).toBe(first.summary.records[side].usable)
})

test('a list against itself has no difference', async () => {
  const list = Array.from({ length: 200 }, (_, n) => ({
    reference: `o${n}`,
    status: n % 3 === 0 ? 'failed' : 'paid',
    amount: `${n}.00`,
    currency: 'EUR',
  }))
  const { findings, summary, identity } = await run({
    left: records(list),
    right: records([...list].reverse()),
    asOf: '2026-11-20T12:00:00Z',
  })
  expect([findings, summary.verdict, identity[0]?.difference]).toEqual([[], 'clean', '0.00'])
})
