import { afterEach, beforeEach, describe, expect, expectTypeOf, test } from 'vitest'
import { createTill, isTillError, type Till } from '@onetill/core'
import { createClock, type MavenSimulator, startMavenSimulator } from '@onetill/testkit'
import { type MavenAdapter, maven } from './adapter.ts'
import type { MavenCreateInput } from './input.ts'
import type { MavenSession } from './map.ts'

const CALLER = '+12025550142'
const INPUT = {
  project: 'front-desk',
  caller: CALLER,
  amount: { value: '49.99', currency: 'USD' },
  mode: 'charge',
  gateway: 'stripe',
  reference: 'order-1042',
} as const satisfies MavenCreateInput
const NATIVE = { project: 'front-desk', caller: CALLER, amount: '49.99', mode: 'charge', gateway: 'stripe' } as const

let simulator: MavenSimulator
let till: Till<readonly [MavenAdapter]>

const connect = (apiKey = simulator.credentials.apiKey) =>
  createTill({ adapters: [maven({ apiKey, baseUrl: simulator.url, insecureLoopback: true })], maxRetries: 0 })

beforeEach(async () => {
  simulator = await startMavenSimulator({ clock: createClock({ now: '2026-11-20T09:00:00Z' }), rateLimit: 20 })
  till = connect()
})
afterEach(() => simulator.close())

const refused = async (run: Promise<unknown>) => {
  const error: unknown = await run.then(
    () => 'an answer',
    (thrown: unknown) => thrown,
  )
  if (isTillError(error)) return error
  throw error
}

describe('retrieve', () => {
  test('reads a session by id through its life', async () => {
    const { session_id: id } = simulator.create(NATIVE)
    const seen = async () => {
      const { status, detail, providerStatus } = await till.retrieve('maven', id)
      return [status, detail, providerStatus]
    }
    expect(await seen()).toEqual(['open', 'created', 'PENDING'])
    simulator.act(id, 'dial')
    expect(await seen()).toEqual(['open', 'collecting', 'COLLECTING'])
    simulator.act(id, 'pay', { brand: 'visa', last4: '4242' })
    expect(await seen()).toEqual(['paid', null, 'payment-success'])

    const session = await till.retrieve('maven', id)
    expect(session).toMatchObject({
      id,
      environment: 'test',
      amount: INPUT.amount,
      purpose: 'payment',
      providerDone: true,
      customer: { phone: CALLER },
      processor: { kind: 'card', gateway: 'stripe', card: { brand: 'visa', last4: '4242' }, authorization: null },
      observed: { via: 'read', adapter: 'maven@0.1.0' },
    })
    expect(session.processor?.chargeId).toMatch(/^ch_/)
    expect(session.paidAt).toBe(session.completedAt)
    expect(session.paidAt).not.toBe(null)
  })

  test.for([
    ['authorize', 'authorizenet', 'charge', 'authorized', null],
    ['hold', 'authorizenet', 'charge', 'review', 'held'],
    ['decline', 'braintree', 'charge', 'failed', 'declined'],
    ['fail', 'shift4', 'charge', 'failed', 'error'],
    ['tokenize', 'shift4', 'tokenize', 'no_charge', 'method_saved'],
    ['skip', 'stripe', 'charge', 'paid', null],
    ['abandon', 'stripe', 'charge', 'expired', 'abandoned'],
    ['cancel', 'stripe', 'charge', 'cancelled', null],
  ] as const)('after %s (%s, %s) it is %s', async ([action, gateway, mode, status, detail]) => {
    const { session_id: id } = simulator.create({ ...NATIVE, gateway, mode })
    simulator.act(id, 'dial')
    simulator.act(id, action)
    expect(await till.retrieve('maven', id)).toMatchObject({ status, detail, providerDone: true })
  })

  test('a word outside the documents is unknown', async () => {
    const { session_id: id } = simulator.create(NATIVE)
    simulator.setWord(id, 'payment-disputed', { terminal: true })
    expect(await till.retrieve('maven', id)).toMatchObject({
      status: 'unknown',
      providerStatus: 'payment-disputed',
      providerDone: true,
    })
  })
})

describe('find', () => {
  test('reads by caller, the plus sign encoded', async () => {
    const { session_id: id } = simulator.create(NATIVE)
    const urls: string[] = []
    const fetch: typeof globalThis.fetch = (input, init) => {
      urls.push(input instanceof Request ? input.url : String(input))
      return globalThis.fetch(input, init)
    }
    const spied = createTill({
      adapters: [maven({ apiKey: simulator.credentials.apiKey, baseUrl: simulator.url, insecureLoopback: true })],
      fetch,
    })
    expect((await spied.find('maven', { caller: CALLER })).id).toBe(id)
    expect(urls).toEqual([`${simulator.url}/v1/sessions?caller=%2B12025550142`])
  })

  test('a caller without a session is not_found; what is no number is refused before any request', async () => {
    expect(await refused(till.find('maven', { caller: '+12025550199' }))).toMatchObject({ code: 'not_found' })
    const before = simulator.requests.length
    expect(await refused(till.find('maven', { caller: '2025550142' }))).toMatchObject({ code: 'invalid_input' })
    expect(simulator.requests).toHaveLength(before)
  })
})

describe('create', () => {
  test('answers where the payer calls, with the amount and reference that were sent as assumed', async () => {
    const session = await till.create('maven', INPUT)
    expect(session).toMatchObject({
      status: 'open',
      detail: 'created',
      amount: INPUT.amount,
      reference: 'order-1042',
      assumed: ['amount', 'reference'],
      payVia: { kind: 'call', phoneNumber: expect.stringMatching(/^\+/), sipUri: expect.stringMatching(/^sip:/) },
      observed: { via: 'create' },
    })
    const stored = simulator.sessions()
    expect(stored).toMatchObject([
      { session_id: session.id, amount: '49.99', caller: CALLER, project_slug: 'front-desk' },
    ])
    expect(await till.find('maven', { caller: CALLER })).toMatchObject({ id: session.id, amount: INPUT.amount })
  })

  test.for([
    ['a lost answer', { status: 502, body: '' }],
    ['an answer that is no JSON', { status: 200, body: '<p>ok</p>' }],
    ['a redirect', { status: 302, headers: { location: 'https://example.com' }, body: '' }],
  ] as const)('%s is outcome_unknown, sent once, and names the read that settles it', async ([, failure]) => {
    simulator.fail({ method: 'POST' }, { ...failure, when: 'after' })
    const error = await refused(till.create('maven', INPUT))
    expect(error).toMatchObject({ code: 'outcome_unknown', outcome: 'unknown', retry: 'never', operation: 'create' })
    expect(error.message).toContain('find({ caller })')
    expect(error.message).not.toContain(CALLER)
    expect(simulator.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
    expect(await till.find('maven', { caller: CALLER })).toMatchObject({ amount: INPUT.amount, status: 'open' })
  })

  test('an amount Maven refuses is refused here, before any request', async () => {
    const amount = { value: '49.999', currency: 'USD' }
    expect(await refused(till.create('maven', { ...INPUT, amount }))).toMatchObject({ code: 'amount_precision' })
    expect(simulator.requests).toEqual([])
  })

  test('what Maven itself refuses is rejected with the path: nothing was created', async () => {
    simulator.fail(
      { method: 'POST' },
      {
        status: 422,
        body: { detail: [{ loc: ['body', 'billing_address', 'zip'], msg: 'a text', type: 'string_too_long' }] },
      },
    )
    expect(await refused(till.create('maven', INPUT))).toMatchObject({
      code: 'rejected',
      outcome: 'none',
      issues: [{ path: 'billing_address.zip', expected: 'string_too_long' }],
    })
  })
})

describe('errors', () => {
  test('401: a key Maven does not know', async () => {
    const { session_id: id } = simulator.create(NATIVE)
    const error = await refused(connect('mvn_test_another').retrieve('maven', id))
    expect(error).toMatchObject({ code: 'authentication', httpStatus: 401, outcome: 'none', retry: 'never' })
    expect(JSON.stringify(error)).not.toContain('mvn_test_another')
  })

  test('404: an id Maven does not know', async () => {
    const run = till.retrieve('maven', '7d3f0c01-4a1b-4c2d-8e3f-90a1b2c3d401')
    expect(await refused(run)).toMatchObject({ code: 'not_found', httpStatus: 404, operation: 'retrieve' })
  })

  test('422: an id that is no UUID, with the path Maven names', async () => {
    expect(await refused(till.retrieve('maven', 'no-uuid'))).toMatchObject({
      code: 'rejected',
      httpStatus: 422,
      issues: [{ path: 'session_id', expected: 'uuid_parsing' }],
    })
  })

  test('429: more than 20 reads a minute', async () => {
    const { session_id: id } = simulator.create(NATIVE)
    for (let read = 0; read < 20; read++) await till.retrieve('maven', id)
    expect(await refused(till.retrieve('maven', id))).toMatchObject({ code: 'rate_limited', retry: 'later' })
  })

  test.for([
    [403, 'permission'],
    [500, 'provider_unavailable'],
    [503, 'provider_unavailable'],
  ] as const)('%i: %s', async ([status, code]) => {
    const { session_id: id } = simulator.create(NATIVE)
    simulator.fail('any', { status })
    expect(await refused(till.retrieve('maven', id))).toMatchObject({ code, httpStatus: status, provider: 'maven' })
    expect(await till.retrieve('maven', id), 'the failure is over').toMatchObject({ id })
  })
})

describe('options', () => {
  test('live and test come from the key', () => {
    expect(maven({ apiKey: 'mvn_live_x' }).environment).toBe('live')
    expect(maven({ apiKey: 'mvn_test_x' }).environment).toBe('test')
    expect(maven({ apiKey: 'x' }).environment).toBe('unknown')
  })

  test.for([
    ['a key with a line break', { apiKey: 'mvn_live_c4nac4na\r\nx' }, 'apiKey'],
    ['an empty key', { apiKey: '' }, 'apiKey'],
    ['http without loopback', { apiKey: 'mvn_live_c4nac4na', baseUrl: 'http://example.com' }, 'baseUrl'],
    [
      'a live key by http to a simulator',
      { apiKey: 'mvn_live_c4nac4na', baseUrl: 'http://127.0.0.1:1', insecureLoopback: true },
      'baseUrl',
    ],
    ['http loopback that is not allowed', { apiKey: 'mvn_live_c4nac4na', baseUrl: 'http://127.0.0.1:1' }, 'baseUrl'],
    ['an option that is none', { apiKey: 'mvn_live_c4nac4na', apikey: 'x' }, 'apikey'],
    ['an empty account', { apiKey: 'mvn_live_c4nac4na', account: '' }, 'account'],
    [
      'a row of the user without a status',
      {
        apiKey: 'mvn_live_c4nac4na',
        statusOverrides: [{ word: 'x', to: JSON.parse('{"status":"done","detail":null}') }],
      },
      'statusOverrides[0].to',
    ],
  ] as const)('%s is refused without a character of the key', ([, options, path]) => {
    const run = () => maven(options)
    expect(run).toThrow(expect.objectContaining({ code: 'invalid_options' }))
    expect(run).toThrow(path)
    expect(run).not.toThrow(/c4nac4na/)
  })

  test('the client knows what Maven offers', async () => {
    expectTypeOf(till.retrieve<'maven'>).returns.resolves.toEqualTypeOf<MavenSession>()
    expectTypeOf(till.create<'maven'>)
      .parameter(1)
      .toEqualTypeOf<MavenCreateInput>()
    // @ts-expect-error another provider is not configured
    await expect(till.retrieve('acme', 'x')).rejects.toMatchObject({ code: 'unknown_provider' })
  })
})
