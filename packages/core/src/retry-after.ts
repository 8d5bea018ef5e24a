const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const MONTH = MONTHS.join('|')
const DAY = 'Mon|Tue|Wed|Thu|Fri|Sat|Sun'
const CLOCK = '(?<hour>[01]\\d|2[0-3]):(?<minute>[0-5]\\d):(?<second>[0-5]\\d|60)'

/** The three forms of RFC 9110 section 5.6.7. The name of the day is not compared: only the date can be obeyed. */
const DATES = [
  new RegExp(`^(?:${DAY}), (?<day>\\d\\d) (?<month>${MONTH}) (?<year>\\d{4}) ${CLOCK} GMT$`),
  new RegExp(
    `^(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday), (?<day>\\d\\d)-(?<month>${MONTH})-(?<year>\\d\\d) ${CLOCK} GMT$`,
  ),
  new RegExp(`^(?:${DAY}) (?<month>${MONTH}) (?<day>\\d\\d| \\d) ${CLOCK} (?<year>\\d{4})$`),
]

/**
 * `Retry-After` → milliseconds to wait, or null when it is absent or malformed: then the own backoff counts. A date in
 * the past is 0. Up to eight digits of seconds (three years); a longer number is no advice.
 * @param now milliseconds since 1970
 */
export function parseRetryAfter(value: string | null, now: number): number | null {
  if (value === null || value.length > 64) return null
  const text = value.replace(/^[ \t]+|[ \t]+$/g, '')
  if (/^\d{1,8}$/.test(text)) return Number.parseInt(text, 10) * 1000
  for (const form of DATES) {
    const groups = form.exec(text)?.groups
    if (groups === undefined) continue
    const at = instant(groups, now)
    return at === null ? null : Math.max(0, at - now)
  }
  return null
}

/** Milliseconds since 1970, or null for a day that the month does not have. */
function instant(groups: Readonly<Record<string, string>>, now: number): number | null {
  const { day = '', month = '', year = '', hour = '', minute = '', second = '' } = groups
  const fullYear = year.length === 2 ? century(Number.parseInt(year, 10), now) : Number.parseInt(year, 10)
  const date = new Date(0)
  date.setUTCFullYear(fullYear, MONTHS.indexOf(month), Number.parseInt(day, 10))
  if (date.getUTCDate() !== Number.parseInt(day, 10)) return null
  // A leap second has no number of its own in this clock; the next second is never too early.
  date.setUTCHours(Number.parseInt(hour, 10), Number.parseInt(minute, 10), Number.parseInt(second, 10))
  return date.getTime()
}

/** Two digits: a year that seems more than fifty years ahead is the most recent one in the past that ends so. */
function century(year: number, now: number): number {
  const current = new Date(now).getUTCFullYear()
  const candidate = current - (current % 100) + year
  return candidate > current + 50 ? candidate - 100 : candidate
}
