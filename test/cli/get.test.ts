import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { type MaashSimulator, startJwtCheckoutSimulator, startMaashSimulator } from '@onetill/testkit'
import { finish, useCommand } from './command.ts'

const KEY = 'mk_test_c4nac4na_4b1d7a'
const command = useCommand()
let maash: MaashSimulator
let ids: readonly string[] = []
const env = () => ({ ONETILL_MAASH_API_KEY: KEY, ONETILL_MAASH_BASE_URL: maash.url, ONETILL_INSECURE_LOOPBACK: '1' })

beforeAll(async () => {
  maash = await startMaashSimulator({ apiKey: KEY })
  const create = (reference: string) =>
    maash.create({ merchant_id: 'mer_1', transaction_id: reference, amount_usd: '12.50' }).session_id
  ids = [create('ORD-1'), create('ORD-2')]
})
afterAll(() => maash.close())

const write = (name: string, content: unknown, mode = 0o600): string => {
  const file = join(command.folder(), name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  chmodSync(file, mode)
  return file
}

test('one id gives an object, several a list in the order asked for', async () => {
  const one = await command.run(['get', 'maash', ids[0] ?? ''], { env: env() })
  expect(one).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(one.stdout)).toMatchObject({ reference: 'ORD-1', amount: { value: '12.50', currency: 'USD' } })
  const two = await command.run(['get', 'maash', ...[...ids].reverse()], { env: env() })
  expect(JSON.parse(two.stdout).map(({ reference }: { reference: string }) => reference)).toEqual(['ORD-2', 'ORD-1'])
})

test('an id that fails is named on stderr, the others still come out, and the exit code is 3', async () => {
  const { code, stdout, stderr } = await command.run(['get', 'maash', 'cs_nobody', ids[1] ?? ''], { env: env() })
  expect(code).toBe(3)
  expect(JSON.parse(stdout)).toMatchObject([{ reference: 'ORD-2' }])
  expect(stderr).toMatch(/^onetill: cs_nobody: maash: answered 404[^\n]*\n$/)
})

test('an id that cannot stand in a path is bad input, and nothing is sent', async () => {
  const before = maash.requests.length
  const { code, stderr } = await command.run(['get', 'maash', '../tokens'], { env: env() })
  expect(code).toBe(2)
  expect(stderr).toContain('id cannot stand in a path')
  expect(maash.requests).toHaveLength(before)
})

test('a refused credential, a dead address and a base URL that is not allowed each say what to do, without the key', async () => {
  const wrong = { ...env(), ONETILL_MAASH_API_KEY: 'mk_test_other_c4nac4na' }
  const dead = { ...env(), ONETILL_MAASH_BASE_URL: 'http://127.0.0.1:1', HTTPS_PROXY: 'http://user:secret@proxy.test' }
  const plain = { ...env(), ONETILL_INSECURE_LOOPBACK: '0' }
  const spaced = { ...env(), ONETILL_MAASH_API_KEY: 'mk_test c4nac4na\r\nx: y' }
  const runs = await Promise.all(
    [wrong, dead, plain, spaced].map((variables) =>
      command.run(['get', 'maash', ids[0] ?? ''], { env: { ...variables, ONETILL_DEBUG: '1' } }),
    ),
  )
  expect(runs.map(({ code }) => code)).toEqual([3, 3, 2, 2])
  expect(runs.map(({ stdout }) => stdout)).toEqual(['null\n', 'null\n', '', ''])
  expect(runs[0]?.stderr).toContain('Check the key')
  expect(runs[1]?.stderr).toContain('(HTTPS_PROXY is set, but no proxy is used)')
  expect(runs[2]?.stderr).toContain('insecureLoopback')
  for (const { stderr } of runs) expect(stderr).not.toMatch(/c4nac4na|secret/)
})

test('accounts come from a configuration file; the environment comes first', async () => {
  const shop = { provider: 'maash', baseUrl: maash.url, insecureLoopback: true }
  const file = write('shops.json', {
    accounts: [
      { ...shop, account: 'eu', apiKeyEnv: 'EU_KEY' },
      { ...shop, account: 'us', apiKeyFile: 'us.key' },
      { ...shop, account: 'literal', apiKey: KEY },
    ],
  })
  write('us.key', `${KEY}\n`)
  const base = { EU_KEY: KEY }
  for (const account of ['eu', 'us', 'literal']) {
    const args = ['get', 'maash', ids[0] ?? '', '--config', file, '--account', account]
    const { code, stdout, stderr } = await command.run(args, { env: base })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({ account, reference: 'ORD-1' })
  }
  const ambiguous = await command.run(['get', 'maash', 'x'], { env: { ...base, ONETILL_CONFIG: file } })
  expect(ambiguous).toMatchObject({ code: 2, stdout: '' })
  expect(ambiguous.stderr).toContain('choose one with --account: eu, us, literal')
  const environment = await command.run(['get', 'maash', ids[0] ?? ''], {
    env: { ...base, ...env(), ONETILL_CONFIG: file },
  })
  expect(JSON.parse(environment.stdout)).toMatchObject({ account: 'default' })
})

test.skipIf(process.platform === 'win32')('a secret that others can read is warned about, and still used', async () => {
  const account = { provider: 'maash', baseUrl: maash.url, insecureLoopback: true, apiKey: KEY }
  const file = write('open.json', { accounts: [account] }, 0o644)
  const { code, stderr } = await command.run(['get', 'maash', ids[0] ?? '', '--config', file])
  expect(code).toBe(0)
  expect(stderr).toMatch(
    /^onetill: warning: \S*open\.json holds a secret and others can read it; run: chmod 600 \S+\n$/,
  )
})

const WRONG: readonly (readonly [content: unknown, says: string])[] = [
  ['{ "accounts": [ sk_c4nac4na', 'expected JSON'],
  [[], 'expected an object'],
  [{}, 'accounts: expected a list'],
  [{ accounts: [], key: 'sk_c4nac4na' }, 'no setting is called "key"; known: accounts'],
  [{ accounts: [{ provider: 'paypal' }] }, 'accounts[0].provider: expected one of maven, maash, jwt-checkout'],
  [{ accounts: [{ provider: 'maash' }] }, 'accounts[0]: expected exactly one of apiKeyEnv, apiKeyFile, apiKey'],
  [{ accounts: [{ provider: 'maash', apiKey: 'sk_c4nac4na', apiKeyEnv: 'X' }] }, 'expected exactly one of'],
  [{ accounts: [{ provider: 'maash', apiKeyEnv: 'NOT_SET_ANYWHERE' }] }, 'variable NOT_SET_ANYWHERE is not set'],
  [{ accounts: [{ provider: 'maash', apiKeyFile: 'nowhere' }] }, 'ENOENT'],
  [{ accounts: [{ provider: 'maash', apikey: 'sk_c4nac4na' }] }, 'no setting is called "apikey"'],
  [{ accounts: [{ provider: 'maash', apiKey: 7 }] }, 'accounts[0].apiKey: expected text'],
  [
    { accounts: [{ provider: 'maash', apiKeyEnv: 'HOME', insecureLoopback: 'yes' }] },
    'insecureLoopback: expected true or false',
  ],
]

test.each(WRONG)('configuration %# is refused with its path, exit code 2 and no value', async (content, says) => {
  const file = write('wrong.json', content)
  const { code, stdout, stderr } = await command.run(['get', 'maash', 'x', '--config', file])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(says)
  expect(stderr).not.toContain('sk_c4nac4na')
})

test('a provider without a known address needs one, and what was ordered fills its amount', async () => {
  const jwt = await startJwtCheckoutSimulator()
  try {
    const { id } = jwt.create({
      orderReference: 'ORD-9',
      paymentMethod: 'card',
      currency: 'EUR',
      amount: { total: '5.00' },
    })
    const token = { ONETILL_JWT_CHECKOUT_TOKEN: jwt.credentials.apiKey, ONETILL_INSECURE_LOOPBACK: '1' }
    const args = ['get', 'jwt-checkout', id, '--expected-amount', '5 EUR']
    const without = await command.run(args, { env: token })
    expect(without).toMatchObject({ code: 2, stderr: 'onetill: ONETILL_JWT_CHECKOUT_BASE_URL is not set\n' })
    const { code, stdout } = await command.run(args, { env: { ...token, ONETILL_JWT_CHECKOUT_BASE_URL: jwt.url } })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ amount: { value: '5.00', currency: 'EUR' }, assumed: ['amount'] })
  } finally {
    await jwt.close()
  }
})

test('SIGINT while a provider does not answer ends the command with 130', async () => {
  const silent = createServer(() => {})
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  try {
    const { port } = z.object({ port: z.number() }).parse(silent.address())
    const child = spawn(process.execPath, [join(command.folder(), 'onetill.mjs'), 'get', 'maash', 'cs_1'], {
      env: { ...env(), ONETILL_MAASH_BASE_URL: `http://127.0.0.1:${port}` },
    })
    const end = finish(child, '')
    await once(silent, 'request')
    child.kill('SIGINT')
    expect(await end).toEqual({ code: 130, signal: null, stdout: '', stderr: '' })
  } finally {
    silent.closeAllConnections()
    silent.close()
  }
})
