import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nodeBinary } from './binary.ts'
import { EXPECTED } from './expected.ts'
import { VERSIONS } from './versions.ts'

const HERE = process.versions.node
/** A program that does not end is ended; nothing in it takes longer than the four seconds of a watch. */
const RUN_MS = 30_000

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runtimes-'))
  await build({
    entryPoints: [join(import.meta.dirname, 'program.ts')],
    outfile: bundle(),
    bundle: true,
    platform: 'node',
    // CommonJS, because undici calls `require` for the modules of Node.
    format: 'cjs',
    target: 'node20',
    conditions: ['@onetill/source', 'node'],
    logLevel: 'error',
  })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const bundle = () => join(folder, 'program.cjs')

/** What the program says in a Node; rejects when it fails or does not end by itself. */
async function run(node: string): Promise<{ readonly said: unknown; readonly complaints: string }> {
  const { stdout, stderr } = await promisify(execFile)(node, [bundle()], { env: {}, timeout: RUN_MS })
  return { said: JSON.parse(stdout), complaints: stderr }
}

describe.concurrent('the client against the simulators', () => {
  test.for([...new Set([HERE, ...VERSIONS])])('on Node %s', async (version, { expect, skip }) => {
    const binary = version === HERE ? { path: process.execPath } : await nodeBinary(version)
    if (binary.path === null) {
      process.stdout.write(`\nruntimes: not run on Node ${version}: ${binary.reason}\n`)
      skip(binary.reason)
      return
    }
    expect(await run(binary.path)).toEqual({ said: { version, parts: EXPECTED }, complaints: '' })
  })
})

test('one of the versions is the floor that package.json names, the others are later majors', async () => {
  const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  const floor = /"node": ">=(\d+\.\d+)"/.exec(manifest)?.[1]
  expect(VERSIONS[0]).toBe(`${floor}.0`)
  expect(VERSIONS.map((version) => Number.parseInt(version, 10))).toEqual([20, 22, 24])
})
