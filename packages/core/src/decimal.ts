import { isNumberLiteral } from './number-literal.ts'

/** Longest amount text that is looked at; a longer one is no amount. Keeps every step linear in a small number. */
const MAX_TEXT = 400
/** Most digits an amount may have on either side of the point. */
const MAX_DIGITS = 100
/** Linear on every input. A provider's own pattern is never compiled: one of them is cubic in time. */
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?$/

/** Padding by its number of decimals; ISO 4217 knows at most four. */
const ZEROS = ['', '0', '00', '000', '0000']
const POINT_ZEROS = ZEROS.map((zeros) => `.${zeros}`)

/** What was read from JSON numbers as doubles so far. `normalize` looks at the text again only when something was. */
const seen = { doubles: 0, nearZero: 0 }

/** Counts since the start: JSON numbers read as doubles, and those of them at or near zero. */
export function doublesSeen(): Readonly<typeof seen> {
  return seen
}

/** The double behind a JSON number is about to be used. */
export function useDouble(value: number): number {
  seen.doubles++
  if (value < 1e-290 && value > -1e-290) seen.nearZero++
  return value
}

/** Text of a JSON number, a kept literal or a text; null for anything else. */
export function decimalText(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(useDouble(value))
  return isNumberLiteral(value) ? value.literal : null
}

/**
 * Canonical plain decimal text: no sign, no exponent, no leading zeros, padded to `exponent` decimals (null: not
 * padded), zeros beyond them removed, real digits beyond them kept. Null when it is no number, or a negative one.
 */
export function canonicalDecimal(text: string, exponent: number | null): string | null {
  const decimals = plainDecimals(text)
  // The usual case without taking the text apart: plain digits, at most to be padded.
  if (decimals >= 0 && exponent !== null && decimals <= exponent && exponent - decimals < ZEROS.length) {
    return decimals === exponent ? text : text + (decimals === 0 ? POINT_ZEROS : ZEROS)[exponent - decimals]
  }
  if (text.length > MAX_TEXT || !DECIMAL.test(text)) return null

  const unsigned = text.replace(/^[+-]/, '')
  const [mantissa = '', power = '0'] = unsigned.split(/[eE]/)
  const [whole = '', fraction = ''] = mantissa.split('.')
  const digits = whole + fraction
  const point = whole.length + Number.parseInt(power, 10)
  if (/^0*$/.test(digits)) return padded('0', '', exponent)
  // -0 is zero; any other negative amount is refused.
  if (text.startsWith('-')) return null
  if (point > MAX_DIGITS || digits.length - point > MAX_DIGITS) return null

  const shifted = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0')
  const split = point <= 0 ? 1 : point
  return padded(shifted.slice(0, split).replace(/^0+(?=\d)/, ''), trimZeros(shifted.slice(split)), exponent)
}

/** Number of decimals of a canonical text. */
export function decimalsOf(value: string): number {
  const point = value.indexOf('.')
  return point < 0 ? 0 : value.length - point - 1
}

/** Whether a text that is canonical for `exponent` has real digits beyond it. */
export function isFinerThan(canonical: string, exponent: number): boolean {
  return exponent === 0 ? canonical.includes('.') : canonical.charCodeAt(canonical.length - 1 - exponent) !== 46
}

function padded(whole: string, fraction: string, exponent: number | null): string {
  const full = exponent === null ? fraction : fraction.padEnd(exponent, '0')
  return full === '' ? whole : `${whole}.${full}`
}

/** Without a regex: `0+$` is quadratic on a long run of zeros that does not end the text. */
function trimZeros(fraction: string): string {
  let end = fraction.length
  while (end > 0 && fraction.charCodeAt(end - 1) === 48) end--
  return fraction.slice(0, end)
}

/** Decimals of a text that is digits with at most one point inside and no leading zero; -1 for every other text. */
function plainDecimals(text: string): number {
  const length = text.length
  if (length === 0 || length > MAX_DIGITS) return -1
  let point = -1
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index)
    if (code === 46 && point < 0 && index > 0) point = index
    else if (code < 48 || code > 57) return -1
  }
  const whole = point < 0 ? length : point
  if (whole > 1 && text.charCodeAt(0) === 48) return -1
  return point < 0 ? 0 : length - point - 1 || -1
}
