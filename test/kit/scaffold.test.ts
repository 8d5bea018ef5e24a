// A new adapter begins with tests that fail, and every failure says what to write where.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Score } from '@onetill/testkit/conformance'
import { createAdapter } from '../../scripts/create-adapter.mjs'
import { ROOT } from '../packages.ts'
import { linkPackages, runLinked } from './linked.ts'
import type { Said } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'scaffold-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a scaffold as it is made', () => {
  const into = join(folder, 'acme-pay')
  let run: Said
  let score: Score
  beforeAll(async () => {
    createAdapter({ id: 'acme-pay', into })
    linkPackages(into)
    run = await runLinked(into)
    const file = join(into, 'conformance.json')
    if (!existsSync(file)) throw new Error(`the run wrote no score and ended with ${run.code}:\n${run.output}`)
    score = JSON.parse(readFileSync(file, 'utf8'))
  })

  test('fails', () => {
    expect(run.code).toBe(1)
    expect(score).toMatchObject({ provider: 'acme-pay', green: false, fixtures: 0, notRun: 0 })
  })

  test.for([
    ['facts', 'provider.ts: docs is no https address of the provider'],
    ['facts', 'provider.ts: baseUrl is no https address of the provider'],
    ['facts', 'status.ts: no row leads to paid: add a row for each word'],
    ['facts', 'fixtures: there is no session.<status>.json: copy an answer'],
    ['money', 'fixtures with an amount'],
    ['http', 'fixtures: add these answers, from the provider’s page on errors'],
  ] as const)('in %s it says: %s', ([area, words]) => {
    expect(run.output).toContain(words)
    expect(score.areas[area].failed).toBeGreaterThan(0)
  })

  test('nothing else fails: what the templates wire is wired', () => {
    expect(score.failures.map((failure) => failure.case)).toEqual([
      'the facts name the documentation, the day it was read and the address',
      'the status table knows a session that can be paid and one that is paid',
      'there are fixtures of sessions',
      'amounts survive digit for digit',
      'error fixtures cover a refused credential, a missing session and a refused request',
    ])
    expect(score.areas).toMatchObject({ capabilities: { failed: 0, skipped: 1 }, leaves: { failed: 0 } })
    // The fuzz is no part of the score; without a session it says so as well.
    expect(run.output).toContain('fixtures: there is no session to mutate')
  })
})

describe('the command', () => {
  test.for([
    [undefined, 'a name is needed'],
    ['Acme', 'Acme is no name'],
    ['../acme', '../acme is no name'],
    ['acme_pay', 'acme_pay is no name'],
  ] as const)('refuses the name %s', ([id, words]) => {
    expect(() => createAdapter({ id, into: join(folder, 'never') })).toThrow(words)
  })

  test('writes into no folder that has files', () => {
    expect(() => createAdapter({ id: 'acme', into: join(folder, 'acme-pay') })).toThrow('is not empty')
  })

  test('makes a package of this workspace that is made as the others are', () => {
    const into = join(folder, 'inside')
    createAdapter({ id: 'acme-pay', into, inside: true })
    const made = JSON.parse(readFileSync(join(into, 'package.json'), 'utf8'))
    expect(made).toEqual({
      ...JSON.parse(readFileSync(join(ROOT, 'adapters/maash/package.json'), 'utf8')),
      ...{ name: '@onetill/acme-pay', version: '0.1.0', description: made.description },
    })
    for (const file of ['tsconfig.json', 'src/conformance.skips.txt', 'fixtures/sources.json', 'README.md'])
      expect(existsSync(join(into, file)), file).toBe(true)
  })

  test('leaves no mark of the template, and has every file of the house layout', () => {
    const into = join(folder, 'two-words')
    const { files } = createAdapter({ id: 'two-words', into, today: '2026-11-21' })
    for (const file of files) expect(readFileSync(join(into, file), 'utf8'), file).not.toMatch(/\{\{|\}\}/)
    const sources = ['adapter', 'conformance.test', 'index', 'map', 'provider', 'schema', 'status']
    expect(files).toEqual(expect.arrayContaining(sources.map((name) => join('src', `${name}.ts`))))
    expect(readFileSync(join(into, 'src', 'index.ts'), 'utf8')).toContain('type TwoWordsOptions, twoWords }')
    expect(readFileSync(join(into, 'src', 'provider.ts'), 'utf8')).toContain("readOn: '2026-11-21'")
  })
})
