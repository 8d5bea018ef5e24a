// Every package as it is published, installed from its tarball into a project outside the workspace: compiled, bundled and run.
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { createContext, Script } from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nodeBinary } from '../runtimes/binary.ts'
import { VERSIONS } from '../runtimes/versions.ts'
import { WEB } from '../worker/realm.ts'
import { NAMES, PROGRAMS } from './expected.ts'
import { installWithNpm, openProject, type Project, tarballs } from './project.ts'
import { BUNDLERS, COMPILERS, RESOLUTIONS, type Resolution, runtimePackages, TOOLS } from './versions.ts'

const FLAGS = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, target: 'es2022' }
const RUNTIMES = runtimePackages()
const tsc = (version: string) => `node_modules/typescript-${version}/bin/tsc`

let project: Project
beforeAll(async () => {
  const others = { ...TOOLS, ...Object.fromEntries(RUNTIMES.map(({ from, version }) => [from, version])) }
  project = openProject({ packages: Object.keys(tarballs()), others })
  for (const name of NAMES) {
    copyFileSync(join(import.meta.dirname, 'programs', `${name}.ts`), join(project.folder, `${name}.ts`))
  }
  project.write('all.cjs', REQUIRE_ALL)
  await installWithNpm(project)
  const { code, stdout } = await compile('5.9', 'nodenext', { outDir: 'out' })
  if (code !== 0) throw new Error(stdout)
}, 600_000)
afterAll(() => project?.remove())

async function compile(version: string, resolution: Resolution, output: object) {
  const file = `tsconfig.${version}-${resolution}.json`
  const compilerOptions = { ...FLAGS, ...RESOLUTIONS[resolution], lib: ['es2022', 'dom'], types: ['node'], ...output }
  project.write(file, JSON.stringify({ compilerOptions, files: NAMES.map((name) => `${name}.ts`) }))
  return project.run(process.execPath, [tsc(version), '-p', file, '--pretty', 'false'])
}

/** What a program said, as JSON. */
async function said(command: string, args: readonly string[]) {
  const { code, stdout, stderr } = await project.run(command, args)
  return { code, stderr, said: JSON.parse(stdout || 'null') }
}

// The declarations of the packages are checked as well (`skipLibCheck` is off).
describe.for(COMPILERS)('TypeScript %s compiles', (version) => {
  test.for(['node16', 'nodenext', 'bundler'] as const)('with %s', async (resolution) => {
    expect(await compile(version, resolution, { noEmit: true })).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test('core and adapters for a browser, which has no types of Node', async () => {
    const file = `tsconfig.${version}-browser.json`
    const compilerOptions = { ...FLAGS, ...RESOLUTIONS.bundler, lib: ['es2022', 'dom'], types: [], noEmit: true }
    project.write(file, JSON.stringify({ compilerOptions, files: ['client.ts'] }))
    const answer = await project.run(process.execPath, [tsc(version), '-p', file, '--pretty', 'false'])
    expect(answer).toEqual({ code: 0, stdout: '', stderr: '' })
  })
})

describe.for([...new Set([process.versions.node, ...VERSIONS])])('Node %s', (version) => {
  let node = ''
  beforeAll(async () => {
    const binary = version === process.versions.node ? { path: process.execPath } : await nodeBinary(version)
    if (binary.path === null) throw new Error(binary.reason)
    node = binary.path
  }, 600_000)

  test.for(NAMES)('runs %s', async (name) => {
    expect(await said(node, [`out/${name}.js`])).toEqual({ code: 0, stderr: '', said: PROGRAMS[name] })
  })

  test('gets every entry point by require()', async () => {
    const { code, stderr, said: counts } = await said(node, ['all.cjs', ...Object.keys(tarballs())])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    // One for each package and what core has besides; none is empty.
    expect(Object.keys(counts).sort()).toEqual(
      [...Object.keys(tarballs()), '@onetill/core/adapter', '@onetill/core/node'].sort(),
    )
    expect(Object.entries(counts).filter(([, names]) => names === 0)).toEqual([])
  })

  test('runs the command', async () => {
    const { code, stdout, stderr } = await project.run(node, ['node_modules/@onetill/cli/bin/onetill.js', 'providers'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const provider of ['maven', 'maash', 'jwt-checkout']) expect(stdout).toContain(provider)
  })
})

describe.for(RUNTIMES)('$name $version', ({ from, binary, args }) => {
  test.for(NAMES)('runs %s', async (name) => {
    const command = join(project.folder, 'node_modules', from, binary)
    expect(await said(command, [...args, `out/${name}.js`])).toMatchObject({ code: 0, said: PROGRAMS[name] })
  })
})

describe.for(BUNDLERS)('bundled by $name', ({ program, args, config, output }) => {
  test('core and three adapters have nothing of Node and run in a realm of a worker', async () => {
    for (const [file, text] of Object.entries(config)) project.write(file, text)
    const { code, stderr } = await project.run(process.execPath, [program, ...args])
    expect(code, stderr).toBe(0)
    const text = readFileSync(join(project.folder, output), 'utf8')
    expect(text).not.toMatch(/["'`]node:|\brequire\(|\bprocess\.(?!env\.NODE_ENV)/)
    const line = await new Promise<string>((resolve, reject) => {
      const context = createContext(
        { ...WEB, console: { log: resolve } },
        { codeGeneration: { strings: false, wasm: false } },
      )
      new Script(text).runInContext(context)
      setTimeout(() => reject(new Error('it said nothing')), 20_000).unref()
    })
    expect(JSON.parse(line)).toEqual(PROGRAMS.client)
  })
})

/**
 * Counts the names of each entry point. `conformance` needs the test runner that calls it, `opentelemetry` an optional peer
 * that is not there.
 */
const REQUIRE_ALL = `
const said = {}
for (const name of process.argv.slice(2)) {
  for (const entry of Object.keys(require(name + '/package.json').exports)) {
    if (entry.endsWith('.json') || ['./conformance', './opentelemetry'].includes(entry)) continue
    said[name + entry.slice(1)] = Object.keys(require(name + entry.slice(1))).length
  }
}
console.log(JSON.stringify(said))
`
