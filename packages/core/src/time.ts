import { invalidResponse } from './invalid.ts'

/** The usual form: UTC in capitals, at least milliseconds or none. Every date but Feb 29; the engine's fastest check. */
const USUAL =
  /^\d\d\d\d-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d\d\d\d*)?Z$/

/** Every form, its parts in groups. */
const ANY =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d+))?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/

/**
 * RFC 3339 text → the same instant as UTC text with milliseconds, or null when it is no such text. An offset is
 * required; Feb 30, second 60 and hour 24 are refused; fraction digits beyond milliseconds are cut, not rounded.
 */
export function toUtc(text: string): string | null {
  const { length } = text
  if (length > 64) return null
  if (!USUAL.test(text)) return fromParts(text)
  if (length === 24) return text
  return length === 20 ? `${text.slice(0, 19)}.000Z` : `${text.slice(0, 23)}Z`
}

/**
 * A provider's time → UTC text with milliseconds; null and absent → null.
 * @param index place in a list, for a path such as `refunds[].createdAt`
 * @throws invalid_response
 */
export function readTime(value: unknown, path: string, index?: number): string | null {
  if (value === null || value === undefined) return null
  const utc = typeof value === 'string' ? toUtc(value) : null
  if (utc === null) throw invalidResponse(path, 'RFC 3339 time with offset', index)
  return utc
}

/** Milliseconds since 1970 of a time of the model. */
export function epochMs(utc: string): number {
  return new Date(utc).getTime()
}

function fromParts(text: string): string | null {
  const match = ANY.exec(text)
  if (match === null) return null
  const [, year, month, day, hour, minute, second, fraction = '', sign, hours = '0', minutes = '0'] = match
  if (Number(day) > daysIn(Number(year), Number(month))) return null
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  const utc = new Date(0)
  utc.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  utc.setUTCHours(Number(hour), Number(minute) - offset, Number(second), Number(fraction.slice(0, 3).padEnd(3, '0')))
  // Beyond the year 9999, or before 0000, the text is longer.
  const out = utc.toISOString()
  return out.length === 24 ? out : null
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
