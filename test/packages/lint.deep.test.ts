// What others' linters of packages say about the tarballs: nothing.
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { publint } from 'publint'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { publishedPackages, ROOT } from '../packages.ts'
import { tarballs } from './project.ts'
import { readTarball } from './tar.ts'

/** What `attw --format json` prints, as far as it is read here. */
const attwReport = z.object({
  analysis: z.object({ packageName: z.string(), types: z.unknown() }),
  problems: z.record(
    z.string(),
    z.array(z.looseObject({ kind: z.string(), entrypoint: z.string(), resolutionKind: z.string().optional() })),
  ),
})

/** CommonJS gets an ES module from `require()`, which Node can from 20.19 on; node10 knows no `exports`. */
const NOT_PROMISED: readonly (string | undefined)[] = ['node10', 'node16-cjs']

const files = tarballs()

test('every published package has a tarball, and nothing else has', () => {
  const names = publishedPackages().map(({ manifest }) => manifest.name)
  expect(Object.keys(files).sort()).toEqual(names.sort())
})

describe.for(Object.entries(files))('%s', ([name, file]) => {
  test('publint has no remark', async () => {
    const { messages } = await publint({ pack: { tarball: new Uint8Array(readFileSync(file)).buffer }, strict: true })
    expect(messages).toEqual([])
  })

  test('attw finds no wrong types, ESM only', async () => {
    const { analysis, problems } = attwReport.parse(JSON.parse(await attw(file)))
    expect(analysis).toMatchObject({ packageName: name, types: { kind: 'included' } })
    const found = Object.values(problems).flat()
    // Not a run that looks at nothing: what is not promised is found.
    expect(found.map(({ kind }) => kind)).toContain('CJSResolvesToESM')
    expect(found.filter(({ resolutionKind }) => !NOT_PROMISED.includes(resolutionKind))).toEqual([])
  })

  test('holds what a user needs and nothing else', () => {
    const contents = readTarball(file)
    const paths = [...contents.keys()]
    const wanted = ['LICENSE', 'README.md', 'package.json', 'dist/index.js', 'dist/index.d.ts']
    expect(wanted.filter((path) => !paths.includes(path))).toEqual([])
    expect(paths.filter((path) => !/^(LICENSE|README\.md|package\.json|(dist|bin|schema)\/.+)$/.test(path))).toEqual([])
    expect(paths.filter((path) => /\.(test|fixture|bench)\./.test(path))).toEqual([])
    expect(contents.get('package.json')).not.toMatch(/workspace:|catalog:|@onetill\/source/)
  })
})

/** Its exit code tells of problems as well, also of those not looked for here. */
function attw(file: string): Promise<string> {
  const program = join(ROOT, 'node_modules', '@arethetypeswrong', 'cli', 'dist', 'index.js')
  const args = [program, '--profile', 'esm-only', '--format', 'json', file]
  return new Promise((resolve) => {
    execFile(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 }, (_error, stdout) => resolve(stdout))
  })
}
