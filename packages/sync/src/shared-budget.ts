import { type BudgetScope, type RateBudget, TillError } from '@onetill/core'
import type { Store } from '@onetill/store'
import { createDatabaseClock, type DatabaseClock } from './database-clock.ts'
import { createLane, type Lane } from './lane.ts'
import { pause } from './pause.ts'

/** How long an account without a limit is taken as not paused before the store is asked again. */
const PAUSE_KNOWN_MS = 1_000

/**
 * Rate budgets that all processes on one store share; for `rateBudget` of `createTill`. No window ever holds more than
 * the limit, and a 429 pauses the account for everybody.
 * @example const till = createTill({ adapters, rateBudget: sharedRateBudget(store) })
 */
export function sharedRateBudget(
  store: Pick<Store, 'grant' | 'pause' | 'pausedUntil'>,
): (scope: BudgetScope) => RateBudget {
  const clock = createDatabaseClock()
  return (scope) => createSharedBudget(store, clock, scope)
}

function createSharedBudget(
  store: Pick<Store, 'grant' | 'pause' | 'pausedUntil'>,
  clock: DatabaseClock,
  { provider, account, rateLimit }: BudgetScope,
): RateBudget {
  const scope = { provider, account }
  const lanes = new Map<string, Lane>()
  /** Until when nothing is sent, as far as this process knows. Monotonic. */
  let pausedUntil = Number.NEGATIVE_INFINITY
  let knownAt = Number.NEGATIVE_INFINITY

  /** When the pause ends, asked of the store. Monotonic. */
  const askPause = async (): Promise<number> => {
    const { at } = await clock.ask(() => store.pausedUntil(scope))
    knownAt = performance.now()
    pausedUntil = Math.max(pausedUntil, clock.toLocal(at))
    return pausedUntil
  }
  const unlimited = async (deadlineAt: number | null, signal: AbortSignal | undefined): Promise<void> => {
    for (;;) {
      const until = performance.now() - knownAt < PAUSE_KNOWN_MS ? pausedUntil : await askPause()
      const waitMs = until - performance.now()
      if (waitMs <= 0) return
      if (deadlineAt !== null && until > deadlineAt) throw tooLate(waitMs)
      await pause(Math.min(waitMs, PAUSE_KNOWN_MS), signal)
    }
  }
  const laneOf = (route: string): Lane => {
    const known = lanes.get(route)
    if (known !== undefined || rateLimit === null) return known ?? neverLane
    const made = createLane({
      windowMs: rateLimit.windowMs,
      toLocal: clock.toLocal,
      grant: (options) => clock.ask(() => store.grant({ ...scope, route }, rateLimit, options)),
      pausedUntil: () => pausedUntil,
      askPause,
    })
    lanes.set(route, made)
    return made
  }
  return {
    acquire: ({ route, priority, deadlineAt, signal }) => {
      if (signal?.aborted === true) throw signal.reason
      if (rateLimit === null) return unlimited(deadlineAt, signal)
      return laneOf(route).join({ priority, deadlineAt, signal })
    },
    pause: (ms) => {
      pausedUntil = Math.max(pausedUntil, performance.now() + ms)
      // Where the store cannot be reached nothing is granted either.
      store.pause(scope, ms).catch(() => undefined)
    },
  }
}

const neverLane: Lane = { join: () => Promise.reject(tooLate(0)) }

function tooLate(waitMs: number): TillError {
  return new TillError({
    code: 'rate_limited',
    message: 'the account is paused beyond the deadline',
    retryAfterMs: Math.max(0, Math.ceil(waitMs)),
  })
}
