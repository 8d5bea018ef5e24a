import { readFileSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { acmeSuite, writeFixtures } from './acme.fixture.ts'
import { describeAdapter } from './describe-adapter.ts'
import { AREAS, type Score } from './score.ts'

const fixtures = writeFixtures()
const file = new URL('score.out', fixtures)
const printed: string[] = []
beforeAll(() => {
  vi.stubEnv('ONETILL_SCORE', new URL('folder', fixtures).pathname)
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
})
afterAll(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  rmSync(fixtures, { recursive: true })
})

// Registers its cases here, before the test below, which runs when they have ended.
describeAdapter({ ...acmeSuite('none', fixtures), skips: './score.skips.txt', score: file })

test('the score has every case once, by area and in all, in the file, the folder and the printed line', () => {
  const text = readFileSync(file, 'utf8')
  const score: Score = JSON.parse(text)
  expect(score).toMatchObject({ format: 1, adapter: 'acme@1.0.0', green: true, failed: 0, notRun: 0, skipped: 1 })
  expect(Object.keys(score.areas)).toEqual([...AREAS])
  for (const { passed } of Object.values(score.areas)) expect(passed).toBeGreaterThan(0)
  const sum = Object.values(score.areas).reduce((all, { passed, skipped }) => all + passed + skipped, 0)
  expect(sum).toBe(score.cases + score.skipped)
  expect(score.skips).toEqual([
    { area: 'capabilities', case: 'a webhook names a session to read again', capability: 'webhook', value: 'session' },
  ])
  expect(readFileSync(new URL('folder/acme.json', fixtures), 'utf8')).toBe(text)
  const lines = printed.join('').match(/^onetill-conformance .*$/gm)
  expect(lines?.map((line) => JSON.parse(line.replace('onetill-conformance ', '')))).toEqual([score])
})
