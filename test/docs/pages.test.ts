import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { format } from 'node:util'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { PROVIDERS } from '../../packages/cli/src/adapters.ts'
import { ROOT } from '../packages.ts'
import { type Block, blocks } from '../readme/blocks.ts'
import { typeErrors } from '../readme/types.ts'
import { commandsPage } from './commands.ts'
import { errorsPage } from './errors.ts'
import { llms } from './llms.ts'
import { fields, modelPage } from './model.ts'
import { providerPage } from './providers.ts'
import { statusesPage } from './statuses.ts'

const DOCS = join(ROOT, 'docs')
const OUTPUT = join(ROOT, 'test', 'output', `docs-${process.pid}`)

const made: readonly (readonly [string, () => string])[] = [
  ['reference/model.md', modelPage],
  ['reference/statuses.md', statusesPage],
  ['reference/cli.md', commandsPage],
  ['reference/errors.md', errorsPage],
  ...[...PROVIDERS].map(([id, provider]) => [`providers/${id}.md`, () => providerPage(provider)] as const),
  ['public/llms.txt', llms],
]

/** Columns of tables are padded by the formatter. */
const unpadded = (text: string): string => text.replaceAll(/ *\| */g, '|').replaceAll(/-{3,}/g, '---')

/** Where a link leads; one from the root is a file that is served as it is. */
const place = (file: string, target: string): string =>
  target.startsWith('/') ? join(DOCS, 'public', target) : join(DOCS, dirname(file), target)

describe('the site', () => {
  test.for(made)('%s is what the code says; ONETILL_DOCS=write writes it again', ([file, make]) => {
    const text = make()
    if (process.env['ONETILL_DOCS'] === 'write') writeFileSync(join(DOCS, file), text)
    expect(unpadded(readFileSync(join(DOCS, file), 'utf8'))).toBe(unpadded(text))
  })

  test('the model page has every field of a session', () => {
    const schema: unknown = JSON.parse(readFileSync(join(ROOT, 'packages/core/schema/checkout-session.json'), 'utf8'))
    const text = JSON.stringify(schema)
    const names = fields().map(([name]) => name)
    expect(names.length).toBeGreaterThan(30)
    expect(names.filter((name) => name !== 'raw' && !text.includes(`"${name}"`))).toEqual([])
  })

  const pages = readdirSync(DOCS, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.md') && !name.includes('node_modules') && !name.startsWith('.vitepress'),
  )

  test('links lead to files', () => {
    const links = pages.flatMap((file) =>
      [...readFileSync(join(DOCS, file), 'utf8').matchAll(/\]\((?!https?:)([^)#\s]+)[^)]*\)/g)].map(
        ([, target = '']) => ({ file, target }),
      ),
    )
    expect(links.length).toBeGreaterThan(20)
    expect(links.filter(({ file, target }) => !existsSync(place(file, target)))).toEqual([])
  })

  // Those of the guide are checked by test/readme.test.ts.
  const examples: readonly Block[] = pages
    .filter((file) => !file.startsWith('guide/'))
    .flatMap((file) => blocks(`docs/${file}`, readFileSync(join(DOCS, file), 'utf8')))
    .filter(({ language }) => language === 'ts')

  test('examples type-check', () => {
    expect(examples.length).toBeGreaterThan(3)
    expect(typeErrors(ROOT, examples)).toEqual([])
  })

  const runnable = examples.filter(({ info }) => info.includes('run'))
  test.for(runnable.map((example) => [example.file, example] as const))(
    '%s runs and prints what it says',
    async ([name, { text }]) => {
      mkdirSync(OUTPUT, { recursive: true })
      const file = join(OUTPUT, `${name.replaceAll(/\W/g, '-')}.ts`)
      writeFileSync(file, `${text}\nexport {}\n`)
      const printed: string[] = []
      const log = vi.spyOn(console, 'log').mockImplementation((...args) => printed.push(format(...args)))
      try {
        await import(pathToFileURL(file).href)
      } finally {
        log.mockRestore()
      }
      const promised = [...text.matchAll(/console\.log\(.*\/\/ → (.*)$/gm)].map(([, line = '']) => line.trim())
      expect(promised.length).toBeGreaterThan(0)
      expect(printed).toEqual(promised)
    },
  )

  afterAll(() => rmSync(OUTPUT, { recursive: true, force: true }))
})
