import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { PROVIDERS } from '../../packages/cli/src/adapters.ts'
import { publishedPackages, ROOT } from '../packages.ts'
import { commandsPage } from './commands.ts'
import { errorsPage } from './errors.ts'
import { llms } from './llms.ts'
import { fields, modelPage } from './model.ts'
import { providerPage } from './providers.ts'
import { withTables } from './readme.ts'
import { statusesPage } from './statuses.ts'

const DOCS = join(ROOT, 'docs')

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

describe('the site', () => {
  test.for(made)('%s is what the code says; ONETILL_DOCS=write writes it again', ([file, make]) => {
    const text = make()
    if (process.env['ONETILL_DOCS'] === 'write') writeFileSync(join(DOCS, file), text)
    expect(unpadded(readFileSync(join(DOCS, file), 'utf8'))).toBe(unpadded(text))
  })

  test('the tables of the README are what the facts say', () => {
    const file = join(ROOT, 'README.md')
    const text = readFileSync(file, 'utf8')
    if (process.env['ONETILL_DOCS'] === 'write') writeFileSync(file, withTables(text))
    expect(text).toMatch(/<!-- made: packages -->[\s\S]*<!-- made: adapters -->/)
    expect(unpadded(readFileSync(file, 'utf8'))).toBe(unpadded(withTables(text)))
  })

  test.for(publishedPackages())('$folder says of every library it takes why', ({ folder, manifest }) => {
    const text = readFileSync(join(ROOT, folder, 'README.md'), 'utf8')
    const why = text.slice(`${text}\n## Why `.indexOf('\n## Why '))
    const taken = Object.keys(manifest.dependencies).filter((name) => !name.startsWith('@onetill/'))
    expect(taken.filter((name) => !why.includes(name))).toEqual([])
  })

  test('the model page has every field of a session', () => {
    const schema: unknown = JSON.parse(readFileSync(join(ROOT, 'packages/core/schema/checkout-session.json'), 'utf8'))
    const text = JSON.stringify(schema)
    const names = fields().map(([name]) => name)
    expect(names.length).toBeGreaterThan(30)
    expect(names.filter((name) => name !== 'raw' && !text.includes(`"${name}"`))).toEqual([])
  })
})
