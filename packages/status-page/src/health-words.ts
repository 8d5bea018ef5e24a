import type { HourState } from './health-hours.ts'
import type { AccountReport } from './health-report.ts'
import type { HealthReason } from './health-state.ts'
import type { IconName } from './icons.ts'
import { duration } from './times.ts'
import type { Tone } from './words.ts'

/** How a state looks, and what it means in a line. */
interface HealthLook {
  readonly word: string
  readonly icon: IconName
  readonly tone: Tone
  readonly meaning: string
}

/** State → how it is shown, in the order of the legend. */
export const HEALTH_LOOKS = {
  operational: { word: 'Operational', icon: 'check', tone: 'good', meaning: 'answers, in time' },
  degraded: { word: 'Degraded', icon: 'alert', tone: 'warn', meaning: 'answers, but slowly, late or not always' },
  down: { word: 'Down', icon: 'cross', tone: 'bad', meaning: 'most of what is sent fails' },
  stale: { word: 'Stale', icon: 'clock', tone: 'gone', meaning: 'nothing sent for five minutes' },
  no_data: { word: 'No data', icon: 'question', tone: 'gone', meaning: 'nothing was ever sent from here' },
  unwatched: { word: 'Not watched', icon: 'stop', tone: 'gone', meaning: 'this process did not run' },
} as const satisfies Record<HourState, HealthLook>

/** `12 %`, `0.4 %`, `< 0.1 %`; never 0 for something, never 100 for less. */
export function percent(share: number): string {
  if (share === 0 || share === 1) return `${share * 100} %`
  const value = share * 100
  if (value < 0.1) return '< 0.1 %'
  if (value > 99.9) return '> 99.9 %'
  return `${value < 10 || value > 99 ? Math.floor(value * 10) / 10 : Math.floor(value)} %`
}

/** `340 ms`, `2.4 s`, `12 s`. */
export function tookText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  return ms < 10_000 ? `${Math.floor(ms / 100) / 10} s` : `${Math.floor(ms / 1_000)} s`
}

/** Reason → what is so, with the value. */
export const REASON_TEXTS: Readonly<Record<HealthReason, (report: AccountReport) => string>> = {
  errors: ({ health }) => `${percent(health?.errorRate ?? 0)} of requests failed`,
  slow: ({ health }) => `one in twenty takes over ${tookText(health?.p95Ms ?? 0)}`,
  behind: ({ lagMs }) => `reads are ${duration(lagMs)} behind`,
}

/** Share of the documented limit that the reads of this process use; null: no limit is known. */
export function budgetUse({ rateLimit, readsPerMinute }: AccountReport): number | null {
  if (rateLimit === undefined || rateLimit === null) return null
  return readsPerMinute / ((rateLimit.requests * 60_000) / rateLimit.windowMs)
}
