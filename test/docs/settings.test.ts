// Configuration in the documents is read by what reads it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readConfigFile } from '../../packages/cli/src/config/file.ts'
import { readPageSettings } from '../../packages/cli/src/config/page.ts'
import { ROOT } from '../packages.ts'
import { blocks } from '../readme/blocks.ts'
import { DOCUMENTS } from './documents.ts'

const folder = mkdtempSync(join(tmpdir(), 'settings-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const json = DOCUMENTS.flatMap((file) => blocks(file, readFileSync(join(ROOT, file), 'utf8'))).filter(
  ({ language }) => language === 'json',
)
const settings = json.filter(({ text }) => /^\{\s*"(accounts|page|store)"/.test(text))

/** Every variable that is asked for. */
const env = new Proxy<Record<string, string>>({}, { get: (_, name) => `c4na of ${String(name)}` })

test('every block of JSON is JSON', () => {
  expect(json.length).toBeGreaterThan(3)
  for (const { file, line, text } of json) expect(() => JSON.parse(text), `${file}:${line}`).not.toThrow()
})

test('every configuration is one', () => {
  expect(settings.map(({ file }) => file)).toEqual(['docs/guide/status-page-access.md', 'packages/cli/README.md'])
  writeFileSync(join(folder, 'us.token'), 'c4na\n', { mode: 0o600 })
  const told: string[] = []
  const read = settings.map(({ text }, index) => {
    const path = join(folder, `${index}.json`)
    writeFileSync(path, text)
    const context = { env, report: (line: string) => told.push(line) }
    const accounts = readConfigFile(path).map((account) => account.read(context))
    const { merchant, tokens } = readPageSettings(path, context)
    return [merchant, tokens.map(({ role }) => role), accounts.map(({ provider, secret }) => [provider, secret])]
  })
  expect(read).toEqual([
    ['Corner Shop', ['operator'], []],
    [
      null,
      [],
      [
        ['maash', 'c4na of SHOP_EU_KEY'],
        ['jwt-checkout', 'c4na'],
      ],
    ],
  ])
  expect(told).toEqual([])
})
