import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { isTillError, type TillError } from '@onetill/core'
import { jwtCheckout } from './adapter.ts'
import { failing, ORDER } from './connect.fixture.ts'
import { clock, connect, id, simulator, useSimulator } from './simulated.fixture.ts'

useSimulator()

describe('a read', () => {
  test('asks for one session with the token, and maps it', async () => {
    simulator.act(id, 'pay', { providerName: 'stripe' })
    const session = await connect().retrieve('jwt-checkout', id)
    expect(session).toMatchObject({
      provider: 'jwt-checkout',
      account: 'default',
      environment: 'test',
      id,
      reference: 'ORD-12345',
      status: 'paid',
      amount: null,
      refundStatus: 'none',
      refundEvidence: 'list',
      processor: { kind: 'hosted', name: 'stripe', method: 'card' },
      observed: { via: 'read' },
    })
    expect(simulator.requests).toMatchObject([
      { method: 'GET', path: `/api/v1/sessions/${id}`, query: [], status: 200, idempotencyKey: false },
    ])
    expect(simulator.requests[0]?.headers).toEqual(expect.arrayContaining(['accept', 'authorization']))
  })

  test('follows a session through its life', async () => {
    const till = connect()
    const seen = async () => {
      const { status, refundStatus, failure, reversal } = await till.retrieve('jwt-checkout', id)
      return { status, refundStatus, failure: failure?.code ?? null, reversed: reversal !== null }
    }
    const plain = { failure: null, reversed: false }
    expect(await seen()).toEqual({ ...plain, status: 'processing', refundStatus: 'none' })
    simulator.act(id, 'pay')
    simulator.act(id, 'refund', { amount: '45.01', refundId: 'r1' })
    expect(await seen()).toEqual({ ...plain, status: 'paid', refundStatus: 'pending' })
    simulator.settleRefund('r1', 'FAILED')
    expect(await seen()).toEqual({ ...plain, status: 'paid', refundStatus: 'failed' })
    simulator.act(id, 'refund', { refundId: 'r2' })
    simulator.settleRefund('r2', 'COMPLETED')
    // The failed refund stays in the list, so only the amount taken can say that everything went back.
    expect(await seen()).toEqual({ ...plain, status: 'paid', refundStatus: 'partial' })
    const expected = { amount: { value: '140.76', currency: 'USD' } }
    expect(await till.retrieve('jwt-checkout', id, { expected })).toMatchObject({
      refundStatus: 'full',
      amounts: { refunded: expected.amount },
      amount: expected.amount,
      assumed: ['amount'],
    })
    simulator.act(id, 'reverse')
    expect(await seen()).toEqual({ failure: null, status: 'paid', refundStatus: 'partial', reversed: true })
  })

  test('tells failed from expired', async () => {
    const till = connect()
    const other = simulator.create(ORDER).id
    simulator.act(other, 'fail', { failureReason: 'LOST_OR_STOLEN_CARD' })
    clock.advance(3_600_000)
    expect(await till.retrieve('jwt-checkout', id)).toMatchObject({
      status: 'expired',
      detail: 'unpaid',
      failure: null,
    })
    expect(await till.retrieve('jwt-checkout', other)).toMatchObject({
      status: 'failed',
      failure: { code: 'lost_or_stolen', providerCode: 'LOST_OR_STOLEN_CARD' },
    })
  })

  test('keeps the text on request, and the digits of a long amount', async () => {
    const large = simulator.create({ ...ORDER, amount: { total: '9007199254740993.01' } }).id
    simulator.act(large, 'pay')
    simulator.act(large, 'refund')
    const session = await connect().retrieve('jwt-checkout', large, { raw: true })
    expect(session.raw).toBe(simulator.text(large))
    expect(session.refunds?.[0]?.amount).toEqual({ value: '9007199254740993.01', currency: 'USD' })
  })

  test.each(['', '.', '..', '../x', 'a/b', 'a%2fb', 'a\r\nb'])(
    'the id %j is refused before any request',
    async (bad) => {
      expect(await failing(connect().retrieve('jwt-checkout', bad))).toMatchObject({ code: 'invalid_input' })
      expect(simulator.requests).toHaveLength(0)
    },
  )
})

describe('options', () => {
  const token = 'ks_test_c4nac4na'
  const baseUrl = 'https://api.example.com'

  test.each([
    ['no base URL', { token }, 'baseUrl'],
    ['a base URL that is none', { token, baseUrl: 'api.example.com' }, 'baseUrl'],
    ['http', { token, baseUrl: 'http://api.example.com' }, 'baseUrl'],
    ['http to this machine without leave', { token, baseUrl: 'http://127.0.0.1:1' }, 'baseUrl'],
    ['no token', { baseUrl }, 'token'],
    ['an empty token', { baseUrl, token: '' }, 'token'],
    ['a token that is neither text nor function', { baseUrl, token: 7 }, 'token'],
    ['a line break in the token', { baseUrl, token: 'ks_test_c4nac4na\r\n' }, 'token'],
    ['a row of the user that is none', { baseUrl, token, statusOverrides: [null] }, 'statusOverrides[0]'],
    ['an unknown option', { baseUrl, token, apiKey: 'ks_test_c4nac4na' }, 'apiKey'],
  ])('%s is refused by name, never by value', (_name, options, path) => {
    const error = thrownBy(() => Reflect.apply(jwtCheckout, undefined, [options]))
    expect(error).toMatchObject({ code: 'invalid_options' })
    expect(error.issues.map((issue) => issue.path)).toEqual([path])
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('c4nac4na')
  })

  test('a base URL may have a path and a slash at its end', async () => {
    const till = connect({ baseUrl: `${simulator.url}/gateway/` })
    await failing(till.retrieve('jwt-checkout', id))
    expect(simulator.requests[0]?.path).toBe(`/gateway/api/v1/sessions/${id}`)
  })

  test('the account stands on the session', async () => {
    expect((await connect({ account: 'eu' }).retrieve('jwt-checkout', id)).account).toBe('eu')
  })

  test("the caller's rows come before the table", async () => {
    const to = { status: 'open', detail: 'awaiting_payment' } as const
    const till = connect({ statusOverrides: [{ word: 'PENDING', to }] })
    expect(await till.retrieve('jwt-checkout', id)).toMatchObject({ ...to, observed: { overruled: true } })
  })

  test('operations the documents leave open are absent', () => {
    const adapter = jwtCheckout({ baseUrl, token })
    for (const method of ['find', 'cancel', 'quote', 'selectPayment', 'list'])
      expect(adapter).not.toHaveProperty(method)
  })
})

function thrownBy(work: () => unknown): TillError {
  try {
    work()
  } catch (error) {
    if (isTillError(error)) return error
    throw error
  }
  throw new Error('did not throw')
}
