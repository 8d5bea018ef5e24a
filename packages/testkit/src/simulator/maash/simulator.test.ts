import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Called, call } from '../common/call.ts'
import { type ControllableClock, createClock } from '../common/clock.ts'
import { readFixture } from '../common/fixture.ts'
import type { MaashCreateInput } from './input.ts'
import { type MaashSimulator, startMaashSimulator } from './simulator.ts'

const order: MaashCreateInput = { merchant_id: 'mer_01ABC', transaction_id: 'txn_1515', amount_usd: '100' }
const SELECT = '/checkout/sessions/select-payment'

let clock: ControllableClock
let maash: MaashSimulator
let headers: Record<string, string>

beforeEach(async () => {
  clock = createClock({ now: '2024-01-31T15:25:00Z' })
  maash = await startMaashSimulator({ clock })
  headers = { 'x-api-key': maash.credentials.apiKey, 'x-maash-user-type': 'checkout' }
})
afterEach(() => maash.close())

const get = (path: string, given = headers): Promise<Called> => call(`${maash.url}${path}`, { headers: given })
const post = (path: string, send: unknown, given = headers): Promise<Called> =>
  call(`${maash.url}${path}`, { method: 'POST', headers: given, send })
const open = (input: Partial<MaashCreateInput> = {}): string => maash.create({ ...order, ...input }).session_id
const read = (id: string): Promise<Called> => get(`/checkout/sessions/${id}`)

describe('headers', () => {
  test.each([
    ['no user type', { 'x-maash-user-type': '' }],
    ['another user type', { 'x-maash-user-type': 'admin' }],
    ['no key', { 'x-api-key': '' }],
    ['another key', { 'x-api-key': 'mk_test_other' }],
  ])('%s: 401, not wrapped in data', async (_name, change) => {
    const { status, body } = await get(`/checkout/sessions/${open()}`, { ...headers, ...change })
    expect(status).toBe(401)
    expect(body).toHaveProperty('error', expect.any(String))
    expect(body).not.toHaveProperty('data')
  })

  test('a missing header is named', async () => {
    expect(await get('/checkout/tokens', { 'x-api-key': maash.credentials.apiKey })).toMatchObject({
      status: 401,
      body: { details: { validation_errors: ['x-maash-user-type: must be checkout'] } },
    })
    expect(await get('/checkout/tokens', { 'x-maash-user-type': 'checkout' })).toMatchObject({
      status: 401,
      body: { details: { validation_errors: ['x-api-key: is required'] } },
    })
  })
})

describe('read', () => {
  test("the documents' example comes out exactly", async () => {
    const id = open({
      session_id: 'cs_01ARZ3NDEKTSV4RRFFQ69G5FAV',
      transaction_id: 'txn_123456789',
      merchant_currency: 'USD',
      merchant_amount: '100',
    })
    expect((await read(id)).body).toEqual(readFixture('maash.get-session.json'))
  })

  test('a merchant amount, methods and metadata only where given; digits stay', async () => {
    const bare = open()
    expect(Object.keys(maash.sessions()[0] ?? {})).not.toEqual(expect.arrayContaining(['merchant_currency']))
    expect(maash.text(bare)).toContain('"metadata":{}')
    const metadata = '{"ratio":1.000000000000000005,"__proto__":{"a":1}}'
    const body = `{"merchant_id":"m","transaction_id":"t","amount_usd":45.10,"merchant_amount":123456789012345678.90,"metadata":${metadata}}`
    await post('/checkout/sessions', body)
    const text = maash.text(maash.sessions()[1]?.session_id ?? '')
    expect(text).toContain('"amount_usd":45.10,')
    expect(text).toContain('"merchant_amount":123456789012345678.90,')
    expect(text).toContain(`"metadata":${metadata}`)
    const methods = { crypto: true, card: false }
    const other = await startMaashSimulator({ clock, supportedMethods: methods })
    expect(other.create(order)).toMatchObject({ supported_methods: methods })
    await other.close()
  })

  test('an unknown id is 404', async () => {
    expect(await read('cs_01ARZ3NDEKTSV4RRFFQ69G5FAV')).toMatchObject({
      status: 404,
      body: { error: expect.any(String) },
    })
  })
})

describe('payment', () => {
  const asPayer = (token: string) => ({ 'x-maash-user-type': 'checkout', authorization: `Bearer ${token}` })

  test('selecting by the session token answers the documented keys', async () => {
    const created = await post('/checkout/sessions', { ...order, amount_usd: 100 })
    const id = maash.sessions()[0]?.session_id ?? ''
    const token = maash.sessionToken(id)
    expect(created.text).toContain(`?token=${token}"`)
    clock.advance(60_000)
    const { status, body } = await post(SELECT, { token: 'USDC', chain: 'arbitrum' }, asPayer(token))
    expect(status).toBe(200)
    expect(body).toEqual({
      data: {
        payment_id: expect.stringMatching(/^pay_[0-9A-HJKMNP-TV-Z]{26}$/),
        transaction_id: 'txn_1515',
        status: 'awaiting_payment',
        wallet_address: expect.stringMatching(/^0x[0-9a-f]{40}$/),
        payment_uri: expect.stringMatching(
          /^ethereum:0x[0-9a-f]{40}@42161\/transfer\?address=0x\w{40}&uint256=100000000$/,
        ),
        qr_code_url: expect.stringMatching(/^https:/),
        amount_usd: 100,
        token: 'USDC',
        chain: 'arbitrum',
        token_amount_expected: '100.100000',
        expires_at: '2024-02-02T15:25:00Z',
        created_at: '2024-01-31T15:26:00Z',
        updated_at: '2024-01-31T15:26:00Z',
      },
    })
    expect((await read(id)).body).toMatchObject({
      data: { status: 'awaiting_payment', updated_at: '2024-01-31T15:26:00Z' },
    })
  })

  test('selecting is refused without a token, for a chain not taken, and when the session is over', async () => {
    const id = open()
    const payer = asPayer(maash.sessionToken(id))
    const usdc = { token: 'USDC', chain: 'solana' }
    expect((await post(SELECT, usdc)).status).toBe(401)
    expect((await post(SELECT, usdc, asPayer('a.b.c'))).status).toBe(401)
    expect((await post(SELECT, { token: 'USDC', chain: 'tron' }, payer)).status).toBe(400)
    expect((await post(SELECT, { token: 'DAI', chain: 'bsc' }, payer)).status).toBe(400)
    expect((await read(id)).body).toMatchObject({ data: { status: 'pending' } })
    maash.act(id, 'cancel')
    expect((await post(SELECT, usdc, payer)).status).toBe(400)
    const late = open({ transaction_id: 'late' })
    clock.advance(48 * 3_600_000)
    expect(await post(SELECT, usdc, asPayer(maash.sessionToken(late)))).toMatchObject({
      status: 401,
      body: { error: 'session_expired' },
    })
  })

  test.each([
    ['completed', ['select', 'detect', 'complete']],
    ['confirming', ['select', 'detect']],
    ['underpaid', ['select', 'underpay']],
    ['underpaid', ['select', 'detect', 'underpay']],
    ['overpaid', ['select', 'detect', 'overpay']],
    ['failed', ['fail']],
    ['failed', ['select', 'detect', 'fail']],
    ['cancelled', ['cancel']],
    ['cancelled', ['select', 'cancel']],
  ] as const)('%s after %j', async (word, actions) => {
    const id = open()
    for (const action of actions) maash.act(id, action)
    expect((await read(id)).body).toMatchObject({ data: { status: word } })
  })

  test('what the state does not allow throws', () => {
    const id = open()
    expect(() => maash.act(id, 'detect')).toThrow('the session is pending')
    expect(() => maash.act(id, 'select', { token: 'USDT', chain: 'arbitrum' })).toThrow('does not take')
    maash.act(id, 'select')
    expect(() => maash.act(id, 'complete')).toThrow('the session is awaiting_payment')
    expect(() => maash.act('cs_none', 'select')).toThrow('no session')
  })

  test('a session nobody pays expires after 48 h; one that is on the chain does not', async () => {
    const idle = open()
    const paying = open({ transaction_id: 'paying' })
    maash.act(paying, 'select')
    maash.act(paying, 'detect')
    clock.advance(48 * 3_600_000 - 1)
    expect((await read(idle)).body).toMatchObject({ data: { status: 'pending' } })
    clock.advance(1)
    expect((await read(idle)).body).toMatchObject({ data: { status: 'expired', updated_at: '2024-02-02T15:25:00Z' } })
    expect((await read(paying)).body).toMatchObject({ data: { status: 'confirming' } })
  })

  test('expired may be answered with 410, the other documented way', async () => {
    const other = await startMaashSimulator({ clock, expired: 'gone' })
    const { session_id } = other.create(order)
    clock.advance(48 * 3_600_000)
    expect(await call(`${other.url}/checkout/sessions/${session_id}`, { headers })).toMatchObject({
      status: 410,
      body: { error: expect.any(String) },
    })
    await other.close()
  })

  test('a forced word is answered as it is', async () => {
    const id = open()
    maash.setWord(id, 'bridging')
    expect((await read(id)).body).toMatchObject({ data: { status: 'bridging' } })
  })
})

describe('prices', () => {
  test('a quote has the documented keys and amounts', async () => {
    expect((await get('/checkout/quote?amount_usd=100&token=USDC&chain=solana')).body).toEqual({
      data: {
        quote_id: expect.stringMatching(/^qt_[0-9A-HJKMNP-TV-Z]{26}$/),
        amount_usd: 100,
        token: 'USDC',
        chain: 'solana',
        token_amount: '100.000000',
        rate: 1,
        fee_usd: 0.1,
        fee_token: '0.100000',
        total_token_amount: '100.100000',
        expires_at: '2024-01-31T15:30:00Z',
        valid_for_seconds: 300,
        created_at: '2024-01-31T15:25:00Z',
      },
    })
  })

  test.each(['', '?amount_usd=x&token=USDC&chain=solana', '?amount_usd=1&token=DAI&chain=bsc'])(
    'the quote %j is refused',
    async (query) => {
      expect(await get(`/checkout/quote${query}`)).toMatchObject({
        status: 400,
        body: { details: { validation_errors: expect.any(Array) } },
      })
    },
  )

  test('the tokens are listed', async () => {
    expect((await get('/checkout/tokens')).body).toMatchObject({
      data: { tokens: { USDC: { chain: expect.any(Array) } } },
    })
  })
})

test('a webhook has the documented envelope, and the merchant id under another name', async () => {
  const id = open({ amount_usd: '45.1', merchant_currency: 'EUR', merchant_amount: '40' })
  const { body } = await post('/checkout/sessions', { ...order, amount_usd: 45.1 })
  const init: unknown = JSON.parse(maash.webhookBody(id, 'init'))
  expect(init).toEqual({
    id: expect.stringMatching(/^wh_[0-9A-HJKMNP-TV-Z]{26}$/),
    event: 'checkout',
    action: 'create',
    timestamp: '2024-01-31T15:25:00.000Z',
    version: '1.0.0',
    body: {
      transaction_id: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
      merchant_id: 'mer_01ABC',
      ext_transaction_id: 'txn_1515',
      amount: '45.10',
      currency: 'USD',
      status: 'init',
    },
  })
  const own = JSON.parse(maash.webhookBody(id, 'pending'))
  expect(own).toMatchObject({ action: 'update', body: { status: 'pending' } })
  expect(body).toMatchObject({ data: { transaction_id: own.body.transaction_id } })
})

test('a snapshot goes on where it was', async () => {
  const id = open({ metadata: { note: 'x' } })
  maash.act(id, 'select')
  const snapshot = JSON.parse(JSON.stringify(maash.snapshot()))
  const copy = await startMaashSimulator({ clock, snapshot })
  expect(copy.text(id)).toBe(maash.text(id))
  expect(copy.act(id, 'detect')).toEqual(maash.act(id, 'detect'))
  expect(copy.create({ ...order, transaction_id: 'new' })).toEqual(maash.create({ ...order, transaction_id: 'new' }))
  await copy.close()
})
