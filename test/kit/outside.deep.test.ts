// Outside this repository: an adapter written and a scaffold made with nothing but the tarballs of core and testkit.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAdapter } from '../../scripts/create-adapter.mjs'
import { pack } from '../../scripts/pack.mjs'
import { ROOT } from '../packages.ts'
import { installFromTarballs } from './outside.ts'
import { runIn } from './run.ts'

const EXAMPLE = join(ROOT, 'examples', 'adapter')
const folder = mkdtempSync(join(tmpdir(), 'kit-'))
let files: Readonly<Record<string, string>>
beforeAll(async () => {
  const packed = await pack(join(folder, 'tarballs'))
  files = Object.fromEntries(packed.map(({ name, file }) => [name, file]))
}, 600_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('examples/adapter', () => {
  const own = join(folder, 'example')
  const read = (name: string): string => readFileSync(join(own, name), 'utf8')
  beforeAll(async () => {
    const skipped = new Set(['node_modules', 'dist', 'conformance.json'])
    cpSync(EXAMPLE, own, { recursive: true, filter: (source) => !skipped.has(basename(source)) })
    await installFromTarballs(own, files)
  }, 300_000)

  test('has core, zod and ky of ours and theirs, and nothing of this workspace', () => {
    expect(JSON.parse(read('node_modules/@onetill/core/package.json')).exports['.']).not.toHaveProperty(
      '@onetill/source',
    )
    expect(existsSync(join(own, 'node_modules', '@onetill', 'cli'))).toBe(false)
  })

  test('is green, and the score is the committed one', async () => {
    const { code, output } = await runIn(own, 'npm', ['test'])
    expect(code, output).toBe(0)
    const score = read('conformance.json')
    expect(JSON.parse(score)).toMatchObject({ green: true, failed: 0, notRun: 0 })
    expect(score).toBe(readFileSync(join(EXAMPLE, 'conformance.json'), 'utf8'))
    const printed = /^onetill-conformance (.*)$/m.exec(output)?.[1] ?? 'null'
    expect(JSON.parse(printed)).toEqual(JSON.parse(score))
    expect(output).toMatch(/^onetill-fuzz .*"executions":34000/m)
  })

  test('compiles, builds, and its build reads an answer', async () => {
    for (const script of ['types', 'build']) {
      const { code, output } = await runIn(own, 'npm', ['run', script])
      expect(code, output).toBe(0)
    }
    const program = `
      import { normalize } from '@onetill/core'
      import { mollieMapper } from './dist/index.js'
      import { readFileSync } from 'node:fs'
      const text = readFileSync('fixtures/session.paid.json', 'utf8')
      const { status, amount } = normalize(mollieMapper, text, { at: '2026-11-21T12:00:00.000Z' })
      console.log(JSON.stringify([status, amount]))`
    const { code, output } = await runIn(own, process.execPath, ['--input-type=module', '-e', program])
    expect({ code, said: JSON.parse(output) }).toEqual({
      code: 0,
      said: ['paid', JSON.parse(readFileSync(join(EXAMPLE, 'fixtures', 'session.paid.json'), 'utf8')).amount],
    })
  })

  test('compiles the example of its README', async () => {
    const [, text = ''] = /```ts\n([\s\S]*?)```/.exec(read('README.md')) ?? []
    expect(text).toContain("from 'onetill-adapter-mollie'")
    writeFileSync(join(own, 'readme.ts'), text)
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--types', 'node']
    const tsc = join(own, 'node_modules', 'typescript', 'bin', 'tsc')
    const { code, output } = await runIn(own, process.execPath, [tsc, ...flags, 'readme.ts'])
    expect(code, output).toBe(0)
  })
})

describe('a scaffold', () => {
  const own = join(folder, 'acme-pay')
  beforeAll(async () => {
    createAdapter({ id: 'acme-pay', into: own })
    await installFromTarballs(own, files)
  }, 300_000)

  test('compiles and builds before anything is written', async () => {
    for (const script of ['types', 'build']) {
      const { code, output } = await runIn(own, 'npm', ['run', script])
      expect(code, output).toBe(0)
    }
  })

  test('fails its tests, with what to write', async () => {
    const { code, output } = await runIn(own, 'npm', ['test'])
    expect(code).toBe(1)
    expect(output).toContain('status.ts: no row leads to paid: add a row for each word')
    expect(JSON.parse(readFileSync(join(own, 'conformance.json'), 'utf8'))).toMatchObject({ green: false })
  })

  test('is formatted as the house formats', async () => {
    const biome = join(ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
    const { code, output } = await runIn(own, process.execPath, [biome, 'ci', `--config-path=${ROOT}`, 'src'])
    expect(code, output).toBe(0)
  })
})
