import { nextPoll, normalize, type PollPlan, type StatusPair } from '@onetill/core'
import { maven, mavenMapper } from '@onetill/maven'
import { createCircuitBreaker } from '../../packages/core/src/circuit-breaker.ts'

/** Requests to a provider that fails. */
export interface Outage {
  /** How many results come. */
  readonly results: number
  /** Milliseconds from the first to the last of them. */
  readonly overMs: number
  /** 0 ≤ x < 1. */
  readonly random: number
  /** How many of them succeed, the first ones. @default 0 */
  readonly good?: number
}

/** For how many milliseconds a circuit is open after an outage; null: it is not. */
export function opening({ results, overMs, random, good = 0 }: Outage): number | null {
  let now = 0
  const breaker = createCircuitBreaker({ random: () => random, now: () => now })
  for (let index = 0; index < results; index++) {
    if (index === results - 1) now = overMs
    const entered = breaker.enter('host')
    if ('done' in entered) entered.done(index < good ? 'ok' : 'failed')
  }
  const entered = breaker.enter('host')
  return 'openForMs' in entered ? entered.openForMs : null
}

const AT = Date.UTC(2026, 0, 1)
/** Which status is planned for which reason. */
const REASONS = {
  lively: { status: 'open', detail: null },
  late_money: { status: 'failed', detail: 'error' },
  thinning: { status: 'review', detail: 'held' },
} as const satisfies Partial<Record<PollPlan['reason'], StatusPair>>

/** What the planner does: least and longest pause of each reason, and the share of a session's age in between. */
export function pollPace() {
  const { provider } = maven({ apiKey: 'mvn_test_key' })
  const facts = { ...provider.watch, lateMoneyGraceMs: Number.MAX_SAFE_INTEGER }
  return Object.entries(REASONS).map(([reason, pair]) => {
    const pause = (ageMs: number): number => {
      const updated = new Date(AT - ageMs).toISOString()
      const answer = JSON.stringify({ session_id: 's', status: 'COLLECTING', updated_at: updated })
      const session = { ...normalize(mavenMapper, answer, { at: updated }), ...pair }
      const plan = nextPoll(session, new Date(AT).toISOString(), {
        facts,
        rateLimit: null,
        watched: 1,
        random: () => 0,
      })
      return plan.reason === reason && plan.inMs !== null ? plan.inMs : Number.NaN
    }
    const least = pause(0)
    return { reason, share: shareOf(pause, least), least, most: pause(CENTURY_MS) }
  })
}

/** What an age whose pause is longer than the least one is multiplied by. */
function shareOf(pause: (ageMs: number) => number, least: number): number {
  for (let age = least; age < CENTURY_MS; age *= 2) if (pause(age) > least) return pause(age) / age
  return Number.NaN
}

const CENTURY_MS = 100 * 365 * 86_400_000
