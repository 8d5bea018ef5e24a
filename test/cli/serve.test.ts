import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'
import { type MaashSimulator, startMaashSimulator } from '@onetill/testkit'
import { finish, type Run, useCommand } from './command.ts'

const command = useCommand()
const OPERATOR = 'operator-c4nac4nac4nac4nac4na'
const VIEWER = 'viewer-c4nac4nac4nac4nac4nac4na'
let crypto: MaashSimulator

beforeAll(async () => {
  crypto = await startMaashSimulator()
})
afterAll(() => crypto.close())

const env = () => ({
  ONETILL_MAASH_API_KEY: crypto.credentials.apiKey,
  ONETILL_MAASH_BASE_URL: crypto.url,
  ONETILL_INSECURE_LOOPBACK: '1',
})
const folderOf = (name: string): string => mkdtempSync(join(command.folder(), `${name}-`))
const order = (reference: string) =>
  crypto.create({ merchant_id: 'mer_1', transaction_id: reference, amount_usd: '12.50' }).session_id

interface Serving {
  readonly url: string
  readonly end: (signal?: NodeJS.Signals) => Promise<Run>
}

/** Starts the page on a free port; it is ended when the test has. */
async function serving(
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Serving> {
  const child = command.start(['serve', '--port', '0', '--json', ...args], options)
  const ended = finish(child, '')
  onTestFinished(() => void child.kill('SIGKILL'))
  let text = ''
  await new Promise<void>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('\n')) resolve()
    })
    child.on('close', () => resolve())
  })
  if (text === '') throw new Error((await ended).stderr)
  const { url } = z.object({ url: z.string(), sync: z.boolean() }).parse(JSON.parse(text))
  return {
    url,
    end: (signal = 'SIGINT') => {
      child.kill(signal)
      return ended
    },
  }
}

const pageOf = async (url: string, headers: Readonly<Record<string, string>> = {}): Promise<string> =>
  (await fetch(url, { headers: { accept: 'text/html', ...headers } })).text()

/** Sends a form of a page as its own browser does. */
async function press(page: string, action: string, fields: Readonly<Record<string, string>> = {}) {
  const text = await pageOf(page)
  const [, token = ''] = /name="form_token" value="([^"]+)"/.exec(text) ?? []
  return fetch(`${page}/${action}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: new URL(page).origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ form_token: token, ...fields }),
  })
}

describe('onetill serve', () => {
  test('reads what is tracked, reads again now, decides, opens the payer’s page, and ends with open streams', async () => {
    const cwd = folderOf('serve')
    const id = order('ORD-77')
    await command.run(['track', 'maash', id], { cwd, env: env() })
    const { url, end } = await serving(['--merchant', 'Corner Shop'], { cwd, env: env() })
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    await expect.poll(() => pageOf(url), { timeout: 20_000 }).toContain('ORD-77')
    const session = `${url}/sessions/maash/default/${id}`
    const first = await pageOf(session)
    expect(first).toContain('Maash')
    // Which row of the adapter's table decided, and where that is written.
    expect(first).toMatch(/Row <code>pending [^<]*<\/code>, our reading of docs\.maash\.io/)

    crypto.act(id, 'select', { token: 'USDC', chain: 'solana' })
    crypto.act(id, 'underpay')
    const read = await press(session, 'read')
    expect([read.status, read.headers.get('location')]).toEqual([303, expect.stringContaining('said=read')])
    expect(await pageOf(session)).toContain('underpaid')
    expect(await pageOf(`${url}/?view=attention`)).toContain('ORD-77')
    const wrong = await press(session, 'resolve', { decision: ' ' })
    expect(wrong.headers.get('location')).toContain('said=undecided')
    const decided = await press(session, 'resolve', { decision: 'accepted as it is', note: 'by phone' })
    expect(decided.headers.get('location')).toContain('said=decided')
    expect(await pageOf(session)).toMatch(/accepted as it is, by this machine/)
    expect(await pageOf(`${url}/?view=attention`)).not.toContain('ORD-77')
    const forged = await fetch(`${session}/resolve`, { method: 'POST', body: new URLSearchParams({ decision: 'x' }) })
    expect(forged.status).toBe(403)

    const link = await press(session, 'links')
    const payer = await pageOf(new URL(link.headers.get('location') ?? '', url).href)
    expect(payer).toContain('Corner Shop')
    expect(payer).not.toContain(id)

    const stream = await fetch(`${url}/events`)
    expect(stream.headers.get('content-type')).toBe('text/event-stream')
    const start = performance.now()
    const { code, stderr } = await end()
    expect(performance.now() - start).toBeLessThan(3_000)
    expect(code).toBe(130)
    expect(stderr).toContain('reading maash/default into sqlite:.onetill/onetill.db')
    await expect(stream.text()).rejects.toThrow()

    // Links and decisions are in the store: another process has them.
    const again = await serving(['--no-sync'], { cwd })
    expect(await pageOf(new URL(link.headers.get('location') ?? '', again.url).href)).not.toContain('not valid')
    expect(await pageOf(`${again.url}/sessions/maash/default/${id}`)).toContain('accepted as it is')
    expect((await again.end('SIGTERM')).code).toBe(143)
  })

  test('a provider that does not know the session is told of in its timeline; one that fails is said to', async () => {
    const cwd = folderOf('failing')
    const store = 'sqlite:failing.db'
    await command.run(['track', 'maash', 'cs_00000000000000000000000000', '--store', store], { cwd, env: env() })
    const { url } = await serving(['--store', store], { cwd, env: env() })
    const session = `${url}/sessions/maash/default/cs_00000000000000000000000000`
    expect((await press(session, 'read')).headers.get('location')).toContain('said=read')
    expect(await pageOf(session)).toContain('HTTP 404')
    const other = { ...env(), ONETILL_MAASH_API_KEY: 'mk_test_other_c4nac4na' }
    const refused = await serving(['--store', store, '--no-sync'], { cwd, env: other })
    const page = `${refused.url}/sessions/maash/default/cs_00000000000000000000000000`
    expect((await press(page, 'read')).headers.get('location')).toContain('said=unread')
  })

  test.for([
    [['--host', '0.0.0.0'], {}, 'would reach 0.0.0.0 without a login'],
    [['--hosts', 'status.example.com'], {}, 'would reach status.example.com without a login'],
    [['--host', '0.0.0.0'], { ONETILL_VIEWER_TOKEN: VIEWER }, 'say by which name'],
    [['--hosts', 'status.example.com'], { ONETILL_VIEWER_TOKEN: 'short-c4na' }, 'at least 20 characters'],
    [[], { ONETILL_PAGE_SECRET: 'short-c4na' }, 'at least 32 characters'],
    [['--port', '70000'], {}, '--port'],
  ] as const)('%j is refused', async ([args, more, text]) => {
    const cwd = folderOf('refused')
    const { code, stdout, stderr } = await command.run(['serve', '--no-sync', '--port', '0', ...args], {
      cwd,
      env: more,
    })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(text)
    expect(stderr).not.toContain('c4na')
  })

  test('without a provider it says what to do, and a port that is taken is told of', async () => {
    const cwd = folderOf('nothing')
    const bare = await command.run(['serve', '--port', '0'], { cwd })
    expect([bare.code, bare.stderr.includes('--no-sync')]).toEqual([2, true])
    const { url } = await serving(['--no-sync'], { cwd })
    expect(await pageOf(url)).toContain('No sessions yet')
    const { code, stderr } = await command.run(['serve', '--no-sync', '--port', new URL(url).port], { cwd })
    expect([code, stderr.includes('choose another --port')]).toEqual([2, true])
  })

  test('tokens and a proxy of the configuration let in whom they name, as what they say', async () => {
    const cwd = folderOf('tokens')
    const page = {
      merchant: 'Corner Shop',
      hosts: ['status.example.com'],
      tokens: [
        { name: 'ann', role: 'operator', tokenEnv: 'ANN' },
        { name: 'screen', role: 'viewer', tokenFile: 'screen.token' },
      ],
      proxy: { header: 'x-user', operators: ['bea@example.com'], viewers: ['*'] },
    }
    writeFileSync(join(cwd, 'screen.token'), `${VIEWER}\n`, { mode: 0o600 })
    writeFileSync(join(cwd, 'onetill.config.json'), JSON.stringify({ page }))
    const { url } = await serving(['--no-sync'], { cwd, env: { ANN: OPERATOR } })
    const statusOf = async (headers: Readonly<Record<string, string>>) => (await fetch(`${url}/`, { headers })).status
    expect(await statusOf({})).toBe(401)
    expect(await statusOf({ authorization: `Bearer ${OPERATOR}` })).toBe(200)
    expect(await pageOf(url, { authorization: `Bearer ${VIEWER}` })).toContain('screen, viewer')
    expect(await pageOf(url, { 'x-user': 'bea@example.com' })).toContain('bea@example.com, operator')
    expect(await pageOf(url, { 'x-user': 'cid@example.com' })).toContain('cid@example.com, viewer')
    writeFileSync(join(cwd, 'onetill.config.json'), JSON.stringify({ page: { ...page, token: 1 } }))
    const unknown = await command.run(['serve', '--no-sync', '--port', '0'], { cwd, env: { ANN: OPERATOR } })
    expect([unknown.code, unknown.stderr.includes('page: no setting is called "token"')]).toEqual([2, true])
  })
})
