import type { RateLimit } from '@onetill/core'

/** What was really sent to an account in the last minutes, and how it went. */
export interface TrafficReport {
  readonly requests: number
  /** Share that failed, 0 to 1; null: none was sent. */
  readonly errorRate: number | null
  /** Milliseconds in which half were answered; null: none was. */
  readonly p50Ms: number | null
  /** Milliseconds in which 95 of 100 were answered; null: none was. */
  readonly p95Ms: number | null
  /** UTC text, or null. */
  readonly lastSuccessAt: string | null
  /** UTC text, or null. */
  readonly lastFailureAt: string | null
}

/** How reading from one account of a provider goes. */
export interface AccountReport {
  readonly provider: string
  readonly account: string
  /** Sessions that will be read again. */
  readonly watched: number
  /** Of them due and not held by a worker. */
  readonly due: number
  /** Held by a worker. */
  readonly held: number
  /** Reads of these have failed last time. */
  readonly failing: number
  /** How long the session that has waited longest is due, milliseconds; 0: none is. */
  readonly lagMs: number
  /** Reads this process recorded in the last minute. */
  readonly readsPerMinute: number
  /** Milliseconds since this process recorded a read; null: it has not. */
  readonly freshnessMs: number | null
  /** Null: what is sent is not watched. */
  readonly health: TrafficReport | null
  /** What the provider allows, the `rateLimit` of its adapter. @default not known */
  readonly rateLimit?: RateLimit | null
}

/** How reading from providers goes; `status()` of `@onetill/sync` answers with one. */
export interface HealthReport {
  /** Whether reading goes on in this process. */
  readonly running: boolean
  readonly accounts: readonly AccountReport[]
}
