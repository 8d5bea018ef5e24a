import { invalidResponse } from './invalid.ts'

const DASH = 45
const DOT = 46
const COLON = 58
const UPPER_T = 84
const UPPER_Z = 90

/**
 * RFC 3339 text → the same instant as UTC text with milliseconds, or null when it is no such text. An offset is
 * required; Feb 30, second 60 and hour 24 are refused; fraction digits beyond milliseconds are cut, not rounded.
 */
export function toUtc(text: string): string | null {
  const length = text.length
  if (length < 20 || length > 64) return null
  // No branch per character: `bad` turns negative when one is no digit or out of range, `odd` when a separator differs.
  const y1 = text.charCodeAt(0) - 48
  const y2 = text.charCodeAt(1) - 48
  const y3 = text.charCodeAt(2) - 48
  const y4 = text.charCodeAt(3) - 48
  const m1 = text.charCodeAt(5) - 48
  const m2 = text.charCodeAt(6) - 48
  const d1 = text.charCodeAt(8) - 48
  const d2 = text.charCodeAt(9) - 48
  const h1 = text.charCodeAt(11) - 48
  const h2 = text.charCodeAt(12) - 48
  const i1 = text.charCodeAt(14) - 48
  const i2 = text.charCodeAt(15) - 48
  const s1 = text.charCodeAt(17) - 48
  const s2 = text.charCodeAt(18) - 48
  const month = m1 * 10 + m2
  const day = d1 * 10 + d2
  const hour = h1 * 10 + h2
  const digits = y1 | y2 | y3 | y4 | m1 | m2 | d1 | d2 | h1 | h2 | i1 | i2 | s1 | s2
  const years = (9 - y1) | (9 - y2) | (9 - y3) | (9 - y4)
  const dates = (9 - m2) | (9 - d2) | (month - 1) | (12 - month) | (day - 1) | (31 - day)
  const times = (9 - h2) | (23 - hour) | (5 - i1) | (9 - i2) | (5 - s1) | (9 - s2)
  const bad = digits | years | dates | times
  const separator = text.charCodeAt(10)
  const hyphens = (text.charCodeAt(4) ^ DASH) | (text.charCodeAt(7) ^ DASH)
  const odd = hyphens | (text.charCodeAt(13) ^ COLON) | (text.charCodeAt(16) ^ COLON) | ((separator & ~32) ^ UPPER_T)
  if (bad < 0 || odd !== 0) return null
  const year = y1 * 1000 + y2 * 100 + y3 * 10 + y4
  if (day > 28 && day > daysIn(year, month)) return null

  const zone = endOfFraction(text)
  if (separator === UPPER_T && length === zone + 1 && text.charCodeAt(zone) === UPPER_Z) {
    if (zone === 23) return text
    if (zone === 19) return `${text.slice(0, 19)}.000Z`
    if (zone > 23) return `${text.slice(0, 23)}Z`
  }
  const offset = zone === 20 ? null : offsetMinutes(text, zone)
  if (offset === null) return null
  const utc = new Date(0)
  utc.setUTCFullYear(year, month - 1, day)
  utc.setUTCHours(hour, i1 * 10 + i2 - offset, s1 * 10 + s2, milliseconds(text, zone))
  const out = utc.toISOString()
  return out.length === 24 ? out : null
}

/**
 * A provider's time → UTC text with milliseconds; null and absent → null.
 * @param index place in a list, for a path such as `refunds[].createdAt`
 * @throws invalid_response
 */
export function readTime(value: string | null | undefined, path: string, index?: number): string | null {
  if (value === null || value === undefined) return null
  const utc = toUtc(value)
  if (utc === null) throw invalidResponse(path, 'RFC 3339 time with offset', index)
  return utc
}

/** Milliseconds since 1970 of a time of the model. */
export function epochMs(utc: string): number {
  return new Date(utc).getTime()
}

/** Where the zone begins: 19 without a fraction, 20 (which no zone can be) for a point without digits. */
function endOfFraction(text: string): number {
  if (text.charCodeAt(19) !== DOT) return 19
  let end = 20
  while (isDigit(text.charCodeAt(end))) end++
  return end
}

/** Digits beyond milliseconds are cut. */
function milliseconds(text: string, zone: number): number {
  return Number.parseInt(text.slice(20, Math.min(zone, 23)).padEnd(3, '0'), 10)
}

/** Minutes east of UTC that end the text (`Z`, `+05:30`), or null when they do not. */
function offsetMinutes(text: string, zone: number): number | null {
  const match = /^(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/.exec(text.slice(zone))
  if (match === null) return null
  const [, sign, hours = '0', minutes = '0'] = match
  return (sign === '-' ? -1 : 1) * (Number.parseInt(hours, 10) * 60 + Number.parseInt(minutes, 10))
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
