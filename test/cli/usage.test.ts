import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EXIT_CODES } from '../../packages/cli/src/exit-codes.ts'
import { VERSION } from '../../packages/cli/src/version.ts'
import { ROOT, readManifest } from '../packages.ts'
import { useCommand } from './command.ts'

const command = useCommand()
const COMMANDS = [
  ...['normalize', 'get', 'explain', 'providers', 'demo', 'track', 'sync', 'sessions', 'history', 'import'],
  ...['webhooks', 'store', 'reconcile', 'compare', 'serve'],
]
const INNER = [
  'webhooks serve',
  ...['migrate', 'check', 'vacuum', 'prune', 'copy'].map((name) => `store ${name}`),
  ...['worker', 'runs', 'findings'].map((name) => `reconcile ${name}`),
]
const rows = Object.values(EXIT_CODES).map(({ code, meaning }) => ({ code: `${code}`, meaning }))

test('the exit codes of the help, of the README and of the code are one table', async () => {
  const { stdout } = await command.run(['--help'])
  const [, help = ''] = /Exit codes:\n((?: {2}\d.*\n)+)/.exec(stdout) ?? []
  const fromHelp = help
    .trim()
    .split('\n')
    .map((text) => /^\s*(\d+)\s+(.+)$/.exec(text))
  expect(fromHelp.map((match) => ({ code: match?.[1], meaning: match?.[2] }))).toEqual(rows)
  const readme = readFileSync(join(ROOT, 'packages/cli/README.md'), 'utf8')
  const fromReadme = [...readme.matchAll(/^\| (\d+) +\| (.+?) +\|$/gm)]
  expect(fromReadme.map(([, code, meaning]) => ({ code, meaning }))).toEqual(rows)
})

const MISTAKES: readonly (readonly [args: readonly string[], says: RegExp])[] = [
  [['nope'], /unknown command 'nope'; see: onetill --help/],
  [['demo', '--nope'], /unknown option '--nope' .*see: onetill demo --help/],
  [['normalize'], /required option '-p, --provider <id>' not specified/],
  [['normalize', '-p', 'nope'], /no provider is called "nope"; known: maven, maash, jwt-checkout/],
  [['normalize', '-p', 'maash', '--format', 'xml'], /Allowed choices are json, ndjson, table; see/],
  [['normalize', '-p', 'maash', '--json', '--format', 'table'], /cannot be used with/],
  [['normalize', '-p', 'maash', '--at', 'yesterday'], /--at: expected a time with an offset/],
  [['normalize', '-p', 'maash', '--expected-amount', '12'], /--expected-amount: expected an amount and a currency/],
  [['normalize', '-p', 'maash', 'no-such-file'], /cannot read no-such-file: there is no such file \(ENOENT\)/],
  [['normalize', '-p', 'maash', '.'], /cannot read \.: it is a folder \(EISDIR\)/],
  [['normalize', '-p', 'maash'], /the input is empty/],
  [['get', 'maash'], /missing required argument 'id'/],
  [['get', 'maash', 'cs_1'], /maash is not configured; set ONETILL_MAASH_API_KEY/],
  [['get', 'maash', 'cs_1', '--api-key', 'sk_secret'], /unknown option '--api-key'/],
  [['get', 'maash', 'a', 'b', '--expected-amount', '1 USD'], /are for one id/],
  [['explain', '-p', 'maash', '--channel', 'pigeon'], /Allowed choices are read, webhook, create/],
  [['demo', '--once', '--seed', '-1'], /--seed: expected a whole number/],
  [['track', 'maash'], /missing required argument 'id'/],
  [['track', 'nope', 'x'], /no provider is called "nope"/],
  [['track', 'maash', 'a', 'b', '--expected-amount', '1 USD'], /are for one id/],
  [['track', 'maash', 'a\u001bb'], /an id is text of at most 512 characters/],
  [['track', 'maash', 'a', '--store', 'mysql://h/d'], /the store is postgres:\/\/… or sqlite:path/],
  [['sessions', '--store', 'sqlite:nowhere.db'], /no store at sqlite:nowhere.db; make one with: onetill store migrate/],
  [['sessions', '--status', 'payed'], /Allowed choices are open, processing/],
  [['sessions', '--limit', '0'], /--limit: expected a whole number from 1/],
  [['sessions', '--all'], /--all is for --csv, --json and --format ndjson/],
  [['sessions', '--csv', '--json'], /choose one of --json, --csv, --table and --format/],
  [['sessions', '--from', 'yesterday'], /--from: expected a date, a time with an offset/],
  [['sync'], /no provider is configured; set the variables/],
  [['sync', '--workers', '0'], /--workers: expected a whole number/],
  [['webhooks', 'serve'], /no provider is configured/],
  [['webhooks', 'serve', '--port', '70000'], /--port: expected a whole number from 0 to 65535/],
  [['webhooks', 'nope'], /unknown command 'nope'.*see: onetill webhooks --help/],
  [['import', '--account', 'x'], /--account and --at are for native answers/],
  [['store', 'prune'], /required option '--before <time>' not specified.*see: onetill store prune --help/],
  [['store', 'copy', '--from', 'sqlite:a.db', '--to', 'sqlite:a.db'], /are the same store/],
  [['store', 'copy', '--from', 'sqlite:a.db', '--to', 'sqlite:b.db'], /there is no store at sqlite:a.db/],
  [['demo', '--interval', '1e9'], /--interval: expected a whole number/],
]

test.each(MISTAKES)('onetill %j is one line on stderr and exit code 2', async (args, says) => {
  const { code, stdout, stderr } = await command.run(args)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(/^onetill: [^\n]+\n$/)
  expect(stderr).toMatch(says)
})

test('an escape sequence in an argument is not echoed', async () => {
  const { code, stderr } = await command.run(['\u001b]0;owned\u0007\u009b31m'])
  expect(code).toBe(2)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be absent
  expect(stderr.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
})

test('no arguments and --help print the same help to stdout, with 0', async () => {
  const [bare, help] = await Promise.all([command.run([]), command.run(['--help'])])
  expect(bare).toEqual(help)
  expect(bare).toMatchObject({ code: 0, stderr: '' })
  for (const name of COMMANDS) expect(bare.stdout).toContain(`\n  ${name} `)
})

test.each([...COMMANDS, ...INNER])(
  'help of %s explains every option and ends with examples of its own',
  async (name) => {
    const { code, stdout } = await command.run([...name.split(' '), '--help'])
    expect(code).toBe(0)
    const [text = '', examples = ''] = stdout.split('\nExamples:\n')
    const lines = examples.trimEnd().split('\n')
    expect(lines.length).toBeGreaterThan(0)
    for (const example of lines) {
      expect(example).toMatch(new RegExp(`^  \\$ onetill ${name}( |$)`))
      const options = [...example.matchAll(/ (--?[a-z][a-z-]*)/g)].map(([, option]) => option)
      for (const option of options) expect(text).toContain(option)
    }
    const described = [...text.matchAll(/^ {2}((?:-\w, )?--[a-z-]+)(?: <[a-z]+>)? +(\S.*)$/gm)]
    expect(described.length).toBeGreaterThan(0)
    const all = [...text.matchAll(/^ {2}(?:-\w, )?--[a-z-]+/gm)]
    expect(described).toHaveLength(all.length)
  },
)

test('the version is that of the package', async () => {
  expect(VERSION).toBe(readManifest('packages/cli').version)
  expect(await command.run(['--version'])).toMatchObject({ code: 0, stdout: `${VERSION}\n` })
})
