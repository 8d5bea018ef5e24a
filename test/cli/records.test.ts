import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../packages.ts'
import { useCommand } from './command.ts'

const command = useCommand()
const pretty = readFileSync(join(ROOT, 'packages/testkit/fixtures/maash.get-session.json'), 'utf8').trim()
const line = pretty.replace(/\s*\n\s*/g, ' ')
const broken = line.replace('"pending"', '7')
const cutOff = line.slice(0, 60)

interface Case {
  readonly name: string
  readonly stdin: string | Buffer
  /** Sessions that come out; `one`: an object instead of an array. */
  readonly out: number | 'one'
  /** Record and line of each that does not. */
  readonly refused: readonly string[]
}

const CASES: readonly Case[] = [
  { name: 'one object over many lines', stdin: pretty, out: 'one', refused: [] },
  { name: 'one object on one line', stdin: line, out: 'one', refused: [] },
  { name: 'an array of one', stdin: `[${pretty}]`, out: 1, refused: [] },
  { name: 'NDJSON with Windows line breaks and blank lines', stdin: `${line}\r\n\r\n${line}\r\n`, out: 2, refused: [] },
  { name: 'a byte order mark', stdin: `\ufeff${line}\n${line}`, out: 2, refused: [] },
  { name: 'objects one after another', stdin: `${pretty}\n${pretty}\n`, out: 2, refused: [] },
  { name: 'a bad line in the middle', stdin: `${line}\n${broken}\n\n${line}\n`, out: 2, refused: ['2 (line 2)'] },
  { name: 'a first line that is cut off', stdin: `${cutOff}\n${line}\n${line}\n`, out: 2, refused: ['1 (line 1)'] },
  { name: 'a last line that is cut off', stdin: `${line}\n${line}\n${cutOff}`, out: 2, refused: ['3 (line 3)'] },
  { name: 'a line that is no JSON', stdin: `log: started\n${line}\n`, out: 1, refused: ['1 (line 1)'] },
  {
    name: 'an array with a bad element',
    stdin: `[\n${line},\n${broken},\n${line}\n]`,
    out: 2,
    refused: ['2 (line 3)'],
  },
  { name: 'an array that is cut off', stdin: `[\n${line},\n${cutOff}`, out: 1, refused: ['2 (line 3)', '3 (line 3)'] },
  { name: 'an empty element', stdin: `[${line},,${line}]`, out: 2, refused: ['2 (line 1)'] },
  { name: 'text after the array', stdin: `[${line}]\n[`, out: 1, refused: ['2 (line 1)'] },
  {
    name: 'a line that is no UTF-8',
    stdin: Buffer.concat([Buffer.from(`${line}\n{"a":"`), Buffer.from([0xff, 0xfe]), Buffer.from(`"}\n${line}`)]),
    out: 2,
    refused: ['2 (line 2)'],
  },
]

test.each(CASES)('$name', async ({ stdin, out, refused }) => {
  const { code, stdout, stderr } = await command.run(['normalize', '-p', 'maash'], { stdin })
  const result = JSON.parse(stdout)
  expect(Array.isArray(result) ? result.length : 'one').toBe(out)
  for (const session of [result].flat()) expect(session.reference).toBe('txn_123456789')
  const reports = stderr.split('\n').filter((text) => text.startsWith('onetill: record '))
  expect(reports.map((text) => /^onetill: record (\d+ \(line \d+\)): /.exec(text)?.[1])).toEqual(refused)
  expect(code).toBe(refused.length === 0 ? 0 : 2)
})

test('a refused record is named with its path, and never with its value', async () => {
  const secret = line.replace('"amount_usd": 100', '"amount_usd": "sk_live_c4na_never_print_me"')
  const { stderr } = await command.run(['normalize', '-p', 'maash'], { stdin: `${line}\n${secret}\n` })
  expect(stderr).toMatch(/^onetill: record 2 \(line 2\): [^\n]*amount_usd: expected/)
  expect(stderr).not.toContain('never_print_me')
})

test('the channel decides: pending is open when read and processing in a webhook', async () => {
  const webhook = {
    ...{ id: 'wh_01ARZ3NDEKTSV4RRFFQ69G5FAV', event: 'checkout', action: 'update', timestamp: '2026-01-31T12:00:00Z' },
    version: '1.0',
    body: {
      ...{ transaction_id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', merchant_id: 'mer_1', ext_transaction_id: 'ORD-1' },
      ...{ amount: '100.00', currency: 'USD', status: 'pending' },
    },
  }
  const stdin = JSON.stringify(webhook)
  const { code, stdout } = await command.run(['normalize', '-p', 'maash', '--channel', 'webhook'], { stdin })
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ reference: 'ORD-1', status: 'processing', sessionId: null })
  const shown = await command.run(['normalize', '-p', 'maash', '--channel', 'webhook', '--format', 'table'], { stdin })
  expect(shown.stdout).toMatch(/ORD-1 .*processing/)
})

test('what was ordered fills an amount the provider does not state, and is compared with one it does', async () => {
  const jwt = readFileSync(join(ROOT, 'packages/testkit/fixtures/jwt-checkout.get-session.json'), 'utf8')
  const filled = await command.run(['normalize', '-p', 'jwt-checkout', '--expected-amount', '80.5 EUR'], { stdin: jwt })
  expect(JSON.parse(filled.stdout)).toMatchObject({ amount: { value: '80.50', currency: 'EUR' }, assumed: ['amount'] })
  const compared = await command.run(['normalize', '-p', 'maash', '--expected-amount', '99 USD'], { stdin: pretty })
  expect(JSON.parse(compared.stdout).mismatch).toEqual([
    { field: 'amount', expected: { value: '99.00', currency: 'USD' }, actual: { value: '100.00', currency: 'USD' } },
  ])
  const refused = await command.run(['normalize', '-p', 'maash', '--expected-amount', '99.999 USD'], { stdin: pretty })
  expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 2, stdout: '' })
})
