import { TillError } from '@onetill/core'
import { invalidInputs, toUtc } from '@onetill/core/adapter'

/** Days of a time zone. */
export interface Days {
  /** Canonical name of the zone. */
  readonly zone: string
  /** Day `YYYY-MM-DD` of a UTC time. */
  readonly of: (utc: string) => string
  /** UTC text of a time with an offset, or of the midnight that begins a day. @throws invalid_input */
  readonly start: (text: string, path: string) => string
}

/** No zone's clock changes between two quarters of an hour. */
const QUARTER_MS = 900_000
const MOST_KEPT = 100_000

/** Days of a zone of the IANA database. @throws invalid_input for a name nobody knows */
export function daysOf(name: string): Days {
  const format = formatOf(name)
  const kept = new Map<number, string>()
  const parts = (ms: number): string => {
    const found = new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]))
    const at = (type: Intl.DateTimeFormatPartTypes): string => found.get(type) ?? ''
    return `${at('year').padStart(4, '0')}-${at('month')}-${at('day')}T${at('hour')}:${at('minute')}:${at('second')}`
  }
  const offset = (ms: number): number => Date.parse(`${parts(ms)}.000Z`) - ms
  return {
    zone: name === 'UTC' ? 'UTC' : format.resolvedOptions().timeZone,
    of: (utc) => {
      const quarter = Math.floor(Date.parse(utc) / QUARTER_MS)
      const known = kept.get(quarter)
      if (known !== undefined) return known
      const day = parts(quarter * QUARTER_MS).slice(0, 10)
      if (kept.size >= MOST_KEPT) kept.clear()
      kept.set(quarter, day)
      return day
    },
    start: (text, path) => {
      const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
      const utc = toUtc(isDay ? `${text}T00:00:00Z` : text)
      if (utc === null) throw invalidInputs([{ path, expected: 'a day, or a time with an offset' }])
      if (!isDay) return utc
      const midnight = Date.parse(utc)
      // The offset before a change of clocks may not be the one after it, so it is asked for twice.
      return new Date(midnight - offset(midnight - offset(midnight))).toISOString()
    },
  }
}

function formatOf(name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone: name, calendar: 'iso8601', hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
    })
  } catch {
    throw new TillError({ code: 'invalid_input', message: 'the time zone: expected a name such as Europe/Berlin' })
  }
}
