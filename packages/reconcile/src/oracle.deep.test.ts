import { describe, expect, test } from 'vitest'
import { runBatch } from './against-oracle.fixture.ts'
import { CODE_WORDS } from './codes.ts'

/** Each under rules of its own. Few that are large: most of the time of a run goes into its statements, not its rows. */
const BATCHES = 28
const CASES = 750
const LEAST = 200

describe(`${BATCHES * CASES} random cases`, () => {
  const seen = new Map<string, number>()

  test.for(Array.from({ length: BATCHES }, (_, batch) => batch))(
    'batch %d: the engine says what the oracle says',
    { timeout: 600_000 },
    async (batch) => {
      const result = await runBatch(batch, CASES, 2, [1, 1, 1, 16, 1, 5, 1][batch % 7] ?? 1)
      for (const [code, count] of result.codes) seen.set(code, (seen.get(code) ?? 0) + count)
      expect(result.engine).toEqual(result.oracle)
      expect(result.engineSums).toEqual(result.oracleSums)
    },
  )

  test(`every code came up at least ${LEAST} times`, () => {
    console.log(CODE_WORDS.map((code) => `${code} ${seen.get(code) ?? 0}`).join('\n'))
    expect(CODE_WORDS.filter((code) => (seen.get(code) ?? 0) < LEAST)).toEqual([])
  })
})
