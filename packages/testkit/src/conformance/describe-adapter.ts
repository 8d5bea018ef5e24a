import { afterAll, describe, expect } from 'vitest'
import { capabilityCases } from './capability-cases.ts'
import { factsCases } from './facts-cases.ts'
import { readFixtures } from './fixture.ts'
import { fixtureCases } from './fixture-cases.ts'
import { httpCases } from './http-cases.ts'
import type { Kit } from './kit.ts'
import { leafCases } from './leaf-cases.ts'
import { moneyCases } from './money-cases.ts'
import { AREAS, type Area, createRecorder } from './score.ts'
import type { AdapterSuite } from './suite.ts'
import { toleranceCases } from './tolerance-cases.ts'
import { writeScore } from './write-score.ts'

/** What each area checks. */
export const CASES: Readonly<Record<Area, (kit: Kit) => void>> = {
  facts: factsCases,
  fixtures: fixtureCases,
  tolerance: toleranceCases,
  money: moneyCases,
  leaves: leafCases,
  http: httpCases,
  capabilities: capabilityCases,
}

/**
 * The conformance suite: registers vitest cases that every adapter has to pass. To be called at the top of a test file.
 * A case is left out only when a capability in the adapter's facts says so; what was left out is recorded in the file
 * `suite.skips`. At the end one line `onetill-conformance {…}` has the score by area; it is also written into the file
 * `suite.score`, and as `<provider>.json` into the folder that the environment's ONETILL_SCORE names.
 * @throws {Error} when the fixtures and their sources.json do not fit together
 */
export function describeAdapter(suite: AdapterSuite): void {
  const recorder = createRecorder(suite, readFixtures(suite.fixtures))
  describe(`conformance of ${suite.mapper.provider.id}`, () => {
    for (const area of AREAS) CASES[area](recorder.kit(area))
    recorder
      .kit('capabilities')
      .test('what is left out is what is recorded, each with the capability that says so', async () => {
        const lines = recorder
          .skips()
          .map((skip) => `${skip.case}: ${skip.capability} is ${JSON.stringify(skip.value)}\n`)
        await expect(lines.join('') || 'nothing\n').toMatchFileSnapshot(suite.skips ?? './conformance.skips.txt')
      })
    afterAll(() => writeScore(suite, recorder.score()))
  })
}
