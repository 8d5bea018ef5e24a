import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTill, isTillError, type TillError } from '@onetill/core'
import { type ControllableClock, createClock, type MaashSimulator, startMaashSimulator } from '@onetill/testkit'
import { maash } from './adapter.ts'
import type { MaashCreateInput } from './input.ts'

const INPUT = {
  merchantId: 'mer_01ABC',
  reference: 'order-1',
  amount: { value: '100.10', currency: 'USD' },
} as const satisfies MaashCreateInput

let clock: ControllableClock
let simulator: MaashSimulator
const connect = (fetch?: typeof globalThis.fetch) =>
  createTill({
    adapters: [maash({ apiKey: simulator.credentials.apiKey, baseUrl: simulator.url, insecureLoopback: true })],
    random: () => 0,
    ...(fetch === undefined ? {} : { fetch }),
  })
const refusal = async (run: Promise<unknown>): Promise<TillError> => {
  const error: unknown = await run.then(
    () => new Error('nothing was thrown'),
    (thrown: unknown) => thrown,
  )
  if (isTillError(error)) return error
  throw error
}
const posts = () => simulator.requests.filter(({ method }) => method === 'POST').length
const urlOf = (session: { readonly payVia: unknown }): string => {
  const { payVia } = session
  if (typeof payVia === 'object' && payVia !== null && 'url' in payVia && typeof payVia.url === 'string')
    return payVia.url
  throw new Error('no url')
}
const tokenOf = (session: { readonly payVia: unknown }): string =>
  new URL(urlOf(session)).searchParams.get('token') ?? ''

beforeEach(async () => {
  clock = createClock({ now: '2026-11-20T10:00:00Z' })
  simulator = await startMaashSimulator({ clock })
})
afterEach(() => simulator.close())

describe('create', () => {
  test('gives the session as it reads, with where to pay', async () => {
    const session = await connect().create('maash', INPUT)
    expect(session).toMatchObject({
      status: 'open',
      detail: 'created',
      providerStatus: 'pending',
      reference: 'order-1',
      amount: { value: '100.10', currency: 'USD' },
      expected: { amount: INPUT.amount, reference: 'order-1' },
      mismatch: [],
      payVia: { kind: 'url' },
    })
    expect(urlOf(session)).toContain(session.id)
    expect(tokenOf(session)).not.toBe('')
  })

  test('asks in the merchant’s currency where that is given; both amounts arrive digit for digit', async () => {
    const merchantAmount = { value: '92.35', currency: 'EUR' }
    const session = await connect().create('maash', { ...INPUT, merchantAmount })
    expect(session).toMatchObject({ amount: merchantAmount, amounts: { priced: INPUT.amount }, mismatch: [] })
  })

  test('the same reference is the same session, as it is by now', async () => {
    const till = connect()
    const first = await till.create('maash', INPUT)
    simulator.act(first.id, 'select')
    simulator.act(first.id, 'detect')
    simulator.act(first.id, 'complete')
    const again = await till.create('maash', INPUT)
    expect([again.id, again.status]).toEqual([first.id, 'paid'])
    const other = await till.create('maash', { ...INPUT, amount: { value: '7', currency: 'USD' } })
    expect([other.id, other.status, other.mismatch[0]?.field]).toEqual([first.id, 'review', 'amount'])
  })

  test.for([500, 502, 503] as const)(
    'a lost answer (%d after it was done) is asked for again: one session',
    async (status) => {
      simulator.fail({ method: 'POST' }, { status, when: 'after' })
      const session = await connect().create('maash', INPUT)
      expect(session.reference).toBe('order-1')
      expect(posts()).toBe(2)
      expect(simulator.sessions()).toHaveLength(1)
    },
  )

  test('when no answer comes at all, the caller is told to repeat it under the same reference', async () => {
    simulator.fail({ method: 'POST' }, { status: 503, when: 'after', times: 10 })
    const error = await refusal(connect().create('maash', INPUT))
    expect(error).toMatchObject({ code: 'unconfirmed', outcome: 'unknown', retry: 'same-key', attempts: 3 })
    expect(error.message).toContain('reference')
    expect(simulator.sessions()).toHaveLength(1)
  })

  test('when only the read after it fails, id and url are not lost', async () => {
    simulator.fail({ method: 'GET' }, { status: 500, times: 10 })
    const session = await connect().create('maash', INPUT)
    expect(session).toMatchObject({
      status: 'unknown',
      providerStatus: null,
      reference: 'order-1',
      amount: INPUT.amount,
      assumed: ['amount'],
      payVia: { kind: 'url' },
      notes: [{ code: 'status_not_reported' }],
    })
  })

  test.for([
    [{ ...INPUT, amount: { value: '0.00', currency: 'USD' } }, 'invalid_input', 'amount'],
    [{ ...INPUT, amount: { value: '1000000.01', currency: 'USD' } }, 'invalid_input', 'amount'],
    [{ ...INPUT, amount: { value: '5', currency: 'EUR' } }, 'invalid_input', 'amount.currency'],
    [{ ...INPUT, amount: { value: '5.001', currency: 'USD' } }, 'amount_precision', undefined],
    [{ ...INPUT, amount: 5 }, 'invalid_input', 'amount'],
    [{ ...INPUT, reference: '' }, 'invalid_input', 'reference'],
    [{ ...INPUT, webhook: 'x' }, 'invalid_input', 'webhook'],
    [{}, 'invalid_input', 'merchantId'],
  ] as const)('%j is refused before anything is sent: %s', async ([input, code, path]) => {
    const error = await refusal(connect().create('maash', input as never))
    expect([error.code, error.issues[0]?.path]).toEqual([code, path])
    expect(simulator.requests).toEqual([])
  })

  test('no credential in an error or in what inspect shows of it', async () => {
    simulator.fail({ method: 'POST' }, { status: 400, body: { error: simulator.credentials.apiKey } })
    const error = await refusal(connect().create('maash', INPUT))
    expect(inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toContain(
      simulator.credentials.apiKey,
    )
  })
})

describe('quote', () => {
  test('says what the payer sends, exact', async () => {
    const quote = await connect().quote('maash', {
      amount: { value: '100', currency: 'USD' },
      token: 'USDC',
      chain: 'base',
    })
    expect(quote).toMatchObject({
      token: 'USDC',
      chain: 'base',
      amount: { value: '100.00', currency: 'USD' },
      tokenAmount: '100.000000',
      rate: '1',
      fee: { value: '0.10', currency: 'USD' },
      feeToken: '0.100000',
      totalTokenAmount: '100.100000',
      createdAt: '2026-11-20T10:00:00.000Z',
      expiresAt: '2026-11-20T10:05:00.000Z',
      validForMs: 300_000,
    })
  })

  test('a token that Maash does not take does not compile and is refused', async () => {
    // @ts-expect-error DAI is no token of Maash
    const error = await refusal(connect().quote('maash', { amount: INPUT.amount, token: 'DAI', chain: 'base' }))
    expect(error).toMatchObject({ code: 'invalid_input', issues: [{ path: 'token' }] })
  })
})

describe('selectPayment', () => {
  const choice = { token: 'USDC', chain: 'solana' } as const

  test('says where to send how much', async () => {
    const till = connect()
    const created = await till.create('maash', INPUT)
    const selected = await till.selectPayment('maash', created.id, { sessionToken: tokenOf(created), ...choice })
    expect(selected).toMatchObject({
      id: created.id,
      reference: 'order-1',
      status: 'open',
      detail: 'awaiting_payment',
      amounts: { priced: { value: '100.10', currency: 'USD' } },
      payVia: { kind: 'transfer', token: 'USDC', chain: 'solana', tokenAmount: '100.200100' },
      processor: { selected: { token: 'USDC', chain: 'solana', tokenAmount: '100.200100' } },
      expiresAt: '2026-11-22T10:00:00.000Z',
    })
    expect((await till.retrieve('maash', created.id)).detail).toBe('awaiting_payment')
    const request = simulator.requests.find(({ path }) => path.endsWith('select-payment'))
    expect(request?.headers).toContain('authorization')
    expect(request?.headers).not.toContain('x-api-key')
  })

  test('a token of another session, or none at all, is refused without a character of it', async () => {
    const till = connect()
    const [one, two] = [
      await till.create('maash', INPUT),
      await till.create('maash', { ...INPUT, reference: 'order-2' }),
    ]
    const sent = simulator.requests.length
    for (const sessionToken of [tokenOf(two), 'line\r\nbreak', '']) {
      const error = await refusal(till.selectPayment('maash', one.id, { sessionToken, ...choice }))
      expect(error).toMatchObject({ code: 'invalid_input', issues: [{ path: 'sessionToken' }] })
      if (sessionToken !== '') expect(inspect(error)).not.toContain(sessionToken)
    }
    expect(simulator.requests.length).toBe(sent)
  })

  test('is sent once; a lost answer says to read the session', async () => {
    const till = connect()
    const created = await till.create('maash', INPUT)
    simulator.fail({ path: /select-payment$/ }, { status: 503, when: 'after', times: 10 })
    const token = tokenOf(created)
    const error = await refusal(till.selectPayment('maash', created.id, { sessionToken: token, ...choice }))
    expect(error).toMatchObject({ code: 'outcome_unknown', outcome: 'unknown', retry: 'never', attempts: 1 })
    expect(error.message).toContain('retrieve')
    expect(inspect(error, { depth: Number.POSITIVE_INFINITY })).not.toContain(token)
  })
})
