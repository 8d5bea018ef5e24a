import { afterAll, describe, expect } from 'vitest'
import { capabilityCases } from './capability-cases.ts'
import { readFixtures } from './fixture.ts'
import { fixtureCases } from './fixture-cases.ts'
import { httpCases } from './http-cases.ts'
import { createKit } from './kit.ts'
import { leafCases } from './leaf-cases.ts'
import { moneyCases } from './money-cases.ts'
import type { AdapterSuite } from './suite.ts'
import { toleranceCases } from './tolerance-cases.ts'

/**
 * The conformance suite: registers vitest cases that every adapter has to pass. To be called at the top of a test file.
 * A case is left out only when a capability in the adapter's facts says so; what was left out is recorded in the file
 * `suite.skips`. At the end one line `onetill-conformance {…}` says how many fixtures and cases there were.
 * @throws {Error} when the fixtures and their sources.json do not fit together
 */
export function describeAdapter(suite: AdapterSuite): void {
  const kit = createKit(suite, readFixtures(suite.fixtures))
  describe(`conformance of ${suite.mapper.provider.id}`, () => {
    fixtureCases(kit)
    toleranceCases(kit)
    moneyCases(kit)
    leafCases(kit)
    httpCases(kit)
    capabilityCases(kit)
    kit.test('what is left out is what is recorded, each with the capability that says so', async () => {
      const lines = kit.skips().map((line) => `${line}\n`)
      await expect(lines.join('') || 'nothing\n').toMatchFileSnapshot(suite.skips ?? './conformance.skips.txt')
    })
    afterAll(() => {
      process.stdout.write(`\nonetill-conformance ${JSON.stringify(kit.counted())}\n`)
    })
  })
}
