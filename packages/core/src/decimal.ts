import { isNumberLiteral } from './number-literal.ts'

/** Longest amount text that is looked at; a longer one is no amount. Keeps every step linear in a small number. */
const MAX_TEXT = 400
/** Most digits an amount may have on either side of the point. */
const MAX_DIGITS = 100
/** Linear on every input. A provider's own pattern is never compiled (Maven's is cubic). */
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?$/

let doubts = 0

/** How many JSON numbers so far read as zero or nearly so; `normalize` then looks whether the text says so too. */
export function decimalTextDoubts(): number {
  return doubts
}

/** Text of a JSON number, a kept literal or a text; null for anything else. */
export function decimalText(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'number') {
    if (value < 1e-290) doubts++
    return String(value)
  }
  return isNumberLiteral(value) ? value.literal : null
}

/**
 * Canonical plain decimal text: no sign, no exponent, no leading zeros, padded to `exponent` decimals (null: not
 * padded), zeros beyond them removed, real digits beyond them kept. Null when it is no number, or a negative one.
 */
export function canonicalDecimal(text: string, exponent: number | null): string | null {
  if (exponent !== null && isCanonical(text, exponent)) return text
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

/** The usual case without allocation: digits, a point, exactly `exponent` digits. */
function isCanonical(text: string, exponent: number): boolean {
  const length = text.length
  const wholeLength = exponent === 0 ? length : length - exponent - 1
  if (wholeLength < 1 || wholeLength > MAX_DIGITS) return false
  if (text.charCodeAt(0) === 48 && wholeLength > 1) return false
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index)
    if (index === wholeLength ? code !== 46 : code < 48 || code > 57) return false
  }
  return true
}
