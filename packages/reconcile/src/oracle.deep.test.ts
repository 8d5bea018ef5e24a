import { expect, test } from 'vitest'
import { runBatch } from './against-oracle.fixture.ts'
import { CODE_WORDS } from './codes.ts'

/** The rarest code, `scale_error`, comes up 224 times in as many. */
const BATCHES = 100
const CASES = 200
const LEAST = 200

test(`${BATCHES * CASES} random cases: the engine says what the oracle says, every code at least ${LEAST} times`, {
  timeout: 1_800_000,
}, async () => {
  const seen = new Map<string, number>()
  for (let batch = 0; batch < BATCHES; batch++) {
    const result = await runBatch(batch, CASES, 2, [1, 16, 1, 5][batch % 4] ?? 1)
    expect(result.engine, `batch ${batch}`).toEqual(result.oracle)
    expect(result.engineSums, `batch ${batch}`).toEqual(result.oracleSums)
    for (const [code, count] of result.codes) seen.set(code, (seen.get(code) ?? 0) + count)
  }
  console.log(CODE_WORDS.map((code) => `${code} ${seen.get(code) ?? 0}`).join('\n'))
  expect(CODE_WORDS.filter((code) => (seen.get(code) ?? 0) < LEAST)).toEqual([])
})
