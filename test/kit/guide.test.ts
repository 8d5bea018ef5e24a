// The numbers of the guide's last table that can be counted are counted.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Score } from '@onetill/testkit/conformance'
import { ROOT } from '../packages.ts'

const EXAMPLE = join(ROOT, 'examples', 'adapter')
const read = (file: string): string => readFileSync(join(EXAMPLE, file), 'utf8')
const lines = (file: string): number => read(file).split('\n').length - 1
const guide = readFileSync(join(ROOT, 'docs', 'guide', 'adapter.md'), 'utf8')
const score: Score = JSON.parse(read('conformance.json'))

/** The whole numbers in the second cell of a row of the guide. */
function said(row: string): readonly number[] {
  const line = guide.split('\n').find((each) => each.startsWith(`| ${row}`)) ?? ''
  return (line.split('|')[2]?.match(/\d+/g) ?? []).map((digits) => Number.parseInt(digits, 10))
}

test('lines and fixtures are those of examples/adapter', () => {
  const sources = readdirSync(join(EXAMPLE, 'src')).filter((name) => /(?<!\.test)\.ts$/.test(name))
  expect(said('lines of source')[0]).toBe(sources.reduce((sum, name) => sum + lines(join('src', name)), 0))
  expect(said('lines of the conformance test')).toEqual([lines(join('src', 'conformance.test.ts'))])
  expect(said('fixtures')).toEqual([
    readdirSync(join(EXAMPLE, 'fixtures')).filter((name) => name !== 'sources.json').length,
  ])
})

test('the committed score is green, and the guide quotes it', () => {
  expect(score).toMatchObject({ green: true, failed: 0, notRun: 0 })
  expect(said('cases of the kit, skipped')).toEqual([score.passed, score.skipped])
  const [, block = ''] = /```json\n([\s\S]*?)```/.exec(guide) ?? []
  const quoted: Score = JSON.parse(block)
  expect(score).toMatchObject({ ...quoted, skips: quoted.skips.map((skip) => expect.objectContaining(skip)) })
})

test('every capability of the example stands in its README and its sources name their day', () => {
  const sources: Record<string, { source: string }> = JSON.parse(read('fixtures/sources.json'))
  for (const { source } of Object.values(sources)) expect(source).toMatch(/, read 2026-11-21$/)
  for (const word of ['read by id', 'refunds', 'chargebacks', 'webhooks'])
    expect(read('README.md')).toContain(`| ${word}`)
})
