import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { STATUS_WORDS } from '@onetill/core'
import { ROOT } from '../packages.ts'
import { useCommand } from './command.ts'

const command = useCommand()
const example = readFileSync(join(ROOT, 'packages/testkit/fixtures/maash.get-session.json'), 'utf8')

test('explain names the deciding row, its source and whether it is documented', async () => {
  const { code, stdout } = await command.run(['explain', '-p', 'maash'], { stdin: example })
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /^record 1 \(line 1\)\n {2}status: \S*status "pending" → open\/created\n {4}row pending .*\n {4}docs\.maash\.io/,
  )
})

test('an unknown word is said to be in no row, and listed', async () => {
  const stdin = example.replace('"pending"', '"teleported"')
  const { stdout } = await command.run(['explain', '-p', 'maash'], { stdin })
  expect(stdout).toContain('"teleported" → unknown\n    no row has this word')
  const json = await command.run(['explain', '-p', 'maash', '--json'], { stdin })
  expect(JSON.parse(json.stdout)).toMatchObject({ record: 1, line: 1, unknown: ['status'] })
})

test('several records give several explanations, and a bad one is reported as by normalize', async () => {
  const line = example.replace(/\s*\n\s*/g, ' ').trim()
  const { code, stdout, stderr } = await command.run(['explain', '-p', 'maash', '--json'], {
    stdin: `${line}\n{}\n${line}\n`,
  })
  expect(code).toBe(2)
  expect(JSON.parse(stdout).map(({ record }: { record: number }) => record)).toEqual([1, 3])
  expect(stderr).toMatch(/^onetill: record 2 \(line 2\): maash: /)
})

test('what no single word decides still says what became of it, and an amount its row', async () => {
  const jwt = readFileSync(join(ROOT, 'packages/testkit/fixtures/jwt-checkout.get-session.json'), 'utf8')
  const list = await command.run(['explain', '-p', 'jwt-checkout'], { stdin: jwt })
  expect(list.stdout).toContain('\n  refundStatus: refunds → pending\n    from all of it together')
  const amount = await command.run(['explain', '-p', 'maash'], {
    stdin: example.replace(/"merchant_(currency|amount)": [^,]+,/g, ''),
  })
  expect(amount.stdout).toMatch(/\n {2}amount: data\.amount_usd → 100\.00 USD\n {4}row amount_usd · documented\n/)
  expect(list.stdout + amount.stdout).not.toContain('does not say (refunds)')
})

test('an odd amount shows its note with its meaning', async () => {
  const { stdout } = await command.run(['explain', '-p', 'maash'], {
    stdin: example.replaceAll(': 100,', ': 100.005,'),
  })
  expect(stdout).toMatch(/note amount_precision at \S+: The provider states more decimals/)
})

test('providers lists the words by which each status is reached on each channel', async () => {
  const { code, stdout } = await command.run(['providers', '--json'])
  expect(code).toBe(0)
  const rows: { id: string; statuses: Record<string, Record<string, string[]>>; capabilities: object }[] =
    JSON.parse(stdout)
  const [maven, maash, jwt] = ['maven', 'maash', 'jwt-checkout'].map((id) => rows.find((row) => row.id === id))
  for (const row of rows) expect(Object.keys(row.statuses)).toEqual(STATUS_WORDS)
  expect(maven?.statuses['paid']?.['read']).toEqual(['payment-success'])
  expect(maven?.statuses['authorized']?.['webhook']).toContain('payment-authorized')
  expect(maash?.statuses['open']?.['read']).toContain('pending')
  expect(maash?.statuses['open']?.['webhook']).not.toContain('pending')
  expect(maash?.statuses['processing']?.['webhook']).toContain('pending')
  expect(maash?.statuses['authorized']).toEqual({ read: [], webhook: [], create: [] })
  expect(jwt?.statuses['paid']?.['read']).toEqual(['SUCCEEDED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'REVERSED'])
  // Its webhooks are hints: they decide nothing.
  expect(Object.values(jwt?.statuses ?? {}).flatMap(({ webhook }) => webhook)).toEqual([])
  expect(jwt?.capabilities).toMatchObject({ reportsAmount: false, reportsRefunds: true })
})

test('providers for people names every provider, its variables and its unreachable statuses', async () => {
  const { stdout } = await command.run(['providers'])
  for (const name of [
    'ONETILL_MAVEN_API_KEY',
    'ONETILL_MAASH_API_KEY',
    'ONETILL_JWT_CHECKOUT_TOKEN',
    'not reachable',
  ]) {
    expect(stdout).toContain(name)
  }
  expect(stdout).not.toContain('\u001b')
})
