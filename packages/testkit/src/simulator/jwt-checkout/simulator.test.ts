import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Called, call } from '../common/call.ts'
import { type ControllableClock, createClock } from '../common/clock.ts'
import { readFixture } from '../common/fixture.ts'
import type { JwtCreateInput } from './input.ts'
import { type JwtCheckoutSimulator, startJwtCheckoutSimulator } from './simulator.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const KEY = '7c9e6679-7425-40de-944b-e07fc1f90ae7'
const OTHER_KEY = '7c9e6679-7425-40de-944b-e07fc1f90ae8'
const order: JwtCreateInput = {
  orderReference: 'ORD-12345',
  paymentMethod: 'card',
  currency: 'USD',
  amount: { total: '140.76' },
}
const body = { ...order, amount: { total: 140.76, shipping: 9.95, tax: 11.81 }, locale: 'en_AU' }

let clock: ControllableClock
let jwt: JwtCheckoutSimulator
let headers: Record<string, string>

beforeEach(async () => {
  clock = createClock({ now: '2024-01-15T11:00:00Z' })
  jwt = await startJwtCheckoutSimulator({ clock })
  headers = { authorization: `Bearer ${jwt.credentials.apiKey}` }
})
afterEach(() => jwt.close())

const read = (id: string): Promise<Called> => call(`${jwt.url}/api/v1/sessions/${id}`, { headers })
const post = (path: string, send: unknown, key = KEY): Promise<Called> =>
  call(`${jwt.url}/api/v1/sessions${path}`, { method: 'POST', headers: { ...headers, 'idempotency-key': key }, send })
const open = (input: Partial<JwtCreateInput> = {}): string => jwt.create({ ...order, ...input }).id
const paid = (): string => {
  const id = open()
  jwt.act(id, 'pay')
  return id
}
const refundIds = (id: string): readonly string[] =>
  jwt
    .sessions()
    .find((session) => session.id === id)
    ?.refunds?.map((refund) => refund.id) ?? []

describe('documented examples', () => {
  test('the answer of a read comes out exactly', async () => {
    const id = open({ id: 'e4b8c1a2-1234-5678-abcd-ef1234567890' })
    const refundId = '3d72f30c-2977-44bf-b2e8-ff09b9b3216d'
    jwt.act(id, 'pay', { providerName: 'stripe' })
    jwt.act(id, 'refund', { amount: '45.01', refundId })
    clock.advance(30 * 60_000)
    // The example contradicts its own text (a PENDING refund with a failure, an open session with refunds).
    jwt.setWord(refundId, 'PENDING', { failureReason: 'LOST_OR_STOLEN_CARD' })
    jwt.setWord(id, 'PENDING', { failureReason: 'EXPIRED' })
    expect((await read(id)).body).toEqual(readFixture('jwt-checkout.get-session.json'))
  })

  test('the error bodies come out exactly', async () => {
    const id = open()
    for (const status of [500, 502, 504]) jwt.fail('any', { status })
    const scripted = [await read(id), await read(id), await read(id)]
    const unauthorized = await call(`${jwt.url}/api/v1/sessions/${id}`)
    const missing = await read('none')
    expect([unauthorized, missing, ...scripted].map((answer) => answer.body)).toEqual(
      readFixture('jwt-checkout.errors.json'),
    )
    expect([unauthorized, missing, ...scripted].map((answer) => answer.status)).toEqual([401, 404, 500, 502, 504])
  })
})

describe('credentials', () => {
  const readAs = async (token: string): Promise<number> =>
    (await call(`${jwt.url}/api/v1/sessions/${open()}`, { headers: { authorization: `Bearer ${token}` } })).status

  test('a JWT is good for one hour of the clock', async () => {
    const token = jwt.issueToken()
    expect(await readAs(token)).toBe(200)
    clock.advance(3_600_000 - 1)
    expect(await readAs(token)).toBe(200)
    clock.advance(1)
    expect(await readAs(token)).toBe(401)
    expect(await readAs(jwt.issueToken({ ttlMs: 1_000 }))).toBe(200)
  })

  test('other tokens are refused, also with other claims under our signature', async () => {
    const [head, , signature] = jwt.issueToken().split('.')
    const claims = Buffer.from('{"exp":99999999999}').toString('base64url')
    for (const token of ['ks_test_other', 'a.b.c', `${head}.${claims}.${signature}`]) {
      expect(await readAs(token)).toBe(401)
    }
  })
})

describe('create', () => {
  test('answers a session with its checkout URL; a repetition answers the same', async () => {
    const first = await post('', body)
    expect(first.status).toBe(201)
    expect(first.body).toMatchObject({
      id: expect.stringMatching(UUID),
      orderReference: 'ORD-12345',
      status: 'PENDING',
      checkoutUrl: expect.stringMatching(/^https:/),
    })
    clock.advance(5_000)
    expect(await post('', body)).toEqual(first)
    expect(jwt.sessions()).toHaveLength(1)
    expect((await post('', { ...body, orderReference: 'ORD-2' })).status).toBe(409)
    expect((await post('', body, OTHER_KEY)).body).not.toEqual(first.body)
    expect(jwt.sessions()).toHaveLength(2)
  })

  test('a read has no amount', async () => {
    const { text } = await read(open())
    expect(text).not.toMatch(/140|amount|currency/)
  })

  test.each(['', 'abc', '7c9e6679-7425-10de-944b-e07fc1f90ae7'])('the idempotency key %j is refused', async (key) => {
    expect(await post('', body, key)).toMatchObject({ status: 400, body: { code: 400, error: 'Bad Request' } })
    expect(jwt.sessions()).toHaveLength(0)
  })

  test.each([
    ['no reference', { orderReference: undefined }, 'orderReference'],
    ['an amount as text', { amount: { total: '1.00' } }, 'amount.total'],
    ['no total', { amount: {} }, 'amount.total'],
    ['no amount', { amount: undefined }, 'amount'],
    ['zero', { amount: { total: 0 } }, 'amount.total'],
    ['a currency in small letters', { currency: 'usd' }, 'currency'],
  ])('%s is refused', async (_name, change, field) => {
    expect(await post('', { ...body, ...change })).toMatchObject({
      status: 400,
      body: { code: 400, message: expect.stringContaining(field) },
    })
  })

  test('a refused request does not use up its key', async () => {
    expect((await post('', {})).status).toBe(400)
    expect((await post('', body)).status).toBe(201)
  })

  test('the other documented error shape: statusCode, and messages as a list', async () => {
    const about = await startJwtCheckoutSimulator({ clock, errorShape: 'about' })
    const url = `${about.url}/api/v1/sessions`
    expect(
      await call(url, { method: 'POST', headers: { ...headers, 'idempotency-key': KEY }, send: {} }),
    ).toMatchObject({
      status: 400,
      body: {
        statusCode: 400,
        error: 'Bad Request',
        message: expect.arrayContaining(['orderReference: Field required']),
      },
    })
    expect((await call(`${url}/none`, { headers })).body).toEqual({
      statusCode: 404,
      error: 'Not Found',
      message: expect.any(String),
    })
    await about.close()
  })
})

describe('lifecycle', () => {
  test('paid: SUCCEEDED, an empty list of refunds', async () => {
    const id = open()
    expect((await read(id)).body).toMatchObject({ status: 'PENDING', refunds: null, providerName: null })
    clock.advance(61_000)
    jwt.act(id, 'pay', { providerName: 'adyen' })
    expect((await read(id)).body).toMatchObject({
      status: 'SUCCEEDED',
      failureReason: null,
      providerName: 'adyen',
      refunds: [],
      updatedAt: '2024-01-15T11:01:01.000Z',
    })
    expect(() => jwt.act(id, 'pay')).toThrow('the session is SUCCEEDED')
  })

  test('failed: a reason, no refunds', async () => {
    const id = open()
    jwt.act(id, 'fail', { failureReason: 'CARD_DECLINED' })
    expect((await read(id)).body).toMatchObject({ status: 'FAILED', failureReason: 'CARD_DECLINED', refunds: null })
    expect(() => jwt.act(id, 'refund')).toThrow('the session is FAILED')
  })

  test('expired by the clock: FAILED with the reason EXPIRED', async () => {
    const id = open()
    clock.advance(3_600_000 - 1)
    expect((await read(id)).body).toMatchObject({ status: 'PENDING', failureReason: null })
    clock.advance(1)
    expect((await read(id)).body).toMatchObject({
      status: 'FAILED',
      failureReason: 'EXPIRED',
      refunds: null,
      updatedAt: '2024-01-15T12:00:00.000Z',
    })
    expect(() => jwt.act(id, 'pay')).toThrow('the session is expired')
  })

  test('reversed keeps its refunds; a forced word is answered as it is', async () => {
    const id = paid()
    jwt.act(id, 'refund', { amount: '1' })
    jwt.act(id, 'reverse')
    expect((await read(id)).body).toMatchObject({ status: 'REVERSED', refunds: [{ amount: 1 }] })
    jwt.setWord(id, 'DISPUTED')
    expect((await read(id)).body).toMatchObject({ status: 'DISPUTED' })
  })
})

describe('refunds', () => {
  test('a part: the documented keys, and the session moves while the refund is PENDING', async () => {
    const id = paid()
    const answer = await post(`/${id}/refunds`, '{"amount":45.10,"reason":"REQUESTED_BY_CUSTOMER"}')
    expect(answer.status).toBe(201)
    expect(answer.text).toContain('"amount":45.10,')
    expect(answer.body).toEqual({
      refundId: expect.stringMatching(UUID),
      sessionId: id,
      status: 'PENDING',
      amount: 45.1,
      currency: 'USD',
      reason: 'REQUESTED_BY_CUSTOMER',
      createdAt: '2024-01-15T11:00:00.000Z',
    })
    expect((await read(id)).body).toMatchObject({ status: 'PARTIALLY_REFUNDED', refunds: [{ status: 'PENDING' }] })
    expect(await post(`/${id}/refunds`, '{"amount":45.10,"reason":"REQUESTED_BY_CUSTOMER"}')).toEqual(answer)
    expect(refundIds(id)).toHaveLength(1)
  })

  test('the rest without an amount, digit for digit; then nothing is left', async () => {
    const id = paid()
    await post(`/${id}/refunds`, { amount: 40.77 })
    const rest = await post(`/${id}/refunds`, '', OTHER_KEY)
    expect(rest.text).toContain('"amount":99.99,')
    expect((await read(id)).body).toMatchObject({ status: 'REFUNDED' })
    expect((await post(`/${id}/refunds`, {}, '7c9e6679-7425-40de-944b-e07fc1f90ae9')).status).toBe(409)
  })

  test('settled: COMPLETED or FAILED; a failed one leaves the word and frees its money', async () => {
    const id = paid()
    jwt.act(id, 'refund')
    const [first = ''] = refundIds(id)
    clock.advance(1_000)
    jwt.settleRefund(first, 'FAILED')
    expect((await read(id)).body).toMatchObject({
      status: 'REFUNDED',
      refunds: [
        { id: first, status: 'FAILED', failureReason: 'LOST_OR_STOLEN_CARD', updatedAt: '2024-01-15T11:00:01.000Z' },
      ],
    })
    jwt.act(id, 'refund', { amount: '40.76' })
    const second = refundIds(id)[1] ?? ''
    jwt.settleRefund(second, 'COMPLETED')
    expect((await read(id)).body).toMatchObject({
      status: 'PARTIALLY_REFUNDED',
      refunds: [{ status: 'FAILED' }, { status: 'COMPLETED', failureReason: null }],
    })
    expect(() => jwt.settleRefund(second, 'FAILED')).toThrow('the refund is COMPLETED')
    expect(() => jwt.settleRefund('none', 'FAILED')).toThrow('no session or refund')
  })

  test('refused: too much, not paid, unknown, without a key', async () => {
    const id = paid()
    expect((await post(`/${id}/refunds`, { amount: 140.77 })).status).toBe(422)
    expect((await post(`/${id}/refunds`, { amount: 0 })).status).toBe(400)
    expect((await post(`/${open()}/refunds`, {})).status).toBe(409)
    expect((await post('/none/refunds', {})).status).toBe(404)
    expect((await post(`/${id}/refunds`, {}, '')).status).toBe(400)
    expect((await read(id)).body).toMatchObject({ status: 'SUCCEEDED', refunds: [] })
  })
})

test('a snapshot goes on where it was, repetitions included', async () => {
  const first = await post('', body)
  const id = jwt.sessions()[0]?.id ?? ''
  jwt.act(id, 'pay')
  jwt.act(id, 'refund', { amount: '1.00' })
  const token = jwt.issueToken()
  const copy = await startJwtCheckoutSimulator({ clock, snapshot: JSON.parse(JSON.stringify(jwt.snapshot())) })
  expect(copy.text(id)).toBe(jwt.text(id))
  const again = { authorization: `Bearer ${token}`, 'idempotency-key': KEY }
  expect(await call(`${copy.url}/api/v1/sessions`, { method: 'POST', headers: again, send: body })).toEqual(first)
  expect(copy.create(order)).toEqual(jwt.create(order))
  await copy.close()
})
