import { expect, test } from 'vitest'
import { createClock, startMavenSimulator } from '@onetill/testkit'
import { useCommand } from './command.ts'

const command = useCommand()
const AT = '2026-01-01T02:00:00Z'
const HOSTILE = '\u001b[31mred\u001b]8;;https://evil.test\u0007\u009b2J\u202egnp.exe\u2066\r\n\u2028\u0000\u{e0041}end'

/** Sessions that strain a table: long and short amounts, wide letters, an unknown word, a card. */
async function answers(): Promise<string> {
  const clock = createClock({ now: '2026-01-01T00:00:00Z' })
  const simulator = await startMavenSimulator({ clock, seed: 3 })
  const open = (amount: string) =>
    simulator.create({ project: 'shop', caller: '+12025550142', amount, mode: 'charge', gateway: 'stripe' }).session_id
  try {
    const ids = ['0.50', '1234567.00', '12', '80.25'].map(open)
    const [paid = '', declined = '', fresh = '', odd = ''] = ids
    simulator.act(paid, 'dial')
    simulator.act(paid, 'pay', { brand: 'visa', last4: '4242' })
    simulator.act(declined, 'dial')
    simulator.act(declined, 'decline')
    simulator.setWord(odd, '支払い-保留中-と長い言葉')
    return [paid, declined, fresh, odd].map((id) => simulator.text(id)).join('\n')
  } finally {
    await simulator.close()
  }
}

test.each([40, 80, 120])('a table of %i columns', async (columns) => {
  const { code, stdout, stderr } = await command.run(['normalize', '-p', 'maven', '--format', 'table', '--at', AT], {
    stdin: await answers(),
    env: { COLUMNS: `${columns}` },
  })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).not.toContain('\u001b')
  const lines = stdout.trimEnd().split('\n')
  for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(columns)
  // The decimal points stand below each other, whatever stands before them.
  if (columns >= 80) {
    const points = lines.slice(1).map((line) => columnsOf(line.slice(0, line.search(/(?<=\d)\.\d\d USD/))))
    expect(new Set(points).size).toBe(1)
  }
  for (const amount of ['0.50 USD', '1234567.00 USD', '12.00 USD', '80.25 USD']) expect(stdout).toContain(amount)
  expect(stdout).toMatchSnapshot()
})

/** Wide letters of the texts above take two columns. */
const columnsOf = (line: string): number =>
  [...line].reduce((sum, letter) => sum + (/[\u3040-\u30ff\u4e00-\u9fff]/.test(letter) ? 2 : 1), 0)

test('nothing a payer or provider writes reaches the terminal as a control, in any output for people', async () => {
  const [first = ''] = (await answers()).split('\n')
  const answer = JSON.parse(first)
  const hostile = {
    ...answer,
    status: HOSTILE,
    gateway: HOSTILE,
    mode: HOSTILE,
    description: HOSTILE,
    processor: { card_brand: HOSTILE, card_last4: HOSTILE },
  }
  const id = { ...hostile, session_id: HOSTILE }
  const stdin = JSON.stringify([hostile, id, { ...answer, [HOSTILE]: 1, amount: HOSTILE }])
  for (const args of [
    ['normalize', '--format', 'table'],
    ['explain'],
    ['normalize', '--json'],
    ['explain', '--json'],
    ['normalize', '--format', 'ndjson'],
  ]) {
    const [name = '', ...rest] = args
    const { stdout, stderr } = await command.run([name, '-p', 'maven', ...rest], { stdin, env: { COLUMNS: '400' } })
    const printed = (stdout + stderr).replaceAll('\n', '')
    expect(printed).toContain('evil.test')
    expect(printed).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  }
})

test('JSON escapes those characters and parses back to the very same text', async () => {
  const [first = ''] = (await answers()).split('\n')
  const stdin = JSON.stringify({ ...JSON.parse(first), status: HOSTILE })
  const { stdout } = await command.run(['normalize', '-p', 'maven', '--format', 'ndjson'], { stdin })
  expect(stdout.split('\n')).toHaveLength(2)
  expect(JSON.parse(stdout).providerStatus).toBe(HOSTILE)
})
