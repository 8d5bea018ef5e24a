import { describe, expect, test } from 'vitest'
import { normalizeEvent } from '@onetill/core'
import { maashMapper } from './map.ts'
import { AT, EVENT, refusal, withBody } from './sample.fixture.ts'

describe('a webhook', () => {
  test("as in the documents names the session by the merchant's id", () => {
    const event = normalizeEvent(maashMapper, EVENT, { at: AT, via: 'webhook', account: 'eu', environment: 'test' })
    expect(event).toEqual({
      provider: 'maash',
      account: 'eu',
      environment: 'test',
      eventId: 'wh_01ARZ3NDEKTSV4RRFFQ69G5FAV',
      name: 'checkout/create',
      sessionId: null,
      reference: 'order_789',
      status: 'paid',
      detail: null,
      providerStatus: 'completed',
      amount: { value: '100.00', currency: 'USD' },
      occurredAt: '2024-01-31T15:30:00.000Z',
      providerData: { merchantId: 'mer_abc123', providerTransactionId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' },
      notes: [],
      observed: { at: AT, via: 'webhook', adapter: 'maash@0.1.0', overruled: false },
    })
  })

  test('is read with the words of webhooks, also where the caller names no channel', () => {
    const event = normalizeEvent(maashMapper, withBody({ status: 'pending' }), { at: AT })
    expect(event).toMatchObject({ status: 'processing', detail: 'confirming', observed: { via: 'webhook' } })
  })

  test('of a failure decides nothing: it may be a refund', () => {
    const event = normalizeEvent(maashMapper, withBody({ status: 'failed' }), { at: AT })
    expect(event).toMatchObject({ status: null, detail: null, providerStatus: 'failed' })
  })

  test.each(['expired', 'underpaid', 'confirming', 'cancelled', 'constructor'])(
    'with the word %s is unknown and keeps it',
    (status) => {
      const event = normalizeEvent(maashMapper, withBody({ status }), { at: AT })
      expect(event).toMatchObject({ status: 'unknown', detail: null, providerStatus: status })
    },
  )

  test('of another kind keeps its word and is not read through the table; without a kind it is a checkout', () => {
    const read = (event: unknown) => normalizeEvent(maashMapper, withBody({}, { event }), { at: AT })
    expect(read('payout')).toMatchObject({ status: 'unknown', providerStatus: 'completed', name: 'payout/create' })
    expect(read(null)).toMatchObject({ status: 'paid', name: null })
  })

  test('a row of the user comes first', () => {
    const overrides = [{ word: 'failed', channels: ['webhook'], to: { status: 'failed', detail: 'error' } }] as const
    const event = normalizeEvent(maashMapper, withBody({ status: 'failed' }), { at: AT, overrides })
    expect(event).toMatchObject({ status: 'failed', detail: 'error', observed: { overruled: true } })
  })

  test('keeps its amount digit for digit', () => {
    const read = (amount: unknown) => normalizeEvent(maashMapper, withBody({ amount }), { at: AT })
    expect(read('12345678901234567.89')).toMatchObject({ amount: { value: '12345678901234567.89' }, notes: [] })
    expect(read('0.005').notes).toEqual([{ code: 'amount_precision', path: 'body.amount' }])
    expect(read(100).amount).toEqual({ value: '100.00', currency: 'USD' })
    expect(read(undefined).amount).toBeNull()
  })

  test.each([
    ['no body', JSON.stringify({ id: 'wh_1', event: 'checkout' }), 'body'],
    ["no merchant's id", withBody({ ext_transaction_id: null }), 'body.ext_transaction_id'],
    ["an empty merchant's id", withBody({ ext_transaction_id: '' }), 'body.ext_transaction_id'],
    ['no status', withBody({ status: undefined }), 'body.status'],
    ['an amount without currency', withBody({ currency: null }), 'body.currency'],
    ['an amount in words', withBody({ amount: 'hundred' }), 'body.amount'],
    ['Feb 30', withBody({}, { timestamp: '2024-02-30T00:00:00Z' }), 'timestamp'],
    ['the answer of a read', '{"data": {"session_id": "cs_1", "status": "pending"}}', 'body'],
  ])('with %s is refused with its path', (_name, text, path) => {
    const error = refusal(() => normalizeEvent(maashMapper, text, { at: AT }))
    expect(error).toMatchObject({ code: 'invalid_response', provider: 'maash' })
    expect(error.issues.map((issue) => issue.path)).toEqual([path])
  })
})
