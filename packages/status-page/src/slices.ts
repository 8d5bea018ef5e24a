import type { Zone } from './times.ts'

/** A piece of time a chart counts together. */
export interface Slice {
  /** UTC text. */
  readonly from: string
  /** UTC text; not in it. */
  readonly to: string
}

/** A stretch of time in pieces. */
export interface Slices {
  readonly unit: 'hour' | 'day'
  /** How many hours or days a piece has. */
  readonly step: number
  /** Oldest first. */
  readonly slices: readonly Slice[]
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Up to this long hours are counted, then days of the zone. */
const HOURS_UP_TO_MS = 2 * DAY_MS
const MOST = 60

/** Cuts a stretch into hours or days; a long one into several days each. Days begin at midnight in the zone. */
export function slicesOf(from: string, to: string, zone: Zone): Slices {
  const [begin, end] = [Date.parse(from), Date.parse(to)]
  if (!(end > begin)) return { unit: 'hour', step: 1, slices: [] }
  if (end - begin <= HOURS_UP_TO_MS) {
    const first = Math.floor(begin / HOUR_MS) * HOUR_MS
    const count = Math.ceil((end - first) / HOUR_MS)
    return { unit: 'hour', step: 1, slices: pieces(Array.from({ length: count + 1 }, (_, at) => first + at * HOUR_MS)) }
  }
  const step = Math.max(1, Math.ceil((end - begin) / DAY_MS / MOST))
  const bounds: number[] = []
  for (let day = zone.text(from).slice(0, 10); bounds.length <= MOST + 1; day = dayAfter(day, step)) {
    const midnight = zone.midnight(day)
    if (midnight === null) break
    bounds.push(Date.parse(midnight))
    if (Date.parse(midnight) >= end) break
  }
  return { unit: 'day', step, slices: pieces(bounds) }
}

function pieces(bounds: readonly number[]): readonly Slice[] {
  return bounds.slice(1).map((to, index) => ({
    from: new Date(bounds[index] ?? to).toISOString(),
    to: new Date(to).toISOString(),
  }))
}

function dayAfter(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00.000Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}
