import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Called, call } from '../common/call.ts'
import { type ControllableClock, createClock } from '../common/clock.ts'
import type { MavenCreateInput } from './input.ts'
import { type MavenSimulator, startMavenSimulator } from './simulator.ts'

const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000'
const order: MavenCreateInput = {
  project: 'clinic',
  caller: '+14155551234',
  amount: '45.10',
  mode: 'charge',
  gateway: 'stripe',
}

let clock: ControllableClock
let maven: MavenSimulator
let headers: Record<string, string>

beforeEach(async () => {
  clock = createClock({ now: '2026-05-01T10:00:00Z' })
  maven = await startMavenSimulator({ clock })
  headers = { authorization: `Bearer ${maven.credentials.apiKey}` }
})
afterEach(() => maven.close())

const get = (path: string): Promise<Called> => call(`${maven.url}${path}`, { headers })
const post = (path: string, send?: unknown): Promise<Called> =>
  call(`${maven.url}${path}`, { method: 'POST', headers, send })
const open = (input: Partial<MavenCreateInput> = {}): string => maven.create({ ...order, ...input }).session_id
const read = async (id: string): Promise<unknown> => (await get(`/v1/sessions/${id}`)).body

describe('reads', () => {
  test('without the key: 401 with a text', async () => {
    const wrong: readonly Record<string, string>[] = [
      {},
      { authorization: 'Bearer mvn_test_other' },
      { authorization: maven.credentials.apiKey },
    ]
    for (const given of wrong) {
      const { status, body } = await call(`${maven.url}/v1/auth/check`, { headers: given })
      expect([status, body]).toEqual([401, { detail: expect.any(String) }])
    }
    expect((await get('/v1/auth/check')).status).toBe(200)
  })

  test('an unknown id is 404 with a text, a word that is no UUID is 422 with a list', async () => {
    expect(await get(`/v1/sessions/${UNKNOWN_ID}`)).toMatchObject({ status: 404, body: { detail: expect.any(String) } })
    expect(await get('/v1/sessions/..%2Fsecret')).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['path', 'session_id'], type: 'uuid_parsing' }] },
    })
  })

  test('by caller: the newest session, with an encoded plus; refused without one', async () => {
    open({ memory: 'first' })
    const second = open({ memory: 'second' })
    expect(await get('/v1/sessions?caller=%2B14155551234')).toMatchObject({ status: 200, body: { session_id: second } })
    expect((await get('/v1/sessions?caller=+14155551234')).status).toBe(422)
    expect((await get('/v1/sessions?caller=%2B14155550000')).status).toBe(404)
    expect(await get('/v1/sessions')).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['query', 'caller'], type: 'missing' }] },
    })
  })
})

describe('lifecycle', () => {
  test('a call, a payment, a transfer', async () => {
    const id = open({ callback: '+14155550000' })
    expect(await read(id)).toMatchObject({ status: 'PENDING', is_terminal: false, processor: null, completed_at: null })
    clock.advance(10_000)
    maven.act(id, 'dial')
    expect(await read(id)).toMatchObject({
      status: 'COLLECTING',
      is_terminal: false,
      updated_at: '2026-05-01T10:00:10Z',
    })
    clock.advance(20_250)
    maven.act(id, 'pay', { brand: 'visa', last4: '4242' })
    expect(await read(id)).toMatchObject({
      status: 'payment-success',
      is_terminal: true,
      amount: '45.10',
      completed_at: '2026-05-01T10:00:30.250Z',
      error: null,
      processor: {
        card_brand: 'visa',
        card_last4: '4242',
        stripe_charge_id: expect.stringMatching(/^ch_/),
        stripe_payment_intent_id: expect.stringMatching(/^pi_/),
        payment_method_id: expect.stringMatching(/^pm_/),
        receipt_url: expect.stringMatching(/^https:/),
        stripe_customer_id: null,
        authnet_transaction_id: null,
      },
    })
    maven.act(id, 'transfer', { transferStatus: 'busy' })
    expect(await read(id)).toMatchObject({ status: 'payment-success', transfer_status: 'busy' })
  })

  // Which keys a gateway and mode fill: the get-session schema's descriptions and /integrations/stripe-connect.
  test.each([
    ['stripe', ['payment_method_id', 'stripe_customer_id']],
    ['authorizenet', ['authnet_customer_profile_id', 'authnet_payment_profile_id']],
    ['braintree', ['braintree_customer_id', 'braintree_payment_method_token']],
    ['shift4', ['shift4_card_id', 'shift4_customer_id']],
  ] as const)('a card kept with %s has its keys only', async (gateway, keys) => {
    const id = open({ mode: 'tokenize', amount: '0', gateway })
    maven.act(id, 'dial')
    expect(() => maven.act(id, 'pay')).toThrow('the mode is tokenize')
    const { status, processor } = maven.act(id, 'tokenize')
    expect(status).toBe('payment-success')
    const filled = Object.entries(processor ?? {}).flatMap(([key, value]) => (value === null ? [] : [key]))
    expect(filled.sort()).toEqual(['card_brand', 'card_last4', ...keys].sort())
  })

  test('authorize-only: held funds, not captured; AVS answers U without an address', async () => {
    const address = { street: '1 Main St', city: 'Springfield', state: 'IL', zip: '62701' }
    const without = open({ gateway: 'authorizenet' })
    const withAddress = open({ gateway: 'authorizenet', billing_address: address })
    maven.act(without, 'dial')
    maven.act(withAddress, 'dial')
    expect(maven.act(without, 'authorize')).toMatchObject({
      status: 'payment-authorized',
      is_terminal: true,
      processor: { authnet_capture_status: 'authorized', authnet_response_code: '1', authnet_avs_result_code: 'U' },
    })
    expect(maven.act(withAddress, 'pay')).toMatchObject({
      status: 'payment-success',
      processor: { authnet_capture_status: 'captured', authnet_avs_result_code: 'Y' },
    })
  })

  test('held for review: response code 4 under the word chosen', () => {
    const held = (word?: 'payment-failed') => {
      const id = open({ gateway: 'authorizenet' })
      maven.act(id, 'dial')
      return maven.act(id, 'hold', word === undefined ? {} : { word })
    }
    expect(held()).toMatchObject({ status: 'payment-success', processor: { authnet_response_code: '4' } })
    expect(held('payment-failed')).toMatchObject({
      status: 'payment-failed',
      processor: { authnet_response_code: '4' },
      error: { code: expect.any(String) },
    })
  })

  test.each([
    ['decline', {}, { code: 'card_declined', message: null }, '2'],
    [
      'decline',
      { code: 'insufficient_funds', message: 'Not enough' },
      { code: 'insufficient_funds', message: 'Not enough' },
      '2',
    ],
    ['fail', {}, { code: 'gateway_error', message: null }, '3'],
  ] as const)('%s %j ends as payment-failed with its error', async (action, details, error, responseCode) => {
    const id = open({ gateway: 'authorizenet' })
    maven.act(id, 'dial')
    maven.act(id, action, details)
    expect(await read(id)).toMatchObject({
      status: 'payment-failed',
      is_terminal: true,
      error,
      processor: { authnet_response_code: responseCode, authnet_auth_code: null, authnet_capture_status: null },
    })
  })

  test('a skipped test payment has no gateway ids; a live one cannot be skipped', async () => {
    const id = open()
    maven.act(id, 'dial')
    const { processor } = maven.act(id, 'skip')
    expect(Object.entries(processor ?? {}).filter(([, value]) => value !== null)).toEqual([['test_skip', true]])
    expect(JSON.parse(maven.webhookBody(id))).toMatchObject({
      environment: 'test',
      transaction_id: `test_skip_${Date.parse('2026-05-01T10:00:00Z')}`,
    })
    const live = await startMavenSimulator({ clock, apiKey: `mvn_live_${'1'.repeat(32)}` })
    const { session_id } = live.create(order)
    live.act(session_id, 'dial')
    expect(() => live.act(session_id, 'skip')).toThrow('the session is live')
    await live.close()
  })

  test('a session nobody paid expires by the clock, exactly at its time', async () => {
    const id = open()
    clock.advance(900_000 - 1)
    expect(await read(id)).toMatchObject({ status: 'PENDING', is_terminal: false })
    clock.advance(1)
    expect(await read(id)).toMatchObject({
      status: 'expired',
      is_terminal: true,
      updated_at: '2026-05-01T10:15:00Z',
      completed_at: '2026-05-01T10:15:00Z',
    })
    expect(() => maven.act(id, 'dial')).toThrow('the session is expired')
    expect(() => maven.webhookBody(id)).toThrow('no webhook')
  })

  test('cancel: 204 and empty from PENDING and COLLECTING, refused after', async () => {
    const pending = open()
    const collecting = open()
    maven.act(collecting, 'dial')
    for (const id of [pending, collecting]) {
      expect(await post(`/v1/sessions/${id}/cancel`)).toEqual({ status: 204, text: '', body: null })
      expect(await read(id)).toMatchObject({ status: 'cancelled', is_terminal: true })
      expect((await post(`/v1/sessions/${id}/cancel`)).status).toBe(422)
    }
    expect((await post(`/v1/sessions/${UNKNOWN_ID}/cancel`)).status).toBe(404)
  })

  test('abandoned ends it; what is over cannot be paid', () => {
    const id = open()
    expect(maven.act(id, 'abandon')).toMatchObject({ status: 'abandoned', is_terminal: true })
    expect(() => maven.act(id, 'pay')).toThrow('the session is abandoned')
  })

  test('a forced word is answered as it is', async () => {
    const id = open()
    maven.setWord(id, 'settling', { terminal: true })
    expect(await read(id)).toMatchObject({ status: 'settling', is_terminal: true })
  })
})

test('the rate limit counts per endpoint and minute', async () => {
  const limited = await startMavenSimulator({ clock, rateLimit: 20 })
  const { session_id } = limited.create(order)
  const status = async (path: string) => (await call(`${limited.url}${path}`, { headers })).status
  for (let index = 0; index < 20; index += 1) expect(await status(`/v1/sessions/${session_id}`)).toBe(200)
  expect(await call(`${limited.url}/v1/sessions/${UNKNOWN_ID}`, { headers })).toMatchObject({
    status: 429,
    body: { detail: expect.any(String) },
  })
  expect(await status('/v1/auth/check')).toBe(200)
  clock.advance(60_000)
  expect(await status(`/v1/sessions/${session_id}`)).toBe(200)
  await limited.close()
})

test('a snapshot goes on where it was, ids included', async () => {
  const id = open()
  maven.act(id, 'dial')
  const snapshot = JSON.parse(JSON.stringify(maven.snapshot()))
  const copy = await startMavenSimulator({ clock, snapshot })
  expect(copy.sessions()).toEqual(maven.sessions())
  expect(copy.act(id, 'pay')).toEqual(maven.act(id, 'pay'))
  expect(copy.create(order)).toEqual(maven.create(order))
  await copy.close()
})
