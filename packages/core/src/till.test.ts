import { describe, expect, test } from 'vitest'
import { codeOf, serve, session } from '../fixtures/session-server.ts'
import { acme, bazaar } from './acme.fixture.ts'
import { TillError } from './error.ts'
import { money } from './money.ts'
import { createTill } from './till.ts'

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

  test('says how long to wait where the provider does', async () => {
    const { url } = await serve((_, response) => response.writeHead(429, { 'retry-after': '7' }).end('{}'))
    const till = createTill({ adapters: [acme({ id: 'acme', baseUrl: url })] })
    const error = { code: 'rate_limited', retry: 'later', retryAfterMs: 7_000 }
    expect(await till.safeRetrieve('acme', 's1')).toMatchObject({ ok: false, error })
  })

  test.for([
    [400, 'rejected'], [401, 'authentication'], [403, 'permission'], [404, 'not_found'], [409, 'conflict'], [410, 'gone'],
    [418, 'rejected'], [422, 'rejected'], [429, 'rate_limited'], [500, 'provider_unavailable'], [502, 'provider_unavailable'],
    [503, 'provider_unavailable'], [504, 'provider_unavailable'], [599, 'provider_unavailable'], [307, 'redirect_refused'],
  ] as const)('%d is %s, once, and names provider, account and operation', async ([status, code]) => {
    const { url, paths } = await serve((_, response) => response.writeHead(status).end('{"key":"sk_live_1"}'))
    const till = createTill({ adapters: [acme({ id: 'acme', baseUrl: url, account: 'eu', key: 'sk_live_1' })], maxRetries: 0 })
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
  const BAD: readonly unknown[] = [-1, Number.NaN, Number.POSITIVE_INFINITY, 1.5, '2', null, 1e9, 2 ** 53, {}, true]
  const adapters = [acme({ id: 'acme', baseUrl: 'http://127.0.0.1:1' })] as const
  const till = createTill({ adapters })

  test.for(BAD.map((value) => [value] as const))('%s is refused by every option that is a number', async ([value]) => {
    // What TypeScript does not see: null stands for "not given" nowhere but where a default is documented.
    const given = (name: string): never => ({ adapters, [name]: value }) as never
    if (value !== null) {
      for (const name of ['deadlineMs', 'attemptTimeoutMs', 'maxRetries', 'maxResponseBytes'])
        expect(await codeOf(async () => createTill(given(name))), name).toBe('invalid_options')
      for (const name of ['deadlineMs', 'attemptTimeoutMs', 'maxRetries'])
        expect(await codeOf(() => till.retrieve('acme', 's1', given(name))), name).toBe('invalid_options')
    }
    expect(await codeOf(() => till.retrieveMany([{ provider: 'acme', id: 's1' }], given('concurrency')))).toBe(
      'invalid_options',
    )
  })

  test('the error names the option', () => {
    expect(() => createTill({ adapters, deadlineMs: -1 })).toThrow(/^deadlineMs is no whole number from 1 to 86400000$/)
    // No time is no option; no retry is one.
    expect(() => createTill({ adapters, deadlineMs: 0 })).toThrow(/^deadlineMs is no whole number/)
    expect(() => createTill({ adapters, maxRetries: 0 })).not.toThrow()
  })

  test('a wrong option of retrieveMany is a rejection, as every other failure of it', () => {
    const result = till.retrieveMany([], { concurrency: -1 })
    expect(result).toBeInstanceOf(Promise)
    return expect(result).rejects.toMatchObject({ code: 'invalid_options' })
  })
})
