// A side that is read from the providers while it is compared.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MaashSimulator, type MavenSimulator, startMaashSimulator, startMavenSimulator } from '@onetill/testkit'
import { useCommand } from './command.ts'

const command = useCommand()
let crypto: MaashSimulator
let voice: MavenSimulator
let cwd = ''
const ids: string[] = []
const env = () => ({
  ONETILL_MAASH_API_KEY: crypto.credentials.apiKey,
  ONETILL_MAASH_BASE_URL: crypto.url,
  ONETILL_MAVEN_API_KEY: voice.credentials.apiKey,
  ONETILL_MAVEN_BASE_URL: voice.url,
  ONETILL_INSECURE_LOOPBACK: '1',
})
const run = (...args: readonly string[]) => command.run(args, { cwd, env: env() })
const live = (...args: readonly string[]) =>
  run('reconcile', '--left', 'store', '--as-of', '2099-01-01T00:00:00Z', '--json', ...args)

beforeAll(async () => {
  ;[crypto, voice] = await Promise.all([startMaashSimulator(), startMavenSimulator()])
  cwd = mkdtempSync(join(command.folder(), 'live-'))
  for (let n = 0; n < 70; n++)
    ids.push(crypto.create({ merchant_id: 'mer_1', transaction_id: `ORD-${n}`, amount_usd: `${n + 1}.50` }).session_id)
  const call = voice.create({
    project: 'p',
    caller: '+12025550110',
    mode: 'charge',
    amount: '20.00',
    gateway: 'stripe',
  })
  expect((await run('track', 'maash', ...ids)).code).toBe(0)
  expect((await run('track', 'maven', call.session_id)).code).toBe(0)
  expect((await run('sync', '--once')).code).toBe(0)
})
afterAll(() => Promise.all([crypto.close(), voice.close()]))

test('what the store has not heard of is a difference; nothing of it is remembered', async () => {
  const before = await live('--right', 'live', '--fail-on', 'none')
  expect(before).toMatchObject({ code: 0 })
  const [first = ''] = ids
  for (const step of ['select', 'detect', 'complete'] as const) crypto.act(first, step)
  const again = await live('--right', 'live')
  const { findings } = JSON.parse(again.stdout)
  const known = JSON.parse(before.stdout).findings.map(({ id }: { id: string }) => id)
  const fresh = findings.filter(({ id }: { id: string }) => !known.includes(id))
  expect(fresh).toMatchObject([
    { left: [{ reference: 'ORD-0', status: 'open' }], right: [{ reference: 'ORD-0', status: 'paid' }] },
  ])
  expect(again.code).toBe(1)
  expect(JSON.parse((await run('get', 'maash', first)).stdout)).toMatchObject({ status: 'paid' })
  const { stdout } = await run('sessions', '--json', '--status', 'paid')
  expect(JSON.parse(stdout)).toEqual([])
})

test('one provider alone; a CSV beside it; what is not configured is refused', async () => {
  writeFileSync(join(cwd, 'calls.csv'), 'reference,status,amount,currency\n')
  const { stdout } = await run('reconcile', '--left', 'calls.csv', '--right', 'live:maven', '--json')
  expect(JSON.parse(stdout).summary.records).toMatchObject({ left: { usable: 0 }, right: { usable: 1 } })
  expect(await live('--right', 'live:nobody')).toMatchObject({ code: 2, stderr: expect.stringContaining('known: ') })
  expect(await live('--right', 'live:jwt-checkout')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('jwt-checkout is not configured'),
  })
})

test('a provider that does not answer ends it: what was not read is not missing', async () => {
  await voice.close()
  const ran = await live('--right', 'live')
  expect(ran.code).toBe(2)
  expect(ran.stdout).toBe('')
  expect(ran.stderr).toMatch(/maven\/default\/\S+ could not be read, so nothing is compared/)
})
