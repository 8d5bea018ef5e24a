import { rmSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { acmeSuite, FILES, type Flaw, writeFixtures } from './acme.fixture.ts'
import { CASES } from './describe-adapter.ts'
import { readFixtures } from './fixture.ts'
import { runFuzz } from './fuzz-adapter.ts'
import { doubledKey, exactNumber, toText } from './json-text.ts'
import type { Kit } from './kit.ts'
import { leaves, parsePath, removed, replaced } from './place.ts'

const fixtures = writeFixtures()
afterAll(() => rmSync(fixtures, { recursive: true }))

/** Runs the cases of the kit, or those of one name, and gives the names of those that fail. */
async function failures(flaw: Flaw, only?: string): Promise<readonly string[]> {
  const suite = acmeSuite(flaw, fixtures)
  const cases: { name: string; run: () => void | Promise<void> }[] = []
  const kit: Kit = {
    suite,
    fixtures: readFixtures(suite.fixtures),
    test: (name, run) => cases.push({ name, run }),
    skip: () => undefined,
    count: () => undefined,
  }
  for (const group of Object.values(CASES)) group(kit)
  const failed: string[] = []
  for (const { name, run } of cases) {
    const plain = name.replace(/^session\.\w+\.json: /, '')
    if (only !== undefined && plain !== only && name !== only) continue
    try {
      await run()
    } catch {
      failed.push(plain)
    }
  }
  return [...new Set(failed)]
}

describe('the kit', () => {
  test('finds nothing wrong with an adapter that keeps the contract', async () => {
    expect(await failures('none')).toEqual([])
  })

  test.for([
    ['guesses', 'an unknown word is unknown and keeps the word'],
    ['keeps extra fields', 'an extra field changes nothing'],
    ['null is no', 'a null or missing field changes only itself'],
    ['throws', 'every leaf removed, nulled or retyped is a session or a typed error'],
    ['shows values', 'every leaf removed, nulled or retyped is a session or a typed error'],
    ['rounds', 'amounts survive digit for digit'],
    ['rolls over', 'February 30 is refused with its path'],
    ['another code', 'error.404-not_found.json is not_found with its outcome'],
    ['shows the key', 'planted credentials appear in no error, also when the provider echoes them'],
    ['climbs', 'an id that cannot stand in a path is refused before any request'],
    ['offers nothing', 'create is there exactly when the capability says so'],
    ['not whole', 'session.open.json is open/created'],
    ['idle row', 'every row of the status table decides a fixture'],
    ['placeholder', 'the facts name the documentation, the day it was read and the address'],
    ['never paid', 'the status table knows a session that can be paid and one that is paid'],
  ] as const)('finds an adapter that %s', async ([flaw, name]) => {
    expect(await failures(flaw, name)).toEqual([name])
  })
})

describe('the fuzz', () => {
  test('counts what it did, and does the same again', () => {
    const suite = acmeSuite('none', fixtures)
    const { counted, idle } = runFuzz(suite, { runs: 2_000, seed: 7 })
    expect(idle).toEqual([])
    expect(counted).toMatchObject({ executions: 2_000, rows: [2, 2] })
    expect(counted.past + Object.values(counted.errors).reduce((sum, count) => sum + count, 0)).toBe(2_000)
    expect(runFuzz(suite, { runs: 2_000, seed: 7 }).counted).toEqual(counted)
  })

  test('finds a mapping that throws, one that is not whole, and a row that decides nothing', () => {
    expect(() => runFuzz(acmeSuite('throws', fixtures), { runs: 5_000, seed: 7 })).toThrow(/Property failed/)
    expect(() => runFuzz(acmeSuite('not whole', fixtures), { runs: 10, seed: 7 })).toThrow(/Property failed/)
    expect(runFuzz(acmeSuite('idle row', fixtures), { runs: 500, seed: 7 }).idle).toEqual(['LOST'])
  })
})

describe('fixtures', () => {
  const { 'session.paid.json': paid = '', ...without } = FILES
  const sources: unknown = JSON.parse(FILES['sources.json'] ?? '')
  const withRow = (row: object) => ({
    ...FILES,
    'sources.json': JSON.stringify(replaced(sources, ['session.paid.json'], row)),
  })
  const good = { source: 'a page, read 2026-11-20', origin: 'composed', status: 'paid' }

  test.for([
    ['a row without its file', without, 'names session.paid.json'],
    ['a file without its row', { ...FILES, 'session.failed.json': paid }, 'session.failed.json has no row'],
    ['a name of no kind', withRowOf('other.json'), 'other.json: the name does not begin'],
    ['no day', withRow({ ...good, source: 'a page' }), 'source does not end'],
    ['no origin', withRow({ ...good, origin: 'guessed' }), 'origin is neither'],
    ['an edited document', withRow({ ...good, origin: 'document', edited: 'amount' }), 'a document is not edited'],
    ['a status that is none', withRow({ ...good, status: 'done' }), 'status is none of ours'],
  ] as const)('with %s are refused', ([, files, message]) => {
    const folder = writeFixtures(files)
    try {
      expect(() => readFixtures(folder)).toThrow(message)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  function withRowOf(file: string): Readonly<Record<string, string>> {
    return { ...FILES, [file]: '{}', 'sources.json': JSON.stringify(replaced(sources, [file], good)) }
  }
})

describe('JSON text', () => {
  test('exact numbers and doubled keys stand in the text as they are', () => {
    const value = { a: exactNumber('9007199254740993.10'), [doubledKey('a')]: 'x', b: '"\\u0003"' }
    expect(toText(value)).toBe('{"a":9007199254740993.10,"a":"x","b":"\\"\\\\u0003\\""}')
  })

  test('places are changed in copies, also below __proto__', () => {
    const root: unknown = JSON.parse('{"a":[{"b":1},2],"__proto__":{"c":3},"d":{}}')
    const before = JSON.stringify(root)
    expect(leaves(root).map(({ path }) => path.join('.'))).toEqual(['a.0.b', 'a.1', '__proto__.c', 'd'])
    expect(JSON.stringify(replaced(root, ['__proto__', 'c'], 4))).toBe(before.replace('3', '4'))
    expect(JSON.stringify(replaced(root, ['x', 'y'], 1))).toBe(before.replace(/}$/, ',"x":{"y":1}}'))
    expect(JSON.stringify(removed(root, ['a', 0]))).toBe(before.replace('{"b":1},', ''))
    expect(JSON.stringify(removed(root, ['__proto__', 'c']))).toBe(before.replace('"c":3', ''))
    expect(JSON.stringify(root)).toBe(before)
  })

  test('paths are read as they are written', () => {
    expect(parsePath('refunds[2].amount')).toEqual(['refunds', 2, 'amount'])
    expect(parsePath('refunds[].amount')).toEqual(['refunds', -1, 'amount'])
  })
})
