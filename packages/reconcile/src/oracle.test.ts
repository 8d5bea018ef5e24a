import { expect, test } from 'vitest'
import { runBatch } from './against-oracle.fixture.ts'
import { CODE_WORDS } from './codes.ts'

const BATCHES = 4
const CASES = 300

test(`${BATCHES * CASES} random cases: the engine says what the oracle says, and every code occurs`, {
  timeout: 300_000,
}, async () => {
  const seen = new Map<string, number>()
  for (let batch = 0; batch < BATCHES; batch++) {
    const result = await runBatch(batch, CASES, 1, batch % 3 === 2 ? 16 : 1)
    expect(result.engine, `batch ${batch}`).toEqual(result.oracle)
    expect(result.engineSums, `batch ${batch}`).toEqual(result.oracleSums)
    expect(result.verdict, `batch ${batch}`).toBe('findings')
    for (const [code, count] of result.codes) seen.set(code, (seen.get(code) ?? 0) + count)
  }
  expect(CODE_WORDS.filter((code) => (seen.get(code) ?? 0) === 0)).toEqual([])
})
