import * as z from 'zod/mini'
import { assetExponent, isAsset } from './assets.ts'
import { canonicalDecimal, decimalsOf, decimalText, isFinerThan } from './decimal.ts'
import { TillError } from './error.ts'
import { invalidResponse, itemPath } from './invalid.ts'
import { EXPONENTS } from './iso-4217.ts'
import type { Note } from './notes.ts'

/**
 * An exact amount, as in the W3C Payment Request `PaymentCurrencyAmount`. Equal money is equal text: the value is
 * canonical (no exponent, no leading zeros, padded to the decimals of its ISO currency, zeros beyond them removed).
 */
export interface Money {
  /** Plain decimal text in major units, e.g. `12.50`; never negative in a session. */
  readonly value: string
  /** ISO 4217 code or asset symbol, upper case, e.g. `EUR`, `USDC`. */
  readonly currency: string
}

/** Schema of `Money` as it stands in a session. */
export const moneySchema: z.ZodMiniType<Money> = z.strictObject({
  value: z.string().check(z.maxLength(202), z.regex(/^(?:0|[1-9]\d*)(?:\.\d+)?$/)),
  currency: z.string().check(z.maxLength(12), z.regex(/^[A-Z0-9][A-Z0-9]+$/)),
})

/** Where minor units depend on more than the currency: tokens have other decimals on other chains. */
export interface MinorUnitOptions {
  /** Chain of a token, e.g. `bsc`, where USDC has 18 decimals. */
  readonly chain?: string
}

const CURRENCY = /^[A-Za-z0-9]{2,12}$/

/**
 * Exact money from what the caller wrote.
 * @param value plain decimal text in major units; a number is refused because it may have been rounded already
 * @throws invalid_amount when it is no plain decimal text, or negative
 * @throws amount_precision when it has more decimals than the currency
 * @example money('12.5', 'EUR') // { value: '12.50', currency: 'EUR' }
 */
export function money(value: string, currency: string): Money {
  const code = typeof currency === 'string' && CURRENCY.test(currency) ? currency.toUpperCase() : null
  if (code === null)
    throw new TillError({ code: 'invalid_amount', message: 'the currency is no currency code such as "EUR"' })
  const exponent = EXPONENTS.get(code) ?? null
  const plain = typeof value === 'string' && value.length <= 200 && /^\d+(?:\.\d+)?$/.test(value)
  const canonical = plain ? canonicalDecimal(value, exponent) : null
  if (canonical === null) {
    throw new TillError({ code: 'invalid_amount', message: 'the amount is no plain decimal text such as "12.50"' })
  }
  if (exponent !== null && isFinerThan(canonical, exponent)) throw tooPrecise(code, exponent)
  return { value: canonical, currency: code }
}

/** Where an amount stands in a provider's answer. */
export interface MoneyPlace {
  /** JSON path of the number. In a list with `[]` for the place, e.g. `refunds[].amount`. */
  readonly amount: string
  /** JSON path of the currency. */
  readonly currency: string
}

/**
 * A provider's amount, digit for digit. Decimals beyond the currency's stay and are noted (`amount_precision`); a
 * currency outside ISO 4217 and the known assets is noted (`unlisted_currency`).
 * @param index place in a list, for paths with `[]`
 * @throws invalid_response when it is no number at all, negative, or out of range
 */
export function readMoney(value: unknown, currency: unknown, at: MoneyPlace, notes: Note[], index?: number): Money {
  if (typeof currency !== 'string') throw notMoney(value, at, index)
  let exponent = EXPONENTS.get(currency)
  let code = currency
  if (exponent === undefined) {
    if (!CURRENCY.test(currency)) throw notMoney(value, at, index)
    code = currency.toUpperCase()
    exponent = EXPONENTS.get(code)
    if (exponent === undefined && !isAsset(code)) {
      notes.push({ code: 'unlisted_currency', path: itemPath(at.currency, index) })
    }
  }
  const text = decimalText(value)
  const canonical = text === null ? null : canonicalDecimal(text, exponent ?? null)
  if (canonical === null) throw invalidResponse(at.amount, AMOUNT, index)
  if (typeof exponent === 'number' && isFinerThan(canonical, exponent)) {
    notes.push({ code: 'amount_precision', path: itemPath(at.amount, index) })
  }
  return { value: canonical, currency: code }
}

const AMOUNT = 'decimal number, not negative'

/** The currency is none; when the amount is none either, that is the first bad field. */
function notMoney(value: unknown, at: MoneyPlace, index?: number): TillError {
  const text = decimalText(value)
  const isAmount = text !== null && canonicalDecimal(text, null) !== null
  return isAmount ? invalidResponse(at.currency, 'currency code', index) : invalidResponse(at.amount, AMOUNT, index)
}

/**
 * Whole minor units, e.g. cents: `minorUnits({ value: '12.50', currency: 'EUR' })` is `1250n`.
 * @throws amount_precision when the amount has more decimals than the currency, or the currency has no minor unit here
 * @throws invalid_amount when the value is no decimal text
 */
export function minorUnits(amount: Money, options: MinorUnitOptions = {}): bigint {
  const exponent = exponentOf(amount.currency, options)
  if (decimalsOf(amount.value) > exponent) throw tooPrecise(amount.currency, exponent)
  return scaled(amount.value, exponent)
}

/** The inverse of `minorUnits`. @throws amount_precision when the currency has no minor unit here */
export function fromMinorUnits(units: bigint, currency: string, options: MinorUnitOptions = {}): Money {
  const text = unscaled(units, exponentOf(currency, options))
  return { value: canonicalSigned(text, currency), currency }
}

/** Exact sum. @throws currency_mismatch */
export function addMoney(left: Money, right: Money): Money {
  return combine(left, right, (a, b) => a + b)
}

/** Exact difference; may be negative. @throws currency_mismatch */
export function subtractMoney(left: Money, right: Money): Money {
  return combine(left, right, (a, b) => a - b)
}

/** -1, 0 or 1. @throws currency_mismatch */
export function compareMoney(left: Money, right: Money): -1 | 0 | 1 {
  const difference = subtractMoney(left, right).value
  if (/^-/.test(difference)) return -1
  return /[1-9]/.test(difference) ? 1 : 0
}

/** Whether both are the same amount of the same currency. */
export function equalMoney(left: Money, right: Money): boolean {
  return left.value === right.value && left.currency === right.currency
}

/** Display only: `formatMoney({ value: '12.50', currency: 'EUR' }, 'de')` is `12,50 €`. Every digit is shown. */
export function formatMoney(amount: Money, locale?: string): string {
  const digits = decimalsOf(amount.value)
  const fractions = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  // Intl takes decimal text exactly; TypeScript 5.9 knows only the template form of it.
  const value = amount.value as `${number}`
  if (digits <= 100 && EXPONENTS.has(amount.currency)) {
    return new Intl.NumberFormat(locale, { style: 'currency', currency: amount.currency, ...fractions }).format(value)
  }
  return digits <= 100
    ? `${new Intl.NumberFormat(locale, fractions).format(value)} ${amount.currency}`
    : `${amount.value} ${amount.currency}`
}

function combine(left: Money, right: Money, operation: (a: bigint, b: bigint) => bigint): Money {
  if (left.currency !== right.currency) {
    throw new TillError({
      code: 'currency_mismatch',
      message: `${left.currency} and ${right.currency} do not add or compare`,
    })
  }
  const scale = Math.max(decimalsOf(left.value), decimalsOf(right.value))
  const text = unscaled(operation(scaled(left.value, scale), scaled(right.value, scale)), scale)
  return { value: canonicalSigned(text, left.currency), currency: left.currency }
}

function exponentOf(currency: string, { chain }: MinorUnitOptions): number {
  const exponent = EXPONENTS.get(currency) ?? assetExponent(currency, chain)
  if (exponent !== null) return exponent
  const hint = isAsset(currency) ? 'name the chain' : 'keep the decimal text'
  throw new TillError({ code: 'amount_precision', message: `${currency} has no known minor unit here; ${hint}` })
}

function tooPrecise(currency: string, exponent: number): TillError {
  return new TillError({ code: 'amount_precision', message: `more decimals than the ${exponent} of ${currency}` })
}

function scaled(value: string, scale: number): bigint {
  // Money put together by hand: BigInt reads '' and spaces as a number, and its error quotes the text.
  if (value.length > 203 || !/^-?\d+(?:\.\d+)?$/.test(value)) {
    throw new TillError({ code: 'invalid_amount', message: 'the amount is no plain decimal text such as "12.50"' })
  }
  return BigInt(value.replace('.', '') + '0'.repeat(scale - decimalsOf(value)))
}

function unscaled(units: bigint, scale: number): string {
  const sign = units < 0n ? '-' : ''
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

function canonicalSigned(text: string, currency: string): string {
  const negative = text.startsWith('-')
  const magnitude = canonicalDecimal(negative ? text.slice(1) : text, EXPONENTS.get(currency) ?? null)
  if (magnitude === null)
    throw new TillError({ code: 'invalid_amount', message: 'the result has more digits than an amount may have' })
  return negative && /[1-9]/.test(magnitude) ? `-${magnitude}` : magnitude
}
