import { answers, type WatchFacts } from './answers.ts'
import type { RateLimit } from './provider.ts'
import type { CheckoutSession } from './session.ts'
import { epochMs } from './time.ts'

/** What polling may cost. */
export interface PollBudget {
  /** The adapter's facts, `adapter.provider.watch`. */
  readonly facts: WatchFacts
  /** The provider's limit, `adapter.provider.rateLimit`. */
  readonly rateLimit: RateLimit | null
  /** How many sessions share that limit, this one included. */
  readonly watched: number
  /** Randomness for jitter, 0 ≤ x < 1. @default Math.random */
  readonly random?: () => number
}

/** When to ask again, or why not. */
export type PollPlan =
  | {
      /** Milliseconds from now. */
      readonly inMs: number
      /**
       * `lively`: the outcome is open. `expiry`: just after the session lapses. `late_money`: its end is recent.
       * `thinning`: settled for now, at growing distances.
       */
      readonly reason: 'lively' | 'expiry' | 'late_money' | 'thinning'
    }
  | { readonly inMs: null; readonly reason: 'settled' | 'unknown_limit' }

/** Pauses in milliseconds: a share of the state's age within bounds. */
const PACE = {
  lively: { share: 0.05, least: 3_000, most: 60_000 },
  late_money: { share: 0.1, least: 60_000, most: 30 * 60_000 },
  thinning: { share: 0.1, least: 10 * 60_000, most: 24 * 3_600_000 },
} as const

/** A provider needs a moment to notice that a session lapsed. */
const AFTER_EXPIRY_MS = 2_000
/** Share of the limit that polling may use; the rest is for calls. */
const POLLING_SHARE = 0.8
/** Pauses are longer by up to this share, so that sessions watched together drift apart. */
const JITTER = 0.2

/**
 * When to read a session again: follows `needsPolling`, its expiry, the grace for late money, the provider's limit and
 * how many sessions share it. Pure.
 * @param now RFC 3339 text
 * @throws invalid_input when `now` is no time
 */
export function nextPoll(session: CheckoutSession, now: string, budget: PollBudget): PollPlan {
  const { facts, rateLimit, watched, random = Math.random } = budget
  const needs = answers(session, facts, now).needsPolling
  if (needs === 'no') {
    const given = session.status === 'unknown' && session.providerDone !== true
    return { inMs: null, reason: given ? 'unknown_limit' : 'settled' }
  }
  const reason = needs === 'thinning' ? 'thinning' : ENDED.has(session.status) ? 'late_money' : 'lively'
  const { share, least, most } = PACE[reason]
  const age = Math.max(0, epochMs(now) - epochMs(session.updatedAt ?? session.createdAt ?? session.observed.at))
  const floor =
    rateLimit === null ? 0 : (rateLimit.windowMs / rateLimit.requests / POLLING_SHARE) * Math.max(1, watched)
  const pause = Math.max(floor, Math.min(most, Math.max(least, age * share)))
  const jittered = pause * (1 + random() * JITTER)
  const toExpiry = session.expiresAt === null ? Number.NaN : epochMs(session.expiresAt) - epochMs(now) + AFTER_EXPIRY_MS
  if (reason === 'lively' && toExpiry > 0 && toExpiry < jittered && toExpiry >= floor)
    return { inMs: Math.ceil(toExpiry), reason: 'expiry' }
  return { inMs: Math.ceil(jittered), reason }
}

const ENDED: ReadonlySet<string> = new Set(['failed', 'cancelled', 'expired'])
