import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CheckoutSession, createTill } from '@onetill/core'
import { maash } from '@onetill/maash'
import type { StoredSession } from '@onetill/store'
import {
  type MaashSimulator,
  type MavenSimulator,
  maashHintRequest,
  signedMavenRequest,
  startMaashSimulator,
  startMavenSimulator,
} from '@onetill/testkit'
import { finish, useCommand } from './command.ts'

const command = useCommand()
const SECRET = 'whsec_c4nac4nac4nac4nac4nac4nac4na'
let crypto: MaashSimulator
let voice: MavenSimulator
let cwd = ''
const env = () => ({
  ONETILL_MAASH_API_KEY: crypto.credentials.apiKey,
  ONETILL_MAASH_BASE_URL: crypto.url,
  ONETILL_MAVEN_API_KEY: voice.credentials.apiKey,
  ONETILL_MAVEN_BASE_URL: voice.url,
  ONETILL_MAVEN_WEBHOOK_SECRET: SECRET,
  ONETILL_INSECURE_LOOPBACK: '1',
})
const run = (...args: readonly string[]) => command.run(args, { cwd, env: env() })
const stored = async (): Promise<readonly StoredSession[]> => JSON.parse((await run('sessions', '--json')).stdout)

beforeAll(async () => {
  ;[crypto, voice] = await Promise.all([startMaashSimulator(), startMavenSimulator()])
})
afterAll(() => Promise.all([crypto.close(), voice.close()]))

const order = (reference: string) =>
  crypto.create({ merchant_id: 'mer_1', transaction_id: reference, amount_usd: '12.50' }).session_id
const call = () =>
  voice.create({ project: 'p', caller: '+12025550110', mode: 'charge', amount: '20.00', gateway: 'stripe' })

test('sync --once reads what is tracked and ends; what changes is read by the next', async () => {
  cwd = mkdtempSync(join(command.folder(), 'sync-'))
  const ids = [order('ORD-1'), order('ORD-2')]
  expect((await run('track', 'maash', ...ids)).code).toBe(0)
  expect((await run('track', 'maven', call().session_id)).code).toBe(0)
  const once = await run('sync', '--once')
  expect(once).toMatchObject({ code: 0, stdout: '' })
  expect(once.stderr).toMatch(/^onetill: 3 watched · 0 due · 3 reads in the last minute\n$/)
  const sessions = await stored()
  expect(
    sessions
      .map(({ session }) => session.reference)
      .filter((text) => text !== null)
      .sort(),
  ).toEqual(['ORD-1', 'ORD-2'])
  for (const { session } of sessions) expect(session.status).toBe('open')
  const json = await run('sync', '--once', '--json')
  expect(JSON.parse(json.stdout)).toMatchObject({ accounts: [{ due: 0 }, { watched: 2, due: 0 }] })
})

test('a credential that is refused is told of once, and sync --once ends with 3', async () => {
  cwd = mkdtempSync(join(command.folder(), 'refused-'))
  await run('track', 'maash', order('ORD-1'), order('ORD-2'), order('ORD-3'))
  const wrong = { ...env(), ONETILL_MAASH_API_KEY: 'mk_test_other_c4nac4na' }
  const { code, stderr } = await command.run(['sync', '--once'], { cwd, env: wrong })
  expect(code).toBe(3)
  expect(stderr.match(/Check the key/g)).toHaveLength(1)
  expect(stderr).toContain('3 failing')
  expect(stderr).not.toContain('c4nac4na')
})

test('sync goes on until a signal ends it, reads what another process tracks, and gives back what it holds', async () => {
  cwd = mkdtempSync(join(command.folder(), 'live-'))
  const child = command.start(['sync', '--json', '--every', '1'], { cwd, env: env() })
  const end = finish(child, '')
  let lines = ''
  const seen = (what: RegExp) =>
    new Promise<void>((resolve) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        lines += chunk.toString()
        if (what.test(lines)) resolve()
      })
      child.on('close', () => resolve())
    })
  await seen(/"running":true/)
  await run('track', 'maash', order('ORD-7'))
  await seen(/"provider":"maash"[^{]*"watched":1,"due":0,"held":0/)
  child.kill('SIGTERM')
  const { code, stderr } = await end
  expect(code).toBe(143)
  expect(stderr).toMatch(
    /^onetill: reading maven\/default, maash\/default into sqlite:\.onetill\/onetill\.db; Ctrl-C ends\n$/,
  )
  expect((await stored()).map(({ session }) => [session.reference, session.status])).toEqual([['ORD-7', 'open']])
})

test('import takes sessions in our form and native answers, and names bad lines; nothing is sent', async () => {
  cwd = mkdtempSync(join(command.folder(), 'import-'))
  const till = createTill({
    adapters: [maash({ apiKey: crypto.credentials.apiKey, baseUrl: crypto.url, insecureLoopback: true })],
  })
  const sessions: CheckoutSession[] = []
  for (let place = 0; place < 30; place++) sessions.push(await till.retrieve('maash', order(`IMP-${place}`)))
  const before = crypto.requests.length
  const lines = sessions.map((session) => JSON.stringify(session))
  lines.splice(3, 0, '{"not": "a session"}')
  lines.splice(9, 0, '', '{ broken')
  writeFileSync(join(cwd, 'ours.ndjson'), `\ufeff${lines.join('\r\n')}\n`)
  const ours = await command.run(['import', 'ours.ndjson'], { cwd })
  expect(ours).toMatchObject({ code: 2, stdout: '30 of 32 lines taken, 2 rejected\n' })
  expect(ours.stderr).toMatch(/^onetill: line 4: [^\n]+\nonetill: line 11: [^\n]+\n$/)

  const native = ['NAT-1', 'NAT-2']
    .map((reference) => `{"success":true,"data":${crypto.text(order(reference)).replaceAll('\n', ' ')}}`)
    .join('\n')
  const args = ['import', '--provider', 'maash', '--at', '2026-01-31T12:00:00Z', '--json']
  const theirs = await command.run(args, { cwd, stdin: native })
  expect(theirs).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(theirs.stdout)).toEqual({ lines: 2, taken: 2, rejected: 0 })
  const all = await command.run(['sessions', '--json', '--limit', '100'], { cwd })
  const remembered: readonly StoredSession[] = JSON.parse(all.stdout)
  expect(remembered.map(({ session }) => session.reference).sort()).toEqual(
    [...sessions.map(({ reference }) => reference), 'NAT-1', 'NAT-2'].sort(),
  )
  expect(crypto.requests).toHaveLength(before)
  const empty = await command.run(['import'], { cwd })
  expect(empty).toMatchObject({ code: 2, stdout: '0 of 0 lines taken, 0 rejected\n' })
})

test('webhooks serve takes deliveries of every account, refuses forged ones, and ends gracefully', async () => {
  cwd = mkdtempSync(join(command.folder(), 'webhooks-'))
  const [id, paid] = [order('ORD-1'), call().session_id]
  await run('track', 'maash', id)
  await run('sync', '--once')
  const child = command.start(['webhooks', 'serve', '--port', '0', '--json'], { cwd, env: env() })
  const end = finish(child, '')
  const first = await new Promise<string>((resolve) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString()))
    child.on('close', () => resolve('{}'))
  })
  const { url, endpoints } = JSON.parse(first)
  expect(endpoints).toEqual([
    { provider: 'maven', account: 'default', path: '/webhooks/maven/default', trust: 'verified' },
    { provider: 'maash', account: 'default', path: '/webhooks/maash/default', trust: 'hint' },
  ])
  voice.act(paid, 'dial')
  voice.act(paid, 'pay')
  const deliver = async (secret: string) => {
    const request = await signedMavenRequest({
      url: `${url}/webhooks/maven/default`,
      body: voice.webhookBody(paid),
      secret,
    })
    return (await fetch(request)).status
  }
  expect(await deliver('whsec_other')).toBe(401)
  const answers = await Promise.all(Array.from({ length: 5 }, () => deliver(SECRET)))
  expect(answers).toEqual([204, 204, 204, 204, 204])
  crypto.act(id, 'select', { token: 'USDC', chain: 'solana' })
  const hint = await fetch(
    maashHintRequest({ url: `${url}/webhooks/maash/default`, body: crypto.webhookBody(id, 'pending') }),
  )
  expect(hint.status).toBe(204)
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  expect((await fetch(`${url}/webhooks/maven/other`, { method: 'POST' })).status).toBe(404)
  child.kill('SIGINT')
  const { code, stderr } = await end
  expect(code).toBe(130)
  expect(stderr).toContain(`taking deliveries on ${url} into sqlite:.onetill/onetill.db`)
  expect(stderr).not.toContain('c4nac4na')
  const history = await run('history', paid, '--json')
  expect(JSON.parse(history.stdout)).toMatchObject({
    stored: { session: { status: 'paid' } },
    steps: [{ effect: 'moved' }],
  })
  // The hint says nothing by itself: it made a read due, which somebody else does.
  await run('sync', '--once')
  expect((await stored()).find(({ session }) => session.id === id)?.session.detail).toBe('awaiting_payment')
})

test('a port that is taken says so', async () => {
  cwd = mkdtempSync(join(command.folder(), 'port-'))
  const { port } = new URL(crypto.url)
  const { code, stderr } = await run('webhooks', 'serve', '--port', port)
  expect(code).toBe(2)
  expect(stderr).toContain(
    `cannot listen on 127.0.0.1:${port}: another program has it (EADDRINUSE); choose another --port`,
  )
})
