// Nothing that is committed holds a credential, and every credential that a test plants can be found again.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { expect, test } from 'vitest'
import { leaksIn, MARKER } from './scan.mjs'

const root = join(import.meta.dirname, '..', '..')
const SKIPPED = new Set(['node_modules', 'dist', '.git', '.cache', 'output'])

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesIn(path)
    return entry.isFile() ? [relative(root, join(root, path)).split(sep).join('/')] : []
  })
}

const files = ['packages', 'adapters', 'test', 'docs'].flatMap(filesIn)
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** What tests wrote once and compare with since, and what providers said. */
const RECORDED = /\.snap$|\/__snapshots__\/|\/fixtures\/|exports\.txt$|\.skips\.txt$|\/schema\/[^/]+\.json$/

test('recorded files hold no credential', () => {
  const recorded = files.filter((path) => RECORDED.test(path))
  expect(recorded.length).toBeGreaterThan(100)
  expect(recorded.map((path) => [path, leaksIn(read(path))] as const).filter(([, leaks]) => leaks.length > 0)).toEqual(
    [],
  )
})

/** What looks like a credential of a provider. */
const CREDENTIAL = /\b(?:mvn|mk|ks|sk|pk)_(?:live|test)_\w{8,}|\bwhsec_\w{8,}/g
/** Literals without the marker, each with the reason. */
const KNOWN: Readonly<Record<string, string>> = {
  whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw: 'the example of the standardwebhooks package, has to be base64',
}

test('a credential in a test has the marker, so that its way out is noticed', () => {
  const tests = files.filter((path) => /\.(?:test|fixture)\.ts$|^test\/.*\.m?ts$/.test(path))
  expect(tests.length).toBeGreaterThan(100)
  const planted = tests.flatMap((path) => (read(path).match(CREDENTIAL) ?? []).map((literal) => ({ path, literal })))
  expect(planted.length).toBeGreaterThan(5)
  const unmarked = planted.filter(({ literal }) => !literal.includes(MARKER) && !Object.hasOwn(KNOWN, literal))
  // The beginning is enough to find it.
  expect(unmarked.map(({ path, literal }) => `${path}: ${literal.slice(0, 12)}…`)).toEqual([])
})

test('the marker stands in tests and nowhere else', () => {
  const marked = files.filter((path) => read(path).includes(MARKER))
  expect(marked.filter((path) => !/\.(?:test|fixture)\.ts$|^test\/|README\.md$/.test(path))).toEqual([])
})
