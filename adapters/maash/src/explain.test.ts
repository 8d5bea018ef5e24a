import { describe, expect, test } from 'vitest'
import type { Channel } from '@onetill/core'
import { maashMapper } from './map.ts'
import { context, EVENT, refusal, withBody, withData } from './sample.fixture.ts'

describe('explain', () => {
  const status = (native: unknown, via: Channel) =>
    maashMapper.explain(native, context(via)).find(({ field }) => field === 'status')

  test('the same word is decided by the row of its channel', () => {
    expect(status(JSON.parse(withData({ status: 'pending' })), 'read')).toEqual({
      field: 'status',
      path: 'data.status',
      word: 'pending',
      result: 'open/created',
      row: 'pending [read|create|import]',
      source: 'docs.maash.io/api-reference/get-checkout-session, read 2026-11-20',
      documented: false,
    })
    const webhook = JSON.parse(withBody({ status: 'pending' }))
    // The form of the body says what it is.
    for (const via of ['webhook', 'read'] as const) {
      expect(status(webhook, via)).toEqual({
        field: 'status',
        path: 'body.status',
        word: 'pending',
        result: 'processing/confirming',
        row: 'pending [webhook, event=checkout]',
        source: 'docs.maash.io/webhooks, read 2026-11-20',
        documented: true,
      })
    }
    expect(status(JSON.parse(withBody({ status: 'failed' })), 'webhook')).toMatchObject({
      result: 'read again',
      row: 'failed [webhook, event=checkout]',
    })
  })

  test('an unknown word has no row', () => {
    expect(status(JSON.parse(withData({ status: 'on_hold' })), 'read')).toMatchObject({
      word: 'on_hold',
      result: 'unknown',
      row: null,
      source: null,
      documented: null,
    })
  })

  test('which amount and which id counted', () => {
    const decisions = maashMapper.explain(
      JSON.parse(withData({ merchant_amount: 99.95, merchant_currency: 'EUR' })),
      context('read'),
    )
    expect(decisions.map(({ field, path, result }) => [field, path, result]).slice(1)).toEqual([
      ['amount', 'data.merchant_amount', '99.95 EUR'],
      ['reference', 'data.transaction_id', 'txn_123456789'],
    ])
    const usd = maashMapper.explain(JSON.parse(withData({ merchant_currency: undefined })), context('read'))
    expect(usd[1]).toMatchObject({ path: 'data.amount_usd', result: '100.00 USD', row: 'amount_usd' })
    expect(maashMapper.explain(JSON.parse(EVENT), context('webhook'))[1]).toMatchObject({
      field: 'reference',
      path: 'body.ext_transaction_id',
      result: 'order_789',
    })
  })

  test('what is neither form is refused as the channel says', () => {
    expect(refusal(() => maashMapper.explain({}, context('read'))).issues[0]?.path).toBe('data')
    expect(refusal(() => maashMapper.explain(null, context('read'))).issues[0]?.path).toBe('')
    expect(refusal(() => maashMapper.explain({}, context('webhook'))).issues[0]?.path).toBe('body')
  })
})
