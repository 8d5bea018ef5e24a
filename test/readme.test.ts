import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { format } from 'node:util'
import { afterAll, describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { readWorkspace } from './architecture/source.ts'
import { DOCUMENTS } from './docs/documents.ts'
import { publishedPackages, ROOT, readManifest } from './packages.ts'
import { type Block, blocks } from './readme/blocks.ts'
import { type Known, unknownCommands } from './readme/commands.ts'
import { subcommands } from './readme/subcommands.ts'
import { typeErrors } from './readme/types.ts'
import { versions } from './readme/versions.ts'

const OUTPUT = join(ROOT, 'test', 'output', `readme-${process.pid}`)
const manifest = readManifest('.')
const known: Known = {
  root: ROOT,
  scripts: Object.keys(manifest.scripts),
  subcommands: subcommands(readWorkspace()),
  packages: publishedPackages().map((entry) => entry.manifest.name),
  packageManager: z.looseObject({ packageManager: z.string() }).parse(manifest).packageManager,
}

// What examples say of packages outside this workspace is compiled there, by test/kit/outside.deep.test.ts.
const all = DOCUMENTS.filter((file) => !file.startsWith('examples/')).flatMap((file) =>
  blocks(file, readFileSync(join(ROOT, file), 'utf8')),
)
const examples = all.filter(({ language }) => language === 'ts')
const runnable = examples.filter(({ info }) => info.includes('run'))
const shell = all.filter(({ language }) => language === 'sh')

const at = (text: string, language = 'ts', ...info: string[]): Block => ({
  file: 'A.md',
  line: 10,
  language,
  info,
  text,
})

/** Runs an example on the sources; answers what it printed. */
async function run(example: Block, name: string): Promise<readonly string[]> {
  mkdirSync(OUTPUT, { recursive: true })
  const file = join(OUTPUT, `${name}.ts`)
  writeFileSync(file, `${example.text}\nexport {}\n`)
  const printed: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((...args) => printed.push(format(...args)))
  try {
    await import(pathToFileURL(file).href)
  } finally {
    log.mockRestore()
  }
  return printed
}

/** What an example says it prints: `console.log(x) // → 45.01`. */
const promised = ({ text }: Block): readonly string[] =>
  [...text.matchAll(/console\.log\(.*\/\/ → (.*)$/gm)].map(([, line = '']) => line.trim())

afterAll(() => rmSync(OUTPUT, { recursive: true, force: true }))

describe('the examples of READMEs, guide and site', () => {
  test('have a language the checks know', () => {
    const languages = ['ts', 'sh', 'json', 'text', 'diff', 'mermaid']
    expect(
      all.filter(({ language }) => !languages.includes(language)).map(({ file, line }) => `${file}:${line}`),
    ).toEqual([])
  })

  test('type-check', () => {
    expect(typeErrors(ROOT, examples)).toEqual([])
  })

  test('of commands name commands that exist', () => {
    expect(shell.flatMap((block) => unknownCommands(block, known))).toEqual([])
  })

  test.for(runnable.map((example) => [`${example.file}:${example.line}`, example] as const))(
    'marked to run do run, and print what they say: %s',
    async ([name, example]) => {
      for (const [version, text] of versions(example.text).entries()) {
        const printed = await run({ ...example, text }, `${name.replaceAll(/\W/g, '-')}-${version}`)
        expect(printed, `version ${version}`).toEqual(promised(example))
      }
    },
  )
})

describe('the checks', () => {
  test('find blocks, their language, their words and their line', () => {
    const markdown = 'a\n\n```ts run\nconst a = 1\n```\n\n1. b\n\n   ````sh\n   npm test\n   ```\n   ````\n'
    expect(blocks('A.md', markdown)).toEqual([
      { file: 'A.md', line: 4, language: 'ts', info: ['run'], text: 'const a = 1' },
      { file: 'A.md', line: 10, language: 'sh', info: [], text: 'npm test\n```' },
    ])
    expect(() => blocks('A.md', 'a\n```ts\nb')).toThrow('A.md:2')
  })

  test('report a type error on its line, a missing name and a missing package', () => {
    const bad = [
      at('const fine: string = "text"\nconst text: string = 1'),
      at(`import { nothingLikeThis } from '@onetill/core'`),
      at(`import { x } from '@onetill/nothing'`),
      at(`const text = await Promise.resolve('top level')`),
    ]
    expect(typeErrors(ROOT, bad).map((error) => error.replace(/ (or its|There are).*$/, ''))).toEqual([
      `A.md:11: Type 'number' is not assignable to type 'string'.`,
      expect.stringMatching(/^A\.md:10: .*no exported member.*nothingLikeThis/),
      `A.md:10: Cannot find module '@onetill/nothing'`,
    ])
  })

  test('report an example that throws, and one that prints something else', async () => {
    await expect(run(at(`throw new Error('as it must')`), 'throws')).rejects.toThrow('as it must')
    const example = at('console.log(1 + 1) // → 3')
    expect(await run(example, 'prints')).toEqual(['2'])
    expect(promised(example)).toEqual(['3'])
  })

  test('run an example once for each installed version of what it imports', () => {
    const both = versions(`import express from 'express'\nexpress()`)
    expect(both.map((text) => /loadExpress\('(\w+)'\)\nexpress\(\)$/.exec(text)?.[1])).toEqual(['express4', 'express5'])
    expect(versions(`import { Hono } from 'hono'`)).toEqual([`import { Hono } from 'hono'`])
  })

  test('report commands that do not exist', () => {
    const here: Known = { ...known, subcommands: ['demo'] }
    const good = [
      'git clone https://example.com/a && cd a',
      'npm start # the demo',
      'npm run --silent size -- --json',
      'npm install @onetill/core @onetill/maven',
      'KEY=1 npx onetill demo --once | head -1',
      'npx vitest run test/readme.test.ts',
      `npx -y ${known.packageManager} install`,
    ]
    const bad = [
      'npm run nothing',
      'npx onetill nothing',
      'npm install @onetill/nothing',
      'npx nothing run',
      'npx vitest run test/nothing.test.ts',
      'npx -y pnpm@9.0.0 install',
      'nothing --at-all',
    ]
    expect(unknownCommands(at(good.join('\n'), 'sh'), here)).toEqual([])
    expect(unknownCommands(at(bad.join('\n'), 'sh'), here)).toEqual(
      bad.map((command, index) => `A.md:${10 + index}: ${command}`),
    )
  })

  test('know the subcommands from the sources of the command', () => {
    const text = `program.command('get <provider> [ids...]').action(run); export const demo = new Command('demo'); other('x')`
    expect(subcommands([{ path: 'packages/cli/src/a.ts', text }])).toEqual(['demo', 'get'])
  })
})
