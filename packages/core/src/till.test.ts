import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterEach, describe, expect, expectTypeOf, test } from 'vitest'
import { acme, bazaar } from './acme.fixture.ts'
import { isTillError, TillError } from './error.ts'
import { money } from './money.ts'
import type { CryptoProcessor, HostedProcessor } from './processor.ts'
import { createTill } from './till.ts'

type Handler = (id: string, response: ServerResponse, request: IncomingMessage) => void
const open: { close(): unknown; closeAllConnections(): void }[] = []

async function serve(handler: Handler): Promise<{ readonly url: string; readonly paths: string[] }> {
  const paths: string[] = []
  const server = createServer((request, response) => {
    paths.push(request.url ?? '')
    handler((request.url ?? '').slice(1), response, request)
  })
  open.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, paths }
}

afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const session = (id: string) => JSON.stringify({ id, status: 'paid', amount: 45.01, currency: 'USD' })
const codeOf = async (run: () => Promise<unknown>): Promise<string> => {
  try {
    await run()
  } catch (error) {
    return isTillError(error) ? error.code : `not a TillError: ${String(error)}`
  }
  return 'nothing thrown'
}

describe('retrieve', () => {
  test('reads one session, observed when the request began', async () => {
    const { url, paths } = await serve((id, response) => response.end(session(id)))
    const till = createTill({ adapters: [acme({ id: 'acme', baseUrl: url })], now: () => 1_795_435_200_123 })
    const read = await till.retrieve('acme', 's1')
    expect(read).toMatchObject({ provider: 'acme', id: 's1', status: 'paid', amount: money('45.01', 'USD') })
    expect(read.observed.at).toBe('2026-11-23T12:00:00.123Z')
    expect(paths).toEqual(['/s1'])
  })

  test('compares with what the caller expects, in any spelling of the amount', async () => {
    const { url } = await serve((id, response) => response.end(session(id)))
    const till = createTill({ adapters: [acme({ id: 'acme', baseUrl: url })] })
    const same = await till.retrieve('acme', 's1', { expected: { amount: { value: '45.010', currency: 'usd' } } })
    expect(same).toMatchObject({
      status: 'paid',
      mismatch: [],
      expected: { amount: money('45.01', 'USD'), reference: null },
    })
    const other = await till.retrieve('acme', 's1', { expected: { amount: money('45', 'USD'), reference: 'r' } })
    expect(other).toMatchObject({ status: 'review', detail: 'mismatch', assumed: ['reference'] })
  })

  test('refuses an expected amount that is none, before anything is sent', async () => {
    const { url, paths } = await serve((id, response) => response.end(session(id)))
    const till = createTill({ adapters: [acme({ id: 'acme', baseUrl: url })] })
    const expected = { amount: { value: '45.001', currency: 'USD' } }
    expect(await codeOf(() => till.retrieve('acme', 's1', { expected }))).toBe('amount_precision')
    expect(paths).toEqual([])
  })

  test.for([
    [400, 'rejected'], [401, 'authentication'], [403, 'permission'], [404, 'not_found'], [409, 'conflict'], [410, 'gone'],
    [418, 'rejected'], [422, 'rejected'], [429, 'rate_limited'], [500, 'provider_unavailable'], [502, 'provider_unavailable'],
    [503, 'provider_unavailable'], [504, 'provider_unavailable'], [599, 'provider_unavailable'], [307, 'redirect_refused'],
  ] as const)('%d is %s, once, and names provider, account and operation', async ([status, code]) => {
    const { url, paths } = await serve((_, response) => response.writeHead(status).end('{"key":"sk_live_1"}'))
    const till = createTill({ adapters: [acme({ id: 'acme', baseUrl: url, account: 'eu', key: 'sk_live_1' })] })
    const result = await till.safeRetrieve('acme', 's1')
    expect(result).toMatchObject({
      ok: false,
      error: { code, httpStatus: status, provider: 'acme', account: 'eu', operation: 'retrieve' },
    })
    expect(JSON.stringify(result)).not.toContain('sk_live')
    expect(paths).toHaveLength(1)
  }) // biome-ignore format: a table

  test('an answer that is not as documented names the path, the provider and the operation', async () => {
    const { url } = await serve((_, response) => response.end('{"id":5}'))
    const till = createTill({ adapters: [acme({ id: 'acme', baseUrl: url })] })
    const result = await till.safeRetrieve('acme', 's1')
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'invalid_response', provider: 'acme', operation: 'retrieve' },
    })
    expect(!result.ok && result.error.issues.map(({ path }) => path)).toEqual(['id', 'status'])
    expect(!result.ok && result.error.message.match(/acme: /g)).toHaveLength(1)
  })

  test("ends at the call's own deadline, and at the client's", async () => {
    const { url } = await serve(() => {})
    const till = createTill({ adapters: [acme({ id: 'acme', baseUrl: url })], deadlineMs: 100 })
    expect(await codeOf(() => till.retrieve('acme', 's1'))).toBe('deadline')
    const start = performance.now()
    expect(await codeOf(() => till.retrieve('acme', 's1', { deadlineMs: 20 }))).toBe('deadline')
    expect(performance.now() - start).toBeLessThan(100)
  })

  test("throws the signal's own reason, from safeRetrieve too", async () => {
    const { url } = await serve(() => {})
    const till = createTill({ adapters: [acme({ id: 'acme', baseUrl: url })] })
    const reason = new Error('enough')
    const signal = AbortSignal.abort(reason)
    await expect(till.retrieve('acme', 's1', { signal })).rejects.toBe(reason)
    await expect(till.safeRetrieve('acme', 's1', { signal })).rejects.toBe(reason)
  })

  test('holds the response to the size given', async () => {
    const { url } = await serve((_, response) => response.end('x'.repeat(101)))
    const till = createTill({ adapters: [acme({ id: 'acme', baseUrl: url })], maxResponseBytes: 100 })
    expect(await codeOf(() => till.retrieve('acme', 's1'))).toBe('response_too_large')
  })
})

describe('accounts', () => {
  const at = (url: string, account?: string) =>
    acme({ id: 'acme', baseUrl: url, ...(account === undefined ? {} : { account }) })

  test('of one provider are told apart by their label; the first is meant without one', async () => {
    const [one, two] = [await serve((id, r) => r.end(session(id))), await serve((id, r) => r.end(session(id)))]
    const till = createTill({ adapters: [at(one.url, 'one'), at(two.url, 'two')] })
    expect((await till.retrieve('acme', 'a', { account: 'two' })).account).toBe('two')
    expect((await till.retrieve('acme', 'b')).account).toBe('one')
    expect([one.paths, two.paths]).toEqual([['/b'], ['/a']])
    expect(await codeOf(() => till.retrieve('acme', 'a', { account: 'three' }))).toBe('unknown_provider')
  })

  test('may not be configured twice', () => {
    expect(() => createTill({ adapters: [at('http://127.0.0.1:1'), at('http://127.0.0.1:2')] })).toThrow(TillError)
    expect(() => createTill({ adapters: [at('http://127.0.0.1:1', 'a'), at('http://127.0.0.1:2', 'b')] })).not.toThrow()
  })
})

test('a provider without an adapter is unknown_provider, and does not compile', async () => {
  const till = createTill({ adapters: [acme({ id: 'acme', baseUrl: 'http://127.0.0.1:1' })] })
  // @ts-expect-error no adapter has this id
  expect(await codeOf(() => till.retrieve('other', 's1'))).toBe('unknown_provider')
  // @ts-expect-error no adapter has this id
  expect(await till.safeRetrieve('constructor', 's1')).toMatchObject({ ok: false, error: { code: 'unknown_provider' } })
})

describe('retrieveMany', () => {
  const refs = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ provider: 'acme' as const, id: `s${index}` }))

  test.for([1, 4, 16])('keeps at most %d reads open at one time, and the order', async (concurrency) => {
    let now = 0
    let most = 0
    const { url, paths } = await serve((id, response) => {
      most = Math.max(most, ++now)
      // Later ones answer sooner, so that order is not by luck.
      setTimeout(
        () => {
          now--
          response.end(session(id))
        },
        15 - (Number(id.slice(1)) % 5) * 3,
      )
    })
    const till = createTill({ adapters: [acme({ id: 'acme', baseUrl: url })] })
    const results = await till.retrieveMany(refs(40), { concurrency })
    expect(results.map((result) => result.ok && result.session.id)).toEqual(refs(40).map(({ id }) => id))
    expect(most).toBe(concurrency)
    expect(new Set(paths).size).toBe(40)
    expect(paths).toHaveLength(40)
  })

  test('one that fails leaves the others', async () => {
    const { url } = await serve((id, response) => {
      if (id === 's1') response.writeHead(404).end('{}')
      else if (id === 's2') response.destroy()
      else if (id === 's3') response.end('no JSON')
      else response.end(session(id))
    })
    const till = createTill({ adapters: [acme({ id: 'acme', baseUrl: url })] })
    const results = await till.retrieveMany(refs(6))
    expect(results.map((result) => (result.ok ? result.session.id : result.error.code))).toEqual([
      's0', 'not_found', 'network', 'invalid_response', 's4', 's5',
    ]) // biome-ignore format: one line
  })

  test('reads from several providers and compares each with its own expectation', async () => {
    const { url } = await serve((id, response) => response.end(session(id)))
    const till = createTill({ adapters: [acme({ id: 'acme', baseUrl: url }), bazaar({ id: 'bazaar', baseUrl: url })] })
    const results = await till.retrieveMany([
      { provider: 'acme', id: 'a', expected: { amount: money('45.01', 'USD') } },
      { provider: 'bazaar', id: 'b', expected: { amount: money('1', 'USD') } },
    ])
    expect(results).toMatchObject([
      { ok: true, session: { provider: 'acme', status: 'paid' } },
      { ok: true, session: { provider: 'bazaar', status: 'review', detail: 'mismatch' } },
    ])
  })

  test('of nothing is nothing', async () => {
    const till = createTill({ adapters: [acme({ id: 'acme', baseUrl: 'http://127.0.0.1:1' })] })
    expect(await till.retrieveMany([])).toEqual([])
  })

  test("ends with the signal's own reason and starts no further read", async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const { url, paths } = await serve(() => controller.abort(reason))
    const till = createTill({ adapters: [acme({ id: 'acme', baseUrl: url })] })
    await expect(till.retrieveMany(refs(20), { concurrency: 2, signal: controller.signal })).rejects.toBe(reason)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(paths.length).toBeLessThanOrEqual(2)
  })
})

describe('options', () => {
  const BAD: readonly unknown[] = [-1, 0, Number.NaN, Number.POSITIVE_INFINITY, 1.5, '2', null, 2 ** 53, {}, true]
  const adapters = [acme({ id: 'acme', baseUrl: 'http://127.0.0.1:1' })] as const
  const till = createTill({ adapters })

  test.for(BAD.map((value) => [value] as const))('%s is no whole number above 0', async ([value]) => {
    // What TypeScript does not see: null stands for "not given" nowhere but where a default is documented.
    const given = (name: string): never => ({ adapters, [name]: value }) as never
    if (value !== null) {
      for (const name of ['deadlineMs', 'maxResponseBytes'])
        expect(await codeOf(async () => createTill(given(name))), name).toBe('invalid_options')
      expect(await codeOf(() => till.retrieve('acme', 's1', given('deadlineMs')))).toBe('invalid_options')
    }
    expect(await codeOf(() => till.retrieveMany([{ provider: 'acme', id: 's1' }], given('concurrency')))).toBe(
      'invalid_options',
    )
  })

  test('the error names the option', () => {
    expect(() => createTill({ adapters, deadlineMs: -1 })).toThrow(/^deadlineMs is no whole number above 0$/)
  })

  test('a wrong option of retrieveMany is a rejection, as every other failure of it', () => {
    const result = till.retrieveMany([], { concurrency: -1 })
    expect(result).toBeInstanceOf(Promise)
    return expect(result).rejects.toMatchObject({ code: 'invalid_options' })
  })
})

describe('find and create', () => {
  test('go through the adapter that has them', async () => {
    const { url, paths } = await serve((id, response, request) => response.end(session(`${request.method}-${id}`)))
    const till = createTill({ adapters: [acme({ id: 'acme', baseUrl: url }), bazaar({ id: 'bazaar', baseUrl: url })] })
    expect((await till.find('bazaar', { caller: 'c1' })).id).toBe('GET-c1')
    expect((await till.create('bazaar', { order: 'o1' })).id).toBe('POST-o1')
    expect(paths).toEqual(['/c1', '/o1'])
  })

  test('are unsupported where the adapter has none, and do not compile', async () => {
    const till = createTill({ adapters: [acme({ id: 'acme', baseUrl: 'http://127.0.0.1:1' })] })
    // @ts-expect-error acme reads by id only
    expect(await codeOf(() => till.find('acme', { caller: 'c1' }))).toBe('unsupported')
    // @ts-expect-error acme creates nothing
    expect(await codeOf(() => till.create('acme', { order: 'o1' }))).toBe('unsupported')
  })

  test.for([
    ['a broken connection', (response: ServerResponse) => response.destroy(), 'outcome_unknown'],
    ['500', (response: ServerResponse) => response.writeHead(500).end(), 'outcome_unknown'],
    ['an answer that is no JSON', (response: ServerResponse) => response.end('thanks'), 'outcome_unknown'],
    ['a redirect', (response: ServerResponse) => response.writeHead(302, { location: '/' }).end(), 'outcome_unknown'],
    ['no answer', () => {}, 'outcome_unknown'],
    ['400', (response: ServerResponse) => response.writeHead(400).end('{}'), 'rejected'],
    ['401', (response: ServerResponse) => response.writeHead(401).end('{}'), 'authentication'],
    ['429', (response: ServerResponse) => response.writeHead(429).end('{}'), 'rate_limited'],
  ] as const)('a create that meets %s is sent once', async ([, answer, code]) => {
    const { url, paths } = await serve((_, response) => answer(response))
    const till = createTill({ adapters: [bazaar({ id: 'bazaar', baseUrl: url })], deadlineMs: 200 })
    try {
      await till.create('bazaar', { order: 'o1' })
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ code, operation: 'create', retry: code === 'rate_limited' ? 'later' : 'never' })
      if (code === 'outcome_unknown')
        expect(error).toMatchObject({ outcome: 'unknown', message: expect.stringContaining('settle it with find') })
    }
    expect(paths).toEqual(['/o1'])
  })
})

describe('types', () => {
  const till = createTill({
    adapters: [
      acme({ id: 'acme', baseUrl: 'http://127.0.0.1:1' }),
      bazaar({ id: 'bazaar', baseUrl: 'http://127.0.0.1:1' }),
    ],
  })

  test('ids and processors narrow by provider', () => {
    type Read<Id extends 'acme' | 'bazaar'> = Awaited<ReturnType<typeof till.retrieve<Id>>>
    expectTypeOf<Read<'acme'>['provider']>().toEqualTypeOf<'acme'>()
    expectTypeOf<Read<'bazaar'>['provider']>().toEqualTypeOf<'bazaar'>()
    expectTypeOf<Read<'acme'>['processor']>().toEqualTypeOf<HostedProcessor | null>()
    expectTypeOf<Read<'bazaar'>['processor']>().toEqualTypeOf<CryptoProcessor | null>()
    expectTypeOf<Parameters<typeof till.retrieve>[0]>().toEqualTypeOf<'acme' | 'bazaar'>()
  })

  test('find and create exist for the adapters that have them, with their own input', () => {
    expectTypeOf<Parameters<typeof till.find>[0]>().toEqualTypeOf<'bazaar'>()
    expectTypeOf<Parameters<typeof till.create>[0]>().toEqualTypeOf<'bazaar'>()
    expectTypeOf(till.find<'bazaar'>)
      .parameter(1)
      .toEqualTypeOf<{ readonly caller: string }>()
    expectTypeOf(till.create<'bazaar'>)
      .parameter(1)
      .toEqualTypeOf<{ readonly order: string }>()
    // @ts-expect-error the input of create is an order
    const wrong: () => Promise<unknown> = () => till.create('bazaar', { caller: 'c1' })
    expect(wrong).toBeTypeOf('function')
  })

  test('a safe result is a session or an error, by ok', () => {
    type Result = Awaited<ReturnType<typeof till.safeRetrieve<'acme'>>>
    expectTypeOf<Extract<Result, { ok: true }>>().toHaveProperty('session')
    expectTypeOf<Extract<Result, { ok: false }>['error']>().toEqualTypeOf<TillError>()
  })
})
