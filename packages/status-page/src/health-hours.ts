import { HEALTH_STATES, type HealthState } from './health-state.ts'

/** What was said of an account in one hour. */
export interface Hour {
  /** When it begins, UTC text. */
  readonly start: string
  /** Milliseconds each state held; what is missing of the hour nobody watched. */
  readonly heldMs: Readonly<Record<HealthState, number>>
}

/** What an hour is called: the state that counts, or that nobody watched. */
export type HourState = HealthState | 'unwatched'

/** Hours that are kept. */
export const HOURS = 24
const HOUR_MS = 3_600_000
/** Trouble that lasted this long in an hour gives the hour its name. */
const TROUBLE_MS = 60_000

const NONE: Hour['heldMs'] = { operational: 0, degraded: 0, down: 0, stale: 0, no_data: 0 }
const startOf = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS

/** Adds a stretch of time in which a state held; one that goes over the end of an hour is cut there. */
export function addHeld(hours: readonly Hour[], state: HealthState, fromMs: number, toMs: number): readonly Hour[] {
  const kept = new Map(hours.map((hour) => [hour.start, hour] as const))
  const oldest = startOf(toMs) - (HOURS - 1) * HOUR_MS
  for (let at = Math.max(fromMs, oldest); at < toMs; ) {
    const begin = startOf(at)
    const end = Math.min(toMs, begin + HOUR_MS)
    const start = new Date(begin).toISOString()
    const { heldMs } = kept.get(start) ?? { heldMs: NONE }
    kept.set(start, { start, heldMs: { ...heldMs, [state]: heldMs[state] + end - at } })
    at = end
  }
  return [...kept.values()].filter(({ start }) => Date.parse(start) >= oldest)
}

/** The last hours up to now, oldest first, with those that nobody watched. */
export function lastHours(hours: readonly Hour[], now: Date): readonly Hour[] {
  const kept = new Map(hours.map((hour) => [hour.start, hour] as const))
  const newest = startOf(now.getTime())
  return Array.from({ length: HOURS }, (_, index) => {
    const start = new Date(newest - (HOURS - 1 - index) * HOUR_MS).toISOString()
    return kept.get(start) ?? { start, heldMs: NONE }
  })
}

/** The name of an hour: trouble of a minute or more, else what held longest. */
export function hourState({ heldMs }: Hour): HourState {
  if (heldMs.down >= TROUBLE_MS) return 'down'
  if (heldMs.down + heldMs.degraded >= TROUBLE_MS) return 'degraded'
  let longest: HourState = 'unwatched'
  let longestMs = 0
  for (const state of HEALTH_STATES)
    if (heldMs[state] > longestMs) {
      longest = state
      longestMs = heldMs[state]
    }
  return longest
}

/** Share of the judged time in which it answered at all, and how long that time is. Null: nothing was judged. */
export function availability(hours: readonly Hour[]): { readonly share: number; readonly judgedMs: number } | null {
  const sum = (state: HealthState): number => hours.reduce((total, { heldMs }) => total + heldMs[state], 0)
  const up = sum('operational') + sum('degraded')
  const judgedMs = up + sum('down')
  return judgedMs === 0 ? null : { share: up / judgedMs, judgedMs }
}
