import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, expectTypeOf, test } from 'vitest'
import { createTill, isTillError, normalizeEvent, type TillError } from '@onetill/core'
import { type ControllableClock, createClock, type MaashSimulator, startMaashSimulator } from '@onetill/testkit'
import { maash } from './adapter.ts'
import { type MaashSession, maashMapper } from './map.ts'

const API_KEY = `mk_test_${'7f3a'.repeat(8)}`
const ORDER = { merchant_id: 'mer_01ABC', transaction_id: 'order-1', amount_usd: '100' }
const TWO_DAYS_MS = 172_800_000

let clock: ControllableClock
let simulator: MaashSimulator

const start = (options: Parameters<typeof startMaashSimulator>[0] = {}): Promise<MaashSimulator> =>
  startMaashSimulator({ clock, apiKey: API_KEY, ...options })
const connect = (apiKey = API_KEY, { url } = simulator) =>
  createTill({ adapters: [maash({ apiKey, baseUrl: url, insecureLoopback: true })], maxRetries: 0 })
const retrieve = (id: string): Promise<MaashSession> => connect().retrieve('maash', id)
const refusal = async (run: Promise<unknown>): Promise<TillError> => {
  const error: unknown = await run.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (isTillError(error)) return error
  throw error ?? new Error('nothing was thrown')
}

beforeEach(async () => {
  clock = createClock({ now: '2026-11-20T10:00:00Z' })
  simulator = await start()
})
afterEach(() => simulator.close())

describe('retrieve', () => {
  test('follows a session from creation to payment', async () => {
    const { session_id: id } = simulator.create(ORDER)
    const seen: string[] = []
    const look = async () => {
      const { status, detail } = await retrieve(id)
      seen.push(detail === null ? status : `${status}/${detail}`)
    }
    await look()
    for (const action of ['select', 'detect', 'complete'] as const) {
      clock.advance(60_000)
      simulator.act(id, action)
      await look()
    }
    expect(seen).toEqual(['open/created', 'open/awaiting_payment', 'processing/confirming', 'paid'])
    expect(await retrieve(id)).toMatchObject({
      id,
      reference: 'order-1',
      environment: 'test',
      amount: { value: '100.00', currency: 'USD' },
      createdAt: '2026-11-20T10:00:00.000Z',
      updatedAt: '2026-11-20T10:03:00.000Z',
      expiresAt: '2026-11-22T10:00:00.000Z',
      observed: { via: 'read' },
    })
  })

  test.each([
    ['underpay', 'review', 'underpaid'],
    ['overpay', 'review', 'overpaid'],
    ['fail', 'failed', null],
  ] as const)('%s ends as %s/%s', async (action, status, detail) => {
    const { session_id: id } = simulator.create(ORDER)
    simulator.act(id, 'select')
    simulator.act(id, action)
    expect(await retrieve(id)).toMatchObject({ status, detail })
  })

  test('a cancelled session, and a word outside the documents', async () => {
    const { session_id: id } = simulator.create(ORDER)
    simulator.act(id, 'cancel')
    expect(await retrieve(id)).toMatchObject({ status: 'cancelled', detail: null })
    simulator.setWord(id, 'frozen')
    expect(await retrieve(id)).toMatchObject({ status: 'unknown', providerStatus: 'frozen' })
  })

  test('an expired session is read by its status, or is gone', async () => {
    const { session_id: id } = simulator.create(ORDER)
    clock.advance(TWO_DAYS_MS)
    expect(await retrieve(id)).toMatchObject({ status: 'expired', detail: 'unpaid' })

    const strict = await start({ expired: 'gone' })
    try {
      const { session_id } = strict.create(ORDER)
      clock.advance(TWO_DAYS_MS)
      const error = await refusal(connect(API_KEY, strict).retrieve('maash', session_id))
      expect(error).toMatchObject({ code: 'gone', outcome: 'none', retry: 'never', httpStatus: 410 })
    } finally {
      await strict.close()
    }
  })

  test('amounts, metadata and methods arrive as they were sent', async () => {
    const rich = await start({ supportedMethods: { crypto: true, card: false } })
    try {
      const { session_id: id } = rich.create({
        ...ORDER,
        merchant_currency: 'EUR',
        merchant_amount: '9007199254740993.01',
        metadata: { order: { lines: [1, 2] } },
      })
      expect(await connect(API_KEY, rich).retrieve('maash', id)).toMatchObject({
        amount: { value: '9007199254740993.01', currency: 'EUR' },
        amounts: { priced: { value: '100.00', currency: 'USD' } },
        metadata: { order: { lines: [1, 2] } },
        processor: { methods: { crypto: true, card: false } },
        notes: [],
      })
    } finally {
      await rich.close()
    }
  })

  test('sends both headers and no other credential', async () => {
    const { session_id: id } = simulator.create(ORDER)
    await retrieve(id)
    expect(simulator.requests).toMatchObject([{ method: 'GET', path: `/checkout/sessions/${id}`, query: [] }])
    expect(simulator.requests[0]?.headers).toEqual(expect.arrayContaining(['x-api-key', 'x-maash-user-type']))
    expect(simulator.requests[0]?.headers).not.toContain('authorization')
  })

  test('keeps the answer as received when asked', async () => {
    const { session_id: id } = simulator.create(ORDER)
    const session = await connect().retrieve('maash', id, { raw: true })
    expect(JSON.parse(session.raw ?? '')).toEqual({ data: JSON.parse(simulator.text(id)) })
    expect(Object.keys(session)).not.toContain('raw')
  })

  test('many at once: each answer at its place, one failing leaves the others', async () => {
    const ids = ['a', 'b', 'c'].map((name) => simulator.create({ ...ORDER, transaction_id: name }).session_id)
    const [first = '', second = ''] = ids
    const answers = await connect().retrieveMany(
      [first, 'cs_none', second].map((id) => ({ provider: 'maash' as const, id })),
    )
    expect(answers.map((answer) => (answer.ok ? answer.session.reference : answer.error.code))).toEqual([
      'a',
      'not_found',
      'b',
    ])
  })
})

describe('a webhook', () => {
  test("names the session by the reference a read gives, and says 'pending' of money on chain", async () => {
    const { session_id: id } = simulator.create(ORDER)
    simulator.act(id, 'select')
    simulator.act(id, 'detect')
    const session = await retrieve(id)
    const event = normalizeEvent(maashMapper, simulator.webhookBody(id, 'pending'), { via: 'webhook' })
    expect(event.reference).toBe(session.reference)
    expect([event.status, event.detail]).toEqual([session.status, session.detail])
    expect(event.amount).toEqual(session.amounts.priced)
    expect(event.providerData['providerTransactionId']).not.toBe(session.reference)
  })
})

describe('errors', () => {
  const KEY_ERRORS = [
    [400, 'rejected', 'never'],
    [401, 'authentication', 'never'],
    [403, 'permission', 'never'],
    [404, 'not_found', 'never'],
    [410, 'gone', 'never'],
    [429, 'rate_limited', 'later'],
    [500, 'provider_unavailable', 'later'],
    [503, 'provider_unavailable', 'later'],
  ] as const
  test.for(KEY_ERRORS)('%i is %s, to repeat: %s', async ([status, code, retry]) => {
    simulator.fail('any', { status })
    const error = await refusal(retrieve('cs_1'))
    expect(error).toMatchObject({ code, retry, outcome: 'none', httpStatus: status, provider: 'maash' })
  })

  test('a key the provider does not know', async () => {
    const error = await refusal(connect('mk_test_other').retrieve('maash', 'cs_1'))
    expect(error).toMatchObject({ code: 'authentication', providerCode: 'invalid_api_key', operation: 'retrieve' })
  })

  test.each([
    ['invalid_transaction_data', 'invalid_transaction_data'],
    ['session_expired', 'session_expired'],
    ['missing_required_env_vars', 'missing_required_env_vars'],
    ['Validation failed', null],
    ['invalid_api_key: mk_test', null],
    ['constructor', null],
    [{ code: 'invalid_api_key' }, null],
    [null, null],
  ])('error %j stands for the code %s', async (error, providerCode) => {
    simulator.fail('any', { status: 400, body: { error } })
    expect((await refusal(retrieve('cs_1'))).providerCode).toBe(providerCode)
  })

  test('of the fields only the names are kept', async () => {
    const validation_errors = [
      'amount_usd: Number must be greater than 0',
      'theme.colors[0]: payer +1 415 555 0100 asked',
      'no field at all',
      'two words: are no field',
      `${API_KEY}: is not known`,
      ': nothing before it',
      42,
    ]
    simulator.fail('any', { status: 400, body: { error: 'Validation failed', details: { validation_errors } } })
    const error = await refusal(retrieve('cs_1'))
    expect(error.issues).toEqual([
      { path: 'amount_usd', expected: 'another value' },
      { path: 'theme.colors[0]', expected: 'another value' },
    ])
    expect(error.message).toContain('amount_usd, theme.colors[0]')
    const shown = `${inspect(error, { depth: Infinity, showHidden: true })}${JSON.stringify(error)}`
    for (const text of [API_KEY, '555 0100', 'greater than', 'Validation failed']) expect(shown).not.toContain(text)
  })

  test.each([
    ['a page of a proxy', '<html>Bad gateway</html>'],
    ['details as text', { error: 'invalid_api_key', details: 'none' }],
    ['a list', []],
    ['nothing', ''],
  ])('%s as a body is still an error of its HTTP status', async (_name, body) => {
    simulator.fail('any', { status: 502, body })
    expect(await refusal(retrieve('cs_1'))).toMatchObject({ code: 'provider_unavailable', issues: [] })
  })

  test.each(['', '.', '..', '../tokens', 'a/b', 'cs_1?x=1', 'cs 1', 'cs_1\r\n'])(
    'the id %j is refused before any request',
    async (id) => {
      expect(await refusal(retrieve(id))).toMatchObject({ code: 'invalid_input' })
      expect(simulator.requests).toEqual([])
    },
  )

  test('an answer without envelope is refused with its path', async () => {
    const { session_id: id } = simulator.create(ORDER)
    simulator.fail('any', { status: 200, body: simulator.text(id) })
    const error = await refusal(retrieve(id))
    expect(error).toMatchObject({ code: 'invalid_response', issues: [{ path: 'data' }] })
  })
})

describe('options', () => {
  test.each([
    ['mk_live_abc', 'live'],
    ['mk_test_abc', 'test'],
    ['abc', 'unknown'],
  ])('the key %s says %s', (apiKey, environment) => {
    expect(maash({ apiKey }).environment).toBe(environment)
  })

  test.each([
    ['no key', { apiKey: '' }, /apiKey/],
    ['a key with a line break', { apiKey: 'mk_test_secret\r\nx: y' }, /apiKey/],
    ['http elsewhere', { apiKey: 'mk_test_secret', baseUrl: 'http://example.com' }, /baseUrl/],
    ['http to this machine, not allowed', { apiKey: 'mk_test_secret', baseUrl: 'http://127.0.0.1:1' }, /baseUrl/],
    ['an empty account', { apiKey: 'mk_test_secret', account: '' }, /account/],
    [
      'a row of the user without a status',
      {
        apiKey: 'mk_test_secret',
        statusOverrides: [{ word: 'x', to: JSON.parse('{"status":"settled","detail":null}') }],
      },
      /statusOverrides\[0\]\.to/,
    ],
    ['an option of another name', { apiKey: 'mk_test_secret', key: 'x' }, /key/],
  ])('%s is refused without a character of the key', (_name, options, message) => {
    const error = (() => {
      try {
        return maash(options)
      } catch (thrown) {
        return thrown
      }
    })()
    expect(error).toMatchObject({ code: 'invalid_options', message: expect.stringMatching(message) })
    expect(inspect(error, { depth: Infinity })).not.toContain('secret')
  })

  test('rows of the user come first', async () => {
    const { session_id: id } = simulator.create(ORDER)
    simulator.setWord(id, 'frozen')
    const statusOverrides = [{ word: 'frozen', to: { status: 'review', detail: 'held' } }] as const
    const adapter = maash({ apiKey: API_KEY, baseUrl: simulator.url, insecureLoopback: true, statusOverrides })
    const session = await createTill({ adapters: [adapter] }).retrieve('maash', id)
    expect(session).toMatchObject({ status: 'review', detail: 'held', observed: { overruled: true } })
  })

  test('what Maash does not offer is neither there nor compiles', async () => {
    const till = connect()
    for (const method of ['find', 'cancel', 'refund']) expect(till.adapters[0]).not.toHaveProperty(method)
    // @ts-expect-error Maash sessions are not cancelled
    expect(await refusal(till.cancel('maash', 'cs_1'))).toMatchObject({ code: 'unsupported' })
    // @ts-expect-error nor found by another key
    expect(await refusal(till.find('maash', {}))).toMatchObject({ code: 'unsupported' })
    expectTypeOf(till.retrieve<'maash'>).returns.resolves.toEqualTypeOf<MaashSession>()
  })
})
