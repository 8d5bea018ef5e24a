import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { CheckoutSession } from '@onetill/core'
import { rowName } from '@onetill/core/adapter'
import overview from '../fixtures/document.overview.json' with { type: 'json' }
import { maashMapper } from './map.ts'
import { context, DOCUMENT, EVENT, read, refusal, withBody, withData } from './sample.fixture.ts'

const statusOf = ({ status, detail }: Pick<CheckoutSession, 'status' | 'detail'>): string =>
  detail === null ? status : `${status}/${detail}`

test("the documents' example is an open session with its amounts, tokens and chains", () => {
  expect(read(DOCUMENT)).toEqual({
    schemaVersion: 1,
    provider: 'maash',
    account: 'default',
    environment: 'unknown',
    id: 'cs_01ARZ3NDEKTSV4RRFFQ69G5FAV',
    reference: 'txn_123456789',
    status: 'open',
    detail: 'created',
    providerStatus: 'pending',
    providerDone: null,
    amount: { value: '100.00', currency: 'USD' },
    amounts: {
      priced: { value: '100.00', currency: 'USD' },
      authorized: null,
      received: null,
      captured: null,
      refunded: null,
      settled: null,
      fee: null,
    },
    expected: null,
    assumed: [],
    mismatch: [],
    purpose: null,
    createdAt: '2024-01-31T15:25:00.000Z',
    updatedAt: '2024-01-31T15:25:00.000Z',
    expiresAt: '2024-02-02T15:25:00.000Z',
    completedAt: null,
    paidAt: null,
    payVia: null,
    processor: {
      kind: 'crypto',
      accepted: [
        { token: 'USDC', chains: ['solana', 'arbitrum'] },
        { token: 'USDT', chains: ['solana', 'optimism'] },
      ],
      refused: [
        { token: 'DAI', chains: ['bsc', 'base'] },
        { token: 'BNB', chains: ['bsc', 'base'] },
      ],
      methods: null,
      selected: null,
    },
    refunds: null,
    refundStatus: 'unknown',
    refundEvidence: null,
    reversal: null,
    failure: null,
    customer: null,
    description: null,
    metadata: {},
    providerData: { merchantId: 'mer_01ABC', providerTransactionId: null },
    notes: [],
    observed: { at: '2026-11-20T12:00:00.000Z', via: 'read', adapter: 'maash@0.1.0', overruled: false },
  })
})

test('the overview says id and status only: the rest is not said', () => {
  expect(read(JSON.stringify(overview))).toMatchObject({
    status: 'open',
    reference: null,
    amount: null,
    amounts: { priced: null },
    createdAt: null,
    updatedAt: null,
    expiresAt: null,
    metadata: null,
    providerData: { merchantId: null, providerTransactionId: null },
    processor: { kind: 'crypto', accepted: null, refused: null, methods: null, selected: null },
    notes: [],
  })
})

describe('status', () => {
  /** word, what a read says, name of the row. */
  const ANSWER_WORDS = [
    ['pending', 'open/created'],
    ['awaiting_payment', 'open/awaiting_payment'],
    ['confirming', 'processing/confirming'],
    ['completed', 'paid'],
    ['underpaid', 'review/underpaid'],
    ['overpaid', 'review/overpaid'],
    ['expired', 'expired/unpaid'],
    ['failed', 'failed'],
    ['cancelled', 'cancelled'],
  ] as const
  const WEBHOOK_WORDS = [
    ['init', 'open/created'],
    ['awaiting_payment', 'open/awaiting_payment'],
    ['pending', 'processing/confirming'],
    ['processing', 'processing/confirming'],
    ['completed', 'paid'],
    ['failed', 'read again'],
  ] as const

  test.for(ANSWER_WORDS)('a read of %s is %s', ([word, expected]) => {
    const session = read(withData({ status: word }))
    expect(statusOf(session)).toBe(expected)
    expect(session.providerStatus).toBe(word)
    expect(session.failure).toBeNull()
  })

  test.for(WEBHOOK_WORDS)('a webhook of %s says %s', ([word, expected]) => {
    const event = maashMapper.toEvent(JSON.parse(withBody({ status: word })), context('webhook'))
    const said = event.status === null ? 'read again' : statusOf({ status: event.status, detail: event.detail })
    expect(said).toBe(expected)
    expect(event.providerStatus).toBe(word)
  })

  test('every row is one of these, and every one of these has a row', () => {
    const names = [
      ...ANSWER_WORDS.map(([word]) => `${word} [read|create|import]`),
      ...WEBHOOK_WORDS.map(([word]) => `${word} [webhook, event=checkout]`),
    ]
    expect(maashMapper.statuses.rows.map(rowName).sort()).toEqual(names.sort())
  })

  test.each(['init', 'processing', 'PENDING', 'canceled', 'on_hold', 'constructor', '__proto__', ''])(
    'a read of %j is unknown and keeps the word',
    (word) => {
      const session = read(withData({ status: word }))
      expect(session).toMatchObject({ status: 'unknown', detail: null, providerStatus: word })
    },
  )

  test("a read's body is read with the words of a read, whatever channel is named", () => {
    expect(statusOf(read(withData({ status: 'pending' }), { via: 'webhook' }))).toBe('open/created')
    expect(statusOf(read(withData({ status: 'processing' }), { via: 'webhook' }))).toBe('unknown')
    expect(statusOf(read(withData({ status: 'completed' }), { via: 'import' }))).toBe('paid')
  })

  test('a row of the user comes first and is recorded', () => {
    const overrides = [{ word: 'on_hold', to: { status: 'review', detail: 'held' } }] as const
    const session = read(withData({ status: 'on_hold' }), { overrides })
    expect(statusOf(session)).toBe('review/held')
    expect(session.observed.overruled).toBe(true)
  })

  test('money that does not agree with what was expected holds a completed session', () => {
    const expected = { amount: { value: '90.00', currency: 'USD' }, reference: 'txn_123456789' }
    expect(statusOf(read(withData({ status: 'completed' }), { expected }))).toBe('review/mismatch')
  })
})

describe('free-form and required fields', () => {
  test('metadata 200,000 deep gives a session that can be written and inspected', () => {
    const depth = 200_000
    const deep = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
    const start = performance.now()
    const session = read(DOCUMENT.replace('"metadata": {}', `"metadata": ${deep}`))
    expect(JSON.stringify(session).length).toBeLessThan(5000)
    expect(inspect(session, { depth: Infinity }).length).toBeLessThan(20_000)
    expect(performance.now() - start).toBeLessThan(1000)
    expect(session.notes).toEqual([{ code: 'metadata_cut', path: 'data.metadata' }])
    expect(session.status).toBe('open')
  })

  test('metadata that is no object is left out with a note', () => {
    for (const json of ['"text"', '[1]', '12345678901234567890']) {
      const session = read(DOCUMENT.replace('"metadata": {}', `"metadata": ${json}`))
      expect(session.metadata).toBeNull()
      expect(session.notes).toEqual([{ code: 'schema_drift', path: 'data.metadata' }])
    }
  })

  test.each([
    ['no envelope', JSON.stringify(JSON.parse(DOCUMENT).data), 'data'],
    ['an envelope with a list', '{"data": []}', 'data'],
    ['no id', withData({ session_id: undefined }), 'data.session_id'],
    ['an empty id', withData({ session_id: '' }), 'data.session_id'],
    ['no status', withData({ status: null }), 'data.status'],
    ['a reference as number', withData({ transaction_id: 7 }), 'data.transaction_id'],
    ['Feb 30', withData({ updated_at: '2024-02-30T15:25:00Z' }), 'data.updated_at'],
    ['a time without offset', withData({ expires_at: '2024-02-02T15:25:00' }), 'data.expires_at'],
    ['a webhook', EVENT, 'data'],
  ])('%s is refused with its path', (_name, text, path) => {
    const error = refusal(() => read(text))
    expect(error).toMatchObject({ code: 'invalid_response', provider: 'maash', account: 'default' })
    expect(error.issues.map((issue) => issue.path)).toEqual([path])
  })
})
