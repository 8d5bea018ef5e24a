/** A time zone of the IANA database, and how times in it are written. Makers of formats are slow, so they are kept. */
export interface Zone {
  readonly name: string
  /** `2026-11-20 12:00:00` */
  readonly text: (utc: string) => string
  /** `12:00` when it is the same day as `now`, else `20 Nov, 12:00`, or with the year. */
  readonly short: (utc: string, now: Date) => string
  /** UTC text of the midnight that begins a day `YYYY-MM-DD`; null when it is no day. */
  readonly midnight: (day: string) => string | null
}

const zones = new Map<string, Zone>()
const MOST = 64

/** The zone of a name, or null when nobody knows it. */
export function zoneOf(name: string): Zone | null {
  const known = zones.get(name)
  if (known !== undefined) return known
  if (name.length > 40) return null
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone: name, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
    })
  } catch {
    return null
  }
  const zone = zoneWith(name === 'UTC' ? 'UTC' : format.resolvedOptions().timeZone, format)
  if (zones.size < MOST) zones.set(name, zone)
  return zone
}

function zoneWith(name: string, format: Intl.DateTimeFormat): Zone {
  const parts = (date: Date): string => {
    const utc = name === 'UTC' ? date.toISOString() : ''
    // What `formatToParts` would say, in a hundredth of the time. Years of another length it says itself.
    if (utc.length === 24) return utc.slice(0, 19).replace('T', ' ')
    const found = new Map(format.formatToParts(date).map(({ type, value }) => [type, value]))
    const at = (type: Intl.DateTimeFormatPartTypes) => found.get(type) ?? ''
    return `${at('year').padStart(4, '0')}-${at('month')}-${at('day')} ${at('hour')}:${at('minute')}:${at('second')}`
  }
  return {
    name,
    text: (utc) => parts(new Date(utc)),
    short: (utc, now) => {
      const [day = '', time = ''] = parts(new Date(utc)).split(' ')
      const [today = ''] = parts(now).split(' ')
      const clock = time.slice(0, 5)
      if (day === today) return clock
      const [year = '', month = '', date = ''] = day.split('-')
      const word = `${date.replace(/^0/, '')} ${MONTHS[Number.parseInt(month, 10) - 1] ?? month}`
      return year === today.slice(0, 4) ? `${word}, ${clock}` : `${word} ${year}, ${clock}`
    },
    midnight: (day) => {
      const asUtc = Date.parse(`${day}T00:00:00.000Z`)
      if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(day))
        return null
      // The offset before a change of clocks may not be the one after it, so it is asked for twice.
      const offset = (at: number) => Date.parse(`${parts(new Date(at)).replace(' ', 'T')}.000Z`) - at
      const guess = asUtc - offset(asUtc)
      return new Date(asUtc - offset(guess)).toISOString()
    },
  }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const

/** `4 min`, `2 h`, `3 d`: the largest unit that fits, cut. */
export function duration(ms: number): string {
  const whole = Math.max(0, ms)
  const [unit, length] = UNITS.find(([, each]) => whole >= each) ?? (['s', 1_000] as const)
  return `${Math.floor(whole / length)} ${unit}`
}
