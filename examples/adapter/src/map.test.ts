// What the kit cannot know: which field of theirs becomes which field of ours.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { normalize } from '@onetill/core'
import { mollieMapper } from './map.ts'

const read = (name: string, changes: object = {}) => {
  const native = JSON.parse(readFileSync(new URL(`../fixtures/session.${name}.json`, import.meta.url), 'utf8'))
  return normalize(mollieMapper, JSON.stringify({ ...native, ...changes }), { at: '2026-11-21T12:00:00.000Z' })
}
const eur = (value: string) => ({ value, currency: 'EUR' })

test.for([
  ['paid', { refundStatus: 'none', refundEvidence: 'total' }],
  ['paid.partially-refunded', { refundStatus: 'partial', refundEvidence: 'total' }],
  ['paid.refunded', { refundStatus: 'full', refundEvidence: 'total' }],
  ['open', { refundStatus: 'unknown', refundEvidence: null }],
] as const)('refunds of %s are judged by the total', ([name, expected]) => {
  expect(read(name)).toMatchObject({ ...expected, refunds: null })
})

test('a total in another currency, or beside no amount, is not compared', () => {
  const other = read('paid', { amountRefunded: { value: '5.00', currency: 'USD' } })
  expect(other).toMatchObject({
    refundStatus: 'unknown',
    notes: [{ code: 'mixed_currencies', path: 'amountRefunded' }],
  })
  expect(read('paid.refunded', { amount: null })).toMatchObject({ refundStatus: 'unknown', notes: [] })
})

test('more than the amount may be refunded', () => {
  expect(read('paid', { amountRefunded: eur('12.00') })).toMatchObject({ refundStatus: 'full' })
})

test('a chargeback is a reversal; none is none', () => {
  const reversal = { cause: 'chargeback', state: 'unknown', amount: eur('10.00'), at: null }
  expect(read('paid.charged-back').reversal).toEqual(reversal)
  expect(read('paid', { amountChargedBack: eur('0.00') }).reversal).toBe(null)
})

test('amounts, times, place to pay and mode stand where they belong', () => {
  expect(read('paid.captured')).toMatchObject({
    ...{ amount: eur('10.00'), paidAt: '2026-03-12T10:57:01.000Z', completedAt: '2026-03-12T10:57:01.000Z' },
    ...{ environment: 'test', processor: { kind: 'hosted', name: null, method: 'ideal' }, payVia: null },
  })
  expect(read('paid.captured').amounts.captured).toEqual(eur('10.00'))
  expect(read('open')).toMatchObject({ expiresAt: '2026-03-12T11:11:15.000Z', metadata: { order_id: '1' } })
  expect(read('open').payVia).toMatchObject({ kind: 'url', url: expect.stringContaining('mollie.com/checkout/') })
  expect(read('authorized')).toMatchObject({ environment: 'live', completedAt: null })
  expect(read('cancelled').completedAt).toBe('2026-03-12T10:58:00.000Z')
})

test('a reason of the list declines, any other word is kept and decides nothing', () => {
  expect(read('failed.declined').failure).toMatchObject({ code: 'insufficient_funds' })
  const other = read('failed.declined', { details: { failureReason: 'unknown_reason' } })
  expect(other).toMatchObject({
    status: 'failed',
    detail: null,
    failure: { code: 'unknown', providerCode: 'unknown_reason' },
  })
})
