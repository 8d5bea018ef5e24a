import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createTill, isTillError, type TillError } from '@onetill/core'
import { type PinnedFetch, type PinnedFetchOptions, pinnedFetch } from '@onetill/core/node'
import { jwtCheckout } from '@onetill/jwt-checkout'
import { ROOT } from '../packages.ts'
import { runSource } from './run-source.ts'
import { answering, victim } from './victim.ts'

const LOCAL = ['127.0.0.1']

const opened = (options: PinnedFetchOptions = {}): PinnedFetch => {
  const pinned = pinnedFetch(options)
  onTestFinished(() => pinned.close())
  return pinned
}

const refusalOf = async (answer: Promise<unknown>): Promise<TillError> => {
  try {
    await answer
  } catch (error) {
    if (isTillError(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('a name', () => {
  test('is resolved once for a connection, and just that address is connected to', async () => {
    const { port, connections } = await victim()
    const bad = await victim({ host: '127.0.0.2' })
    // Whoever looks twice, to check and then to connect, is sent to another host the second time.
    const { lookup, calls } = answering(LOCAL, ['127.0.0.2'])
    const response = await opened({ lookup, allow: LOCAL })(`http://api.example.com:${port}/`)
    expect(await response.text()).toBe('ok')
    expect([calls(), connections(), bad.connections()]).toEqual([1, 1, 0])
  })

  test('that changes is refused at the next connection', async () => {
    const good = await victim({}, (_, response) => response.setHeader('connection', 'close').end('ok'))
    const { lookup, calls } = answering(LOCAL, ['127.0.0.2'])
    const pinned = opened({ lookup, allow: LOCAL })
    expect((await pinned(`http://api.example.com:${good.port}/`)).status).toBe(200)
    const error = await refusalOf(pinned(`http://api.example.com:${good.port}/`))
    expect(error.message).toContain('loopback')
    expect([calls(), good.connections()]).toEqual([2, 1])
  })

  test.for([
    [['127.0.0.1'], 'loopback'],
    [['127.0.0.2', '127.0.0.1'], 'loopback'],
    [['8.8.8.8', '10.0.0.1'], 'private'],
    [['10.0.0.1', '8.8.8.8'], 'private'],
    [['::ffff:127.0.0.1'], 'loopback'],
    [['::ffff:a9fe:a9fe'], 'link-local'],
    [['64:ff9b::7f00:1'], 'loopback'],
    [['2002:7f00:1::'], '6to4'],
    [['::1'], 'loopback'],
    [['fe80::1%lo'], 'no plain address'],
    [['0.0.0.0'], 'this network'],
    [['not an address'], 'no plain address'],
  ] as const)('that leads to %j is refused', async ([addresses, use]) => {
    const { port, connections } = await victim()
    const { lookup } = answering(addresses)
    const error = await refusalOf(opened({ lookup })(`http://api.example.com:${port}/`))
    expect(error).toMatchObject({ code: 'network', outcome: 'none', cause: { name: 'Error', code: 'ADDRESS_REFUSED' } })
    expect(error.message).toContain(`(${use})`)
    expect(connections()).toBe(0)
  })

  test('without an address is an error of the system', async () => {
    const { lookup } = answering([])
    await expect(opened({ lookup })('http://api.example.com/')).rejects.toMatchObject({ cause: { code: 'ENOTFOUND' } })
  })
})

describe('an address in the URL', () => {
  test.for([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '[::ffff:127.0.0.1]',
    '０x7f000001',
    '0.0.0.0',
  ])('%s is refused, without a connection', async (host) => {
    const { port, connections } = await victim()
    const error = await refusalOf(opened({ allow: ['10.0.0.0/8'] })(`http://${host}:${port}/`))
    expect(error.cause).toMatchObject({ code: 'ADDRESS_REFUSED' })
    expect(connections()).toBe(0)
  })

  test('is refused behind a redirect as well', async () => {
    const target = await victim({ host: '127.0.0.2' })
    const { port } = await victim({}, (_, response) => {
      response.writeHead(302, { location: `http://127.0.0.2:${target.port}/` }).end()
    })
    const pinned = opened({ allow: LOCAL })
    await refusalOf(pinned(`http://127.0.0.1:${port}/`))
    expect(target.connections()).toBe(0)
    expect((await pinned(`http://127.0.0.1:${port}/`, { redirect: 'manual' })).status).toBe(302)
  })
})

test('a request arrives as it was made', async () => {
  const { port, requests } = await victim()
  const request = new Request(`http://127.0.0.1:${port}/v1?a=b`, {
    method: 'POST',
    body: '{"a":1}',
    headers: { 'x-a': 'b' },
  })
  await opened({ allow: LOCAL })(request)
  expect(requests[0]?.body).toBe('{"a":1}')
  expect(requests[0]?.head).toMatchObject({
    method: 'POST',
    url: '/v1?a=b',
    headers: { 'x-a': 'b', 'content-length': '7' },
  })
})

test('a signal ends it', async () => {
  const { port } = await victim({}, () => {})
  const reason = new Error('enough')
  const controller = new AbortController()
  const answer = opened({ allow: LOCAL })(`http://127.0.0.1:${port}/`, { signal: controller.signal })
  setTimeout(() => controller.abort(reason), 20)
  await expect(answer).rejects.toBe(reason)
})

test('close ends its connections, and it can be used again', async () => {
  const { port, open } = await victim()
  const pinned = opened({ allow: LOCAL })
  await (await pinned(`http://127.0.0.1:${port}/`)).text()
  expect(open()).toBe(1)
  await pinned.close()
  await vi.waitFor(() => expect(open()).toBe(0))
  expect((await pinned(`http://127.0.0.1:${port}/`)).status).toBe(200)
})

test('a client says what was refused, and sends nothing', async () => {
  const { port, connections } = await victim({ secure: true })
  const { lookup } = answering(['127.0.0.1'])
  const adapter = jwtCheckout({ baseUrl: `https://api.example.com:${port}`, token: 'ks_test_c4na567890123456' })
  const till = createTill({ adapters: [adapter], fetch: opened({ lookup }), maxRetries: 0 })
  const error = await refusalOf(till.retrieve('jwt-checkout', 'cs_1'))
  expect(error).toMatchObject({ code: 'network', provider: 'jwt-checkout', cause: { code: 'ADDRESS_REFUSED' } })
  expect(error.message).toContain('pinnedFetch({ allow })')
  expect(connections()).toBe(0)
})

test('a certificate is checked whatever the environment says', async () => {
  const { port, requests } = await victim({ secure: true })
  const env = { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' }
  const said = JSON.parse(
    await runSource(new URL('tls-child.ts', import.meta.url), [`https://127.0.0.1:${port}/`], env),
  )
  expect(said).toEqual({ plain: 'ok', pinned: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  expect(requests.length).toBe(1)
})

test('without undici the error names it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pinned-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const outfile = join(folder, 'pinned.mjs')
  const entry = join(ROOT, 'packages/core/src/node/pinned-fetch.ts')
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node', external: ['undici'] })
  const copy: { readonly pinnedFetch: typeof pinnedFetch } = await import(
    /* @vite-ignore */ pathToFileURL(outfile).href
  )
  const error = await refusalOf(copy.pinnedFetch()('http://127.0.0.1/'))
  expect(error.code).toBe('invalid_options')
  expect(error.message).toContain('npm install undici@7')
})

test.for([
  [{ allow: ['10.0.0.0/33'] }, 'allow[0]'],
  [{ allow: ['127.0.0.1', 'localhost'] }, 'allow[1]'],
  [{ allow: [''] }, 'allow[0]'],
  [{ allow: [10] }, 'allow[0]'],
  [{ connectTimeoutMs: 0 }, 'connectTimeoutMs'],
  [{ connectTimeoutMs: 1.5 }, 'connectTimeoutMs'],
  [{ connectTimeoutMs: Number.POSITIVE_INFINITY }, 'connectTimeoutMs'],
] as const)('%j is refused before anything is sent', async ([options, path]) => {
  const error = await refusalOf(Promise.resolve().then(() => Reflect.apply(pinnedFetch, undefined, [options])))
  expect(error).toMatchObject({ code: 'invalid_options', issues: [{ path }] })
})
