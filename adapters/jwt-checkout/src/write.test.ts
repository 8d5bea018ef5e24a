import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTill } from '@onetill/core'
import {
  type ControllableClock,
  createClock,
  type JwtCheckoutSimulator,
  startJwtCheckoutSimulator,
} from '@onetill/testkit'
import { jwtCheckout } from './adapter.ts'
import { failing } from './connect.fixture.ts'
import type { JwtCheckoutCreateInput } from './input.ts'

const INPUT = {
  reference: 'ORD-12345',
  amount: { value: '140.76', currency: 'AUD' },
  paymentMethod: 'card',
  shipping: { value: '9.95', currency: 'AUD' },
} as const satisfies JwtCheckoutCreateInput
const KEY = '0d3e2b1a-7c5f-4e69-9a8b-1c2d3e4f5a6b'

let clock: ControllableClock
let simulator: JwtCheckoutSimulator
const connect = (
  options: { readonly token?: Parameters<typeof jwtCheckout>[0]['token']; readonly fetch?: typeof fetch } = {},
) =>
  createTill({
    adapters: [
      jwtCheckout({
        baseUrl: simulator.url,
        token: options.token ?? simulator.credentials.apiKey,
        insecureLoopback: true,
      }),
    ],
    random: () => 0,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  })
const posts = () => simulator.requests.filter(({ method }) => method === 'POST')
/** The request of a fetch, without taking its body. */
const requestOf = (input: Parameters<typeof fetch>[0], init?: RequestInit): Request =>
  input instanceof Request ? input : new Request(input, init)
/** A client whose requests are noted: method and key. */
const spied = () => {
  const keys: string[] = []
  const spy: typeof fetch = (input, init) => {
    const request = requestOf(input, init)
    if (request.method === 'POST') keys.push(request.headers.get('idempotency-key') ?? 'none')
    return fetch(input, init)
  }
  return { keys, till: connect({ fetch: spy }) }
}

beforeEach(async () => {
  clock = createClock({ now: '2026-11-20T10:00:00Z' })
  simulator = await startJwtCheckoutSimulator({ clock })
})
afterEach(() => simulator.close())

describe('create', () => {
  test('gives the session with where to pay; its amount is the input’s, assumed', async () => {
    const session = await connect().create('jwt-checkout', INPUT)
    expect(session).toMatchObject({
      status: 'processing',
      detail: 'unspecified',
      reference: 'ORD-12345',
      amount: INPUT.amount,
      assumed: ['amount'],
      payVia: { kind: 'url', url: expect.stringContaining(session.id) },
      observed: { via: 'create' },
    })
    expect(simulator.sessions()[0]).toMatchObject({ id: session.id })
  })

  test('every call has a key of its own, the caller’s own key wins, and all attempts of a call carry one', async () => {
    const { keys, till } = spied()
    simulator.fail({ method: 'POST' }, { status: 503, times: 2 })
    await till.create('jwt-checkout', INPUT)
    expect(new Set(keys).size).toBe(1)
    expect(keys).toHaveLength(3)
    await till.create('jwt-checkout', { ...INPUT, idempotencyKey: KEY })
    expect(keys.at(-1)).toBe(KEY)
    await till.create('jwt-checkout', INPUT)
    expect(new Set(keys).size).toBe(3)
  })

  test('a lost answer is asked for again under the same key: one session', async () => {
    simulator.fail({ method: 'POST' }, { status: 504, when: 'after' })
    const session = await connect().create('jwt-checkout', INPUT)
    expect(simulator.sessions().map(({ id }) => id)).toEqual([session.id])
  })

  test('when no answer comes at all, the error has the key, and the call repeated with it finds the session', async () => {
    simulator.fail({ method: 'POST' }, { status: 504, when: 'after', times: 3 })
    const till = connect()
    const error = await failing(till.create('jwt-checkout', INPUT))
    expect(error).toMatchObject({ code: 'unconfirmed', outcome: 'unknown', retry: 'same-key', attempts: 3 })
    const idempotencyKey = error.idempotencyKey ?? ''
    const session = await till.create('jwt-checkout', { ...INPUT, idempotencyKey })
    expect(simulator.sessions().map(({ id }) => id)).toEqual([session.id])
  })

  test('an answer that says no status is read; one that says no id is not called a failure', async () => {
    const answering =
      (body: unknown): typeof fetch =>
      async (input, init) => {
        const response = await fetch(input, init)
        return requestOf(input, init).method === 'POST' ? new Response(JSON.stringify(body), { status: 201 }) : response
      }
    const { id } = await connect().create('jwt-checkout', INPUT)
    const read = await connect({ fetch: answering({ sessionId: id, checkoutUrl: 'https://pay.example/1' }) }).create(
      'jwt-checkout',
      INPUT,
    )
    expect(read).toMatchObject({ id, status: 'processing', payVia: { url: 'https://pay.example/1' } })
    const gone = await connect({ fetch: answering({ id: 'not-there', checkoutUrl: 'https://pay.example/1' }) }).create(
      'jwt-checkout',
      INPUT,
    )
    expect(gone).toMatchObject({
      id: 'not-there',
      status: 'unknown',
      notes: [{ code: 'status_not_reported' }],
      payVia: { kind: 'url' },
    })
    const error = await failing(
      connect({ fetch: answering({ checkoutUrl: 'https://pay.example/1' }) }).create('jwt-checkout', INPUT),
    )
    expect(error).toMatchObject({ code: 'applied_unread', outcome: 'applied', retry: 'never' })
    expect(error.idempotencyKey).toMatch(/^[0-9a-f-]{36}$/)
    expect(error.message).not.toContain('pay.example')
  })

  test.for([
    [{ ...INPUT, idempotencyKey: 'order-1' }, 'invalid_input', 'idempotencyKey'],
    [{ ...INPUT, tax: { value: '1', currency: 'USD' } }, 'invalid_input', 'tax.currency'],
    [{ ...INPUT, amount: { value: '0', currency: 'AUD' } }, 'invalid_input', 'amount'],
    [{ ...INPUT, amount: { value: '0.001', currency: 'AUD' } }, 'amount_precision', undefined],
    [
      { ...INPUT, items: [{ name: 'a', sku: 'b', quantity: 0, unitPrice: INPUT.amount }] },
      'invalid_input',
      'items[0].quantity',
    ],
    [{ ...INPUT, customer: { phone: '12' } }, 'invalid_input', 'customer.phone'],
    [{ ...INPUT, callbackUrl: 'x' }, 'invalid_input', 'callbackUrl'],
  ] as const)('%j is refused before anything is sent: %s', async ([input, code, path]) => {
    const error = await failing(connect().create('jwt-checkout', input as never))
    expect([error.code, error.issues[0]?.path]).toEqual([code, path])
    expect(simulator.requests).toEqual([])
  })
})

describe('refund', () => {
  const paid = async () => {
    const till = connect()
    const { id } = await till.create('jwt-checkout', INPUT)
    simulator.act(id, 'pay')
    return { till, id }
  }

  test('of a part, then of the rest; both are in the session', async () => {
    const { till, id } = await paid()
    const part = { idempotencyKey: KEY, amount: { value: '40.01', currency: 'AUD' }, reason: 'REQUESTED_BY_CUSTOMER' }
    const first = await till.refund('jwt-checkout', id, part)
    expect(first).toMatchObject({
      status: 'pending',
      amount: part.amount,
      reason: part.reason,
      providerStatus: 'PENDING',
    })
    const rest = await till.refund('jwt-checkout', id, { idempotencyKey: crypto.randomUUID() })
    expect(rest.amount).toEqual({ value: '100.75', currency: 'AUD' })
    const session = await till.retrieve('jwt-checkout', id)
    expect(session.refunds?.map((refund) => refund.id)).toEqual([first.id, rest.id])
    expect(session).toMatchObject({ status: 'paid', refundStatus: 'pending' })
  })

  test('the same key is the same refund', async () => {
    const { till, id } = await paid()
    const [one, two] = [
      await till.refund('jwt-checkout', id, { idempotencyKey: KEY }),
      await till.refund('jwt-checkout', id, { idempotencyKey: KEY }),
    ]
    expect(two).toEqual(one)
  })

  test('a key is required by the type, and a UUID', async () => {
    const { till, id } = await paid()
    // @ts-expect-error a refund without a key could happen twice
    expect(await failing(till.refund('jwt-checkout', id, {}))).toMatchObject({ code: 'invalid_input' })
    expect(await failing(till.refund('jwt-checkout', id, { idempotencyKey: 'again' }))).toMatchObject({
      issues: [{ path: 'idempotencyKey' }],
    })
    expect(posts()).toHaveLength(1)
  })

  test.for([403, 404, 409, 429])(
    'a lost answer stays unconfirmed when the repetition is answered %d',
    async (status) => {
      const { till, id } = await paid()
      simulator.fail({ path: /refunds$/ }, { status: 502, when: 'after' })
      simulator.fail({ path: /refunds$/ }, { status, times: 2, headers: { 'retry-after': '0' } })
      const key = crypto.randomUUID()
      const error = await failing(till.refund('jwt-checkout', id, { idempotencyKey: key }))
      expect((await till.retrieve('jwt-checkout', id)).refunds).toHaveLength(1)
      expect(error).toMatchObject({ code: 'unconfirmed', outcome: 'unknown', idempotencyKey: key, httpStatus: status })
    },
  )

  test('a write that is refused after 429 did not happen', async () => {
    const { till, id } = await paid()
    simulator.fail({ path: /refunds$/ }, { status: 429, headers: { 'retry-after': '0' } })
    simulator.fail({ path: /refunds$/ }, { status: 403 })
    const error = await failing(till.refund('jwt-checkout', id, { idempotencyKey: crypto.randomUUID() }))
    expect(error).toMatchObject({ code: 'permission', outcome: 'none', attempts: 2 })
  })

  test('a lost answer is asked for again, and money goes back once', async () => {
    const { till, id } = await paid()
    simulator.fail({ path: /refunds$/ }, { status: 502, when: 'after' })
    await till.refund('jwt-checkout', id, { idempotencyKey: KEY, amount: { value: '1', currency: 'AUD' } })
    expect((await till.retrieve('jwt-checkout', id)).refunds).toHaveLength(1)
    simulator.fail({ path: /refunds$/ }, { status: 502, when: 'after', times: 3 })
    const key = crypto.randomUUID()
    const error = await failing(till.refund('jwt-checkout', id, { idempotencyKey: key }))
    expect(error).toMatchObject({ code: 'unconfirmed', idempotencyKey: key, retry: 'same-key' })
  })

  test('in another currency than meant is said, not passed over', async () => {
    const { till, id } = await paid()
    const wrong = { idempotencyKey: KEY, amount: { value: '1', currency: 'USD' } }
    const error = await failing(till.refund('jwt-checkout', id, wrong))
    expect(error).toMatchObject({ code: 'applied_unread', outcome: 'applied', retry: 'never' })
    expect(error.message).toContain('AUD')
  })

  test('of an unpaid session is a conflict', async () => {
    const till = connect()
    const { id } = await till.create('jwt-checkout', INPUT)
    expect(await failing(till.refund('jwt-checkout', id, { idempotencyKey: KEY }))).toMatchObject({ code: 'conflict' })
  })
})

describe('tokens', () => {
  test('after a 401 a write goes out again with another token and the same key', async () => {
    const asked: boolean[] = []
    const { till, keys } = (() => {
      const keys: string[] = []
      const spy: typeof fetch = (input, init) => {
        keys.push(requestOf(input, init).headers.get('idempotency-key') ?? 'none')
        return fetch(input, init)
      }
      const token = ({ refresh }: { readonly refresh: boolean }) => {
        asked.push(refresh)
        return refresh ? simulator.credentials.apiKey : 'ks_test_c4na_stale_token_00000'
      }
      return { keys, till: connect({ token, fetch: spy }) }
    })()
    await till.create('jwt-checkout', INPUT)
    expect(asked).toEqual([false, true])
    expect(new Set(keys).size).toBe(1)
    expect(simulator.sessions()).toHaveLength(1)
  })

  test('a supplier that never answers ends at the deadline of the call', async () => {
    const till = connect({ token: () => new Promise<string>(() => {}) })
    const from = performance.now()
    const error = await failing(till.retrieve('jwt-checkout', 's1', { deadlineMs: 100 }))
    expect(error).toMatchObject({ code: 'deadline' })
    expect(performance.now() - from).toBeLessThan(300)
  })

  test('no credential in any error of a write', async () => {
    const { apiKey } = simulator.credentials
    simulator.fail('any', { status: 400, body: { message: [`orderReference ${apiKey}`], error: apiKey } })
    const error = await failing(connect().create('jwt-checkout', INPUT))
    expect(inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toContain(apiKey)
  })
})
