import { expect, test } from 'vitest'
import { assertSession, type CheckoutSession, STATUS_WORDS, summarize } from '@onetill/core'
import { finish, useCommand } from './command.ts'

const command = useCommand()
/** Milliseconds until a signal has ended the demo: 100 by promise, and room for a busy machine. */
const SIGNAL_MS = 1000

test('--once --json is one document with every status, from three providers, in time', async () => {
  const start = performance.now()
  const { code, stdout, stderr } = await command.run(['demo', '--once', '--json'])
  expect(performance.now() - start).toBeLessThan(3000)
  expect(code).toBe(0)
  expect(stderr).toBe(
    'onetill: no provider is configured, so three simulated providers on this machine answer; no money moves\n',
  )
  const sessions: CheckoutSession[] = JSON.parse(stdout)
  for (const session of sessions) assertSession(session)
  expect(sessions.length).toBeGreaterThanOrEqual(12)
  expect(new Set(sessions.map(({ provider }) => provider)).size).toBe(3)
  expect(new Set(sessions.map(({ status }) => status))).toEqual(new Set(STATUS_WORDS))
  const summaries = new Set(sessions.map(summarize))
  for (const word of ['partially_refunded', 'refunded', 'refund_pending', 'refund_failed', 'reversed'] as const) {
    expect(summaries).toContain(word)
  }
})

test('the same seed gives the same sessions, another one others', async () => {
  const idsOf = async (seed: string) => {
    const { stdout } = await command.run(['demo', '--once', '--json', '--seed', seed])
    return JSON.parse(stdout).map(({ id, provider }: CheckoutSession) => (provider === 'maash' ? provider : id))
  }
  const [first, again, other] = [await idsOf('7'), await idsOf('7'), await idsOf('8')]
  expect(again).toEqual(first)
  expect(other).not.toEqual(first)
})

test('with a provider configured it still runs on simulators, and says how to read real sessions', async () => {
  const { code, stderr } = await command.run(['demo', '--once'], { env: { ONETILL_MAASH_API_KEY: 'mk_live_c4nac4na' } })
  expect(code).toBe(0)
  expect(stderr).toContain('the demo never touches real accounts')
  expect(stderr).toContain('onetill get maash ID')
  expect(stderr).not.toContain('c4nac4na')
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  '%s ends the running demo at once with %i; without a terminal nothing moves the cursor',
  async (name, code) => {
    const child = command.start(['demo', '--interval', '50'])
    const end = finish(child, '')
    let changes = ''
    await new Promise<void>((resolve) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        changes += chunk.toString()
        if (/→/.test(changes)) resolve()
      })
    })
    const start = performance.now()
    child.kill(name)
    const run = await end
    expect(performance.now() - start).toBeLessThan(SIGNAL_MS)
    expect({ code: run.code, signal: run.signal }).toEqual({ code, signal: null })
    expect(run.stdout).not.toContain('\u001b')
    expect(run.stderr.split('\n')).toHaveLength(2)
  },
)

test('without --once, --json prints one session a line as it changes, into the second round', async () => {
  const { stdout } = await command.shell('onetill demo --json --interval 20 2> /dev/null | head -200')
  const sessions: CheckoutSession[] = stdout
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text))
  expect(sessions).toHaveLength(200)
  for (const session of sessions) assertSession(session)
  const references = new Set(sessions.map(({ reference }) => reference?.slice(0, 5)))
  expect(references).toContain('ORD-2')
})
