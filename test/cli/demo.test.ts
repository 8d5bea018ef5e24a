import { existsSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
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
    const child = command.start(['demo', '--interval', '50', '--port', '0'])
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
    expect(run.stderr.split('\n')).toEqual([
      expect.stringMatching(/^onetill: the board is on http:\/\/127\.0\.0\.1:\d+$/),
      expect.stringContaining('no provider is configured'),
      '',
    ])
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

test('after Ctrl-C the demo goes on where it was, and onetill sessions shows its list', async () => {
  const cwd = mkdtempSync(join(command.folder(), 'kept-'))
  /** Runs the demo until it has printed so many lines. */
  const play = async (lines: number, signal: NodeJS.Signals = 'SIGINT', ...more: readonly string[]) => {
    const child = command.start(['demo', '--json', '--interval', '20', ...more], { cwd })
    const end = finish(child, '')
    let count = 0
    await new Promise<void>((resolve) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        count += chunk.toString().split('\n').length - 1
        if (count >= lines) resolve()
      })
      child.on('close', () => resolve())
    })
    child.kill(signal)
    const { code, stdout, stderr } = await end
    // A process that is killed may leave a piece of a line.
    const sessions: CheckoutSession[] = stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line))
    return { code, stderr, sessions }
  }
  const list = async () => {
    const { code, stdout } = await command.run(['sessions', '--json', '--limit', '500'], { cwd })
    expect(code).toBe(0)
    const stored: { key: string; session: CheckoutSession }[] = JSON.parse(stdout)
    return stored
  }
  const keyOf = ({ provider, account, id }: CheckoutSession) => `${provider}/${account}/${id}`

  const first = await play(24)
  expect(first.code).toBe(130)
  const before = await list()
  const last = new Map(first.sessions.map((session) => [keyOf(session), session.status]))
  for (const [key, status] of last) expect(before.find((one) => one.key === key)?.session.status, key).toBe(status)

  const second = await play(30)
  expect(second.stderr).toContain('; going on where it was')
  // What was told before is not told again, and nothing begins anew in the first round.
  const round = second.sessions.filter(({ reference }) => reference?.startsWith('ORD-1') === true)
  for (const session of round) {
    const known = before.find(({ key }) => key === keyOf(session))
    if (known !== undefined) expect(session).not.toEqual(known.session)
  }
  await play(3, 'SIGKILL')
  await play(40)
  const after = await list()
  const keys = new Set(after.map(({ key }) => key))
  for (const { key } of before) expect(keys).toContain(key)
  const references = after.flatMap(({ session }) => (session.reference?.startsWith('ORD-1') ? [session.reference] : []))
  // Ten sessions of the first round have a reference; each was opened once.
  expect([...references].sort()).toEqual(
    [8, 9, 10, 11, 12, 13, 14, 15, 16, 17].map((n) => `ORD-1${`${n}`.padStart(3, '0')}`),
  )
  const { stdout } = await command.run(['store', 'check', '--store', 'sqlite:.onetill/demo/onetill.db'], { cwd })
  expect(stdout).toContain('nothing is broken')

  const fresh = await play(9, 'SIGINT', '--fresh')
  expect(fresh.stderr).not.toContain('going on')
  expect((await list()).length).toBeLessThanOrEqual(fresh.sessions.length)
})

test('a demo beside another one in the same folder is not kept, and leaves the other alone', async () => {
  const cwd = mkdtempSync(join(command.folder(), 'both-'))
  const first = command.start(['demo', '--interval', '20', '--port', '0'], { cwd })
  const end = finish(first, '')
  await new Promise((resolve) => first.stdout?.once('data', resolve))
  const second = command.start(['demo', '--interval', '20', '--port', '0'], { cwd })
  const other = finish(second, '')
  await new Promise((resolve) => second.stdout?.once('data', resolve))
  second.kill('SIGINT')
  expect((await other).stderr).toContain('another demo runs in this folder; this one is not kept')
  first.kill('SIGINT')
  expect((await end).code).toBe(130)
  expect(existsSync(join(cwd, '.onetill/demo/pid'))).toBe(false)
})

test('the demo opens on its board: sessions, a payer’s page that survives a restart, and health', async () => {
  const cwd = mkdtempSync(join(command.folder(), 'board-'))
  const start = async () => {
    const child = command.start(['demo', '--interval', '50', '--port', '0'], { cwd })
    const end = finish(child, '')
    const url = await new Promise<string>((resolve) => {
      let text = ''
      child.stderr?.on('data', (chunk: Buffer) => {
        text += chunk.toString()
        const [, found] = /the board is on (http:\/\/127\.0\.0\.1:\d+)\n/.exec(text) ?? []
        if (found !== undefined) resolve(found)
      })
    })
    return { child, end, url }
  }
  const textOf = async (url: string) => (await fetch(url, { headers: { accept: 'text/html' } })).text()
  const first = await start()
  await expect.poll(() => textOf(first.url), { timeout: 20_000 }).toContain('ORD-1008')
  const [, path = ''] = /class="row-link" href="([^"]+)"[^>]*>ORD-1008/.exec(await textOf(first.url)) ?? []
  const session = await textOf(first.url + path)
  expect(session).toMatch(/Row <code>/)
  const [, token = ''] = /name="form_token" value="([^"]+)"/.exec(session) ?? []
  const link = await fetch(`${first.url}${path}/links`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: first.url },
    body: new URLSearchParams({ form_token: token }),
  })
  const payer = link.headers.get('location') ?? ''
  expect(await textOf(first.url + payer)).toContain('Demo Shop')
  expect(await textOf(`${first.url}/vendors`)).toContain('Operational')
  const open = await fetch(`${first.url}/events`)
  const at = performance.now()
  first.child.kill('SIGINT')
  expect((await first.end).code).toBe(130)
  expect(performance.now() - at).toBeLessThan(SIGNAL_MS)
  await expect(open.text()).rejects.toThrow()
  const second = await start()
  expect(await textOf(second.url + payer)).toContain('Demo Shop')
  expect(await textOf(second.url)).toContain('ORD-1008')
  second.child.kill('SIGINT')
  await second.end
})
