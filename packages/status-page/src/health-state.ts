import type { AccountReport } from './health-report.ts'

/** What is said of a provider. `stale`: it was heard of, but not lately; `no_data`: it never was. Neither is good. */
export const HEALTH_STATES = ['operational', 'degraded', 'down', 'stale', 'no_data'] as const
/** What is said of a provider. */
export type HealthState = (typeof HEALTH_STATES)[number]

/** Why a state is not `operational`. */
export type HealthReason = 'errors' | 'slow' | 'behind'

/** What is said of an account, and what the next reading has to know. */
export interface Judgement {
  readonly state: HealthState
  /** UTC text. */
  readonly since: string
  readonly reasons: readonly HealthReason[]
  /** Another state that the readings speak for, not yet for long enough. */
  readonly pending: { readonly state: HealthState; readonly since: string } | null
}

type Trouble = 'degraded' | 'down'

interface Limit {
  readonly measure: 'errorRate' | 'p95Ms' | 'lagMs'
  readonly reason: HealthReason
  readonly state: Trouble
  /** Begins at this value … */
  readonly from: number
  /** … and ends below this one, so that a value near the limit does not make the word flicker. */
  readonly until: number
  /** Fewer failed requests than this are no news. */
  readonly leastFailed: number
}

/** Any row that fits; the worst state of them counts. Ours: no provider documents what it takes for good. */
export const LIMITS: readonly Limit[] = [
  { measure: 'errorRate', reason: 'errors', state: 'down', from: 0.5, until: 0.3, leastFailed: 3 },
  { measure: 'errorRate', reason: 'errors', state: 'degraded', from: 0.1, until: 0.05, leastFailed: 2 },
  // All that was sent failed, however little it was: whatever that is, it is not operational.
  { measure: 'errorRate', reason: 'errors', state: 'degraded', from: 1, until: 1, leastFailed: 1 },
  { measure: 'p95Ms', reason: 'slow', state: 'degraded', from: 5_000, until: 3_000, leastFailed: 0 },
  { measure: 'lagMs', reason: 'behind', state: 'degraded', from: 300_000, until: 60_000, leastFailed: 0 },
]

/** Readings speak for a worse state this long before it is said, milliseconds. */
export const WORSE_AFTER_MS = 30_000
/** Readings speak for a better state this long before it is said, milliseconds. */
export const BETTER_AFTER_MS = 120_000

const RANK: Readonly<Record<HealthState, number>> = { operational: 0, degraded: 1, down: 2, stale: 0, no_data: 0 }

/**
 * What is said of an account after one more reading. What cannot be judged is said at once, and so is the first
 * judgement after it: there is nothing a word could flicker between.
 */
export function judge(before: Judgement | null, report: AccountReport, now: Date): Judgement {
  const at = now.toISOString()
  const blind = blindness(report, at)
  if (blind !== null)
    return before?.state === blind.state ? { ...before, pending: null } : { ...blind, reasons: [], pending: null }

  const { state, reasons } = levelOf(before, report)
  if (before === null || before.state === 'stale' || before.state === 'no_data')
    return { state, since: at, reasons, pending: null }
  if (before.state === state) return { ...before, reasons, pending: null }
  const pending = before.pending?.state === state ? before.pending : { state, since: at }
  const neededMs = RANK[state] > RANK[before.state] ? WORSE_AFTER_MS : BETTER_AFTER_MS
  return now.getTime() - Date.parse(pending.since) >= neededMs
    ? { state, since: pending.since, reasons, pending: null }
    : { ...before, pending }
}

/** Nothing was sent lately: since when nothing was heard. Null: something was. */
function blindness({ health }: AccountReport, at: string): Pick<Judgement, 'state' | 'since'> | null {
  if (health !== null && health.requests > 0) return null
  const heard = [health?.lastSuccessAt ?? '', health?.lastFailureAt ?? ''].sort().at(-1) ?? ''
  return heard === '' ? { state: 'no_data', since: at } : { state: 'stale', since: heard }
}

function levelOf(before: Judgement | null, report: AccountReport): Pick<Judgement, 'state' | 'reasons'> {
  const { requests = 0, errorRate = null, p95Ms = null } = report.health ?? {}
  const values = { errorRate, p95Ms, lagMs: report.lagMs }
  const failed = Math.round(requests * (errorRate ?? 0))
  const rank = RANK[before?.state ?? 'operational']
  const fitting = LIMITS.filter(({ measure, state, from, until, leastFailed }) => {
    const value = values[measure]
    return value !== null && failed >= leastFailed && value >= (rank >= RANK[state] ? until : from)
  })
  const worst = fitting.some(({ state }) => state === 'down') ? 'down' : 'degraded'
  return fitting.length === 0
    ? { state: 'operational', reasons: [] }
    : { state: worst, reasons: [...new Set(fitting.map(({ reason }) => reason))] }
}
