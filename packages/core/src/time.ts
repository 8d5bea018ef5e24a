import { invalidResponse } from './invalid.ts'

const DASH = 45
const COLON = 58

/**
 * RFC 3339 text → the same instant as UTC text with milliseconds, or null when it is no such text. An offset is
 * required; Feb 30, second 60 and hour 24 are refused; fraction digits beyond milliseconds are cut, not rounded.
 */
export function toUtc(text: string): string | null {
  const length = text.length
  if (length < 20 || length > 64) return null
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 2)
  const day = digits(text, 8, 2)
  const separator = text.charCodeAt(10) | 32
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH || separator !== 116) return null
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return null
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return null
  const hour = digits(text, 11, 2)
  const minute = digits(text, 14, 2)
  const second = digits(text, 17, 2)
  if (!(hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59)) return null

  let zone = 19
  if (text.charCodeAt(19) === 46) {
    zone = 20
    while (isDigit(text.charCodeAt(zone))) zone++
    if (zone === 20) return null
  }
  const fraction = zone === 19 ? '000' : zone >= 23 ? text.slice(20, 23) : text.slice(20, zone).padEnd(3, '0')
  if ((text.charCodeAt(zone) | 32) === 122) {
    if (length !== zone + 1) return null
    if (zone === 23 && separator === text.charCodeAt(10) + 32 && text.charCodeAt(23) === 90) return text
    return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`
  }
  const sign = text[zone] === '+' ? -1 : text[zone] === '-' ? 1 : 0
  const hours = digits(text, zone + 1, 2)
  const minutes = digits(text, zone + 4, 2)
  if (sign === 0 || length !== zone + 6 || text.charCodeAt(zone + 3) !== COLON) return null
  if (!(hours >= 0 && hours <= 23 && minutes >= 0 && minutes <= 59)) return null
  const utc = new Date(0)
  utc.setUTCFullYear(year, month - 1, day)
  utc.setUTCHours(hour, minute + sign * (hours * 60 + minutes), second, digits(fraction, 0, 3))
  const out = utc.toISOString()
  return out.length === 24 ? out : null
}

/** A provider's time → UTC text with milliseconds; null and absent → null. @throws invalid_response */
export function readTime(value: string | null | undefined, path: string): string | null {
  if (value === null || value === undefined) return null
  const utc = toUtc(value)
  if (utc === null) throw invalidResponse(path, 'RFC 3339 time with offset')
  return utc
}

/** A provider's time that has to be there. @throws invalid_response */
export function requireTime(value: string, path: string): string {
  const utc = toUtc(value)
  if (utc === null) throw invalidResponse(path, 'RFC 3339 time with offset')
  return utc
}

/** Milliseconds since 1970 of a time of the model. */
export function epochMs(utc: string): number {
  return new Date(utc).getTime()
}

/** The digits at `from`, or -1 when one of them is none. */
function digits(text: string, from: number, count: number): number {
  let value = 0
  for (let index = from; index < from + count; index++) {
    const code = text.charCodeAt(index)
    if (!isDigit(code)) return -1
    value = value * 10 + code - 48
  }
  return value
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
