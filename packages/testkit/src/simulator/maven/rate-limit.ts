import type { Clock } from '../common/clock.ts'

/** Counts requests in the minute that ends now. */
export interface RateLimit {
  /** Counts one request; `over` when it is one too many. */
  readonly count: (endpoint: string) => 'within' | 'over'
}

const WINDOW_MS = 60_000

/**
 * `perMinute` requests in any 60 s for each endpoint, by the simulator's clock; null never ends.
 * Source: docs.trymaven.com/authentication, 20 per minute (read 2026-11-20). Whether the window slides is not documented.
 */
export const createRateLimit = (perMinute: number | null, clock: Clock): RateLimit => {
  const seen = new Map<string, readonly number[]>()
  return {
    count: (endpoint) => {
      if (perMinute === null) return 'within'
      const now = clock.now().getTime()
      const recent = (seen.get(endpoint) ?? []).filter((time) => time > now - WINDOW_MS)
      const over = recent.length >= perMinute
      seen.set(endpoint, over ? recent : [...recent, now])
      return over ? 'over' : 'within'
    },
  }
}
