// Bugs other people's code had with money, numbers and times.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  addMoney,
  compareMoney,
  equalMoney,
  formatMoney,
  fromMinorUnits,
  minorUnits,
  money,
  normalize,
} from '@onetill/core'
import { jwtCheckoutMapper } from '@onetill/jwt-checkout'
import { mavenMapper } from '@onetill/maven'

const ADAPTERS = join(import.meta.dirname, '..', '..', 'adapters')
const JWT = readFileSync(join(ADAPTERS, 'jwt-checkout', 'fixtures', 'session.processing.document.json'), 'utf8')
const MAVEN = readFileSync(join(ADAPTERS, 'maven', 'fixtures', 'session.paid.stripe.json'), 'utf8')
const codeOf = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}
const refundOf = (literal: string) =>
  normalize(jwtCheckoutMapper, JWT.replace('45.01', literal)).refunds?.[0]?.amount?.value

describe('amounts', () => {
  test('regression: wordcamp.org#1320, woocommerce-gateway-stripe#883: yen have no cents, dinars have three digits', () => {
    expect(minorUnits(money('500', 'JPY'))).toBe(500n)
    expect(minorUnits(money('5.00', 'USD'))).toBe(500n)
    expect(minorUnits(money('0.500', 'KWD'))).toBe(500n)
    expect(fromMinorUnits(500n, 'JPY')).toEqual(money('500', 'JPY'))
    expect(codeOf(() => money('500.5', 'JPY'))).toMatchObject({ code: 'amount_precision' })
  })

  test('regression: Shopify/money#258 and numscript#156: eighteen decimals and sums beyond 2^53 are exact', () => {
    const wei = money('9007199254740993.000000000000000001', 'ETH')
    expect(addMoney(wei, wei).value).toBe('18014398509481986.000000000000000002')
    expect(compareMoney(money('9007199254740993', 'JPY'), money('9007199254740992', 'JPY'))).toBe(1)
  })

  test('regression: json-with-bigint#5, hiero-mirror-node#13912: a literal arrives as it was written', () => {
    expect(refundOf('45.01')).toBe('45.01')
    expect(refundOf('9007199254740993.01')).toBe('9007199254740993.01')
    expect(refundOf('1.005e2')).toBe('100.50')
    expect(refundOf('0.1')).toBe('0.10')
  })

  test('regression: InvoicePlane#1677: equal money written differently is equal, and a hundredfold is not', () => {
    expect(equalMoney(money('5', 'USD'), money('5.00', 'USD'))).toBe(true)
    expect(equalMoney(money('5.00', 'USD'), money('500', 'USD'))).toBe(false)
    expect(codeOf(() => addMoney(money('5', 'USD'), money('5', 'EUR')))).toMatchObject({ code: 'currency_mismatch' })
  })

  test('regression: odoo#227688: what is shown is made of the digits, not of a float', () => {
    expect(formatMoney(money('9007199254740993.01', 'USD'), 'en-US')).toBe('$9,007,199,254,740,993.01')
  })

  test.for(['1_000', '1,000', '12,50', '0x10', '1e2', '.5', '5.', '+5', '٣', '', ' '])(
    'regression: thephpleague/uri-src#109: as an amount %j is refused, not understood',
    (text) => expect(codeOf(() => money(text, 'USD'))).toMatchObject({ code: 'invalid_amount' }),
  )
})

describe('answers', () => {
  test('regression: sentry-java#2268: a new word of the provider is unknown and kept, not an exception', () => {
    const session = normalize(mavenMapper, MAVEN.replace('payment-success', 'payment-levitating'))
    expect(session).toMatchObject({ status: 'unknown', providerStatus: 'payment-levitating' })
  })

  test('regression: zod#2227: a field nobody knows is no error', () => {
    expect(normalize(mavenMapper, MAVEN.replace('{', '{"brand_new": {"deep": [1]},')).status).toBe('paid')
  })

  test('regression: zod#4357 and prototype pollution: keys of Object are data', () => {
    const text = MAVEN.replace('{', '{"__proto__": {"status": "EXPIRED", "polluted": true}, "constructor": 1,')
    expect(normalize(mavenMapper, text).status).toBe('paid')
    expect('polluted' in {}).toBe(false)
  })

  test.for(['2026-02-30T12:00:00Z', '2026-13-01T12:00:00Z', '2026-11-20T12:00:00', '2026-11-20', '1763640000'])(
    'regression: messagebird-nodejs#16: %s is no time, and is not guessed',
    (time) => {
      const read = () => normalize(jwtCheckoutMapper, JWT.replace('2024-01-15T12:00:00.000Z', time))
      expect(codeOf(read)).toMatchObject({ code: 'invalid_response', issues: [{ path: 'expiresAt' }] })
    },
  )
})
