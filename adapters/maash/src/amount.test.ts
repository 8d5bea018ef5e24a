import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { DOCUMENT, read, refusal, withData } from './sample.fixture.ts'

describe('amounts', () => {
  test.each([
    ['both amounts', { amount_usd: 108.37, merchant_amount: 99.95, merchant_currency: 'EUR' }, '99.95 EUR', '108.37'],
    ['no merchant amount', { merchant_amount: undefined, merchant_currency: 'EUR' }, '100.00 USD', '100.00'],
    ['an amount without currency', { merchant_amount: 5, merchant_currency: null }, '100.00 USD', '100.00'],
    ['no dollars', { amount_usd: null, merchant_amount: 1.5, merchant_currency: 'KWD' }, '1.500 KWD', null],
    ['no amount', { amount_usd: undefined, merchant_amount: undefined }, null, null],
    ['a currency without decimals', { merchant_amount: 9999, merchant_currency: 'JPY' }, '9999 JPY', '100.00'],
    ['amounts as text', { amount_usd: '12.5', merchant_amount: '1e2' }, '100.00 USD', '12.50'],
  ])('%s', (_name, fields, amount, priced) => {
    const session = read(withData(fields))
    expect(session.amount === null ? null : `${session.amount.value} ${session.amount.currency}`).toBe(amount)
    expect(session.amounts.priced).toEqual(priced === null ? null : { value: priced, currency: 'USD' })
    expect(session.amounts).toMatchObject({ received: null, settled: null, captured: null, refunded: null, fee: null })
    expect(session.notes).toEqual([])
  })

  test('seventeen digits arrive digit for digit, and too many decimals are noted', () => {
    const text = DOCUMENT.replace('"amount_usd": 100', '"amount_usd": 12345678901234567').replace(
      '"merchant_amount": 100',
      '"merchant_amount": 123456789012345.67',
    )
    const session = read(text)
    expect(session.amounts.priced).toEqual({ value: '12345678901234567.00', currency: 'USD' })
    expect(session.amount).toEqual({ value: '123456789012345.67', currency: 'USD' })
    expect(session.notes).toEqual([])
    expect(read(text.replace('345.67', '345.678')).notes).toEqual([
      { code: 'amount_precision', path: 'data.merchant_amount' },
    ])
  })

  test.each([
    ['negative', { amount_usd: -1 }, 'data.amount_usd'],
    ['a flag', { amount_usd: true }, 'data.amount_usd'],
    ['an object', { merchant_amount: { value: 1 } }, 'data.merchant_amount'],
    ['words', { merchant_amount: 'a hundred' }, 'data.merchant_amount'],
    ['an empty currency', { merchant_currency: '' }, 'data.merchant_currency'],
  ])('%s is refused with its path', (_name, fields, path) => {
    const error = refusal(() => read(withData(fields)))
    expect(error).toMatchObject({ code: 'invalid_response', provider: 'maash' })
    expect(error.issues.map((issue) => issue.path)).toEqual([path])
  })

  const DIGITS = '9'.repeat(2 ** 20)
  test.each([
    ['text of digits', `"${DIGITS}"`],
    ['text of zeros after a point', `"0.${'0'.repeat(2 ** 20)}1"`],
    ['text that is nearly a number', `"${DIGITS}x"`],
    ['a literal of digits', DIGITS],
    ['a literal of decimals', `0.${DIGITS}`],
  ])('1 MiB as %s is refused within a second and not repeated', (_name, json) => {
    const text = DOCUMENT.replace('"amount_usd": 100', `"amount_usd": ${json}`)
    const start = performance.now()
    const error = refusal(() => read(text))
    expect(performance.now() - start).toBeLessThan(1000)
    expect(error.issues.map((issue) => issue.path)).toEqual(['data.amount_usd'])
    expect(inspect(error).length).toBeLessThan(5000)
  })
})
