import type { Adapter } from './adapter-contract.ts'
import type { ClientObserver } from './client-event.ts'
import { TillError } from './error.ts'
import type { Logger, LogLevel } from './log.ts'
import { wholeNumber } from './numbers.ts'
import type { BudgetScope, RateBudget } from './rate-budget.ts'
import type { Expected } from './session.ts'
import type { Fetch } from './transport.ts'

/** Limits of a call. All numbers are whole; a wrong one is refused before anything is sent. */
export interface CallLimits {
  /** Milliseconds for the whole call: waiting, every attempt, headers and bodies. @default 30000 */
  readonly deadlineMs?: number
  /** Milliseconds for one attempt: connect, headers and body. @default 10000 */
  readonly attemptTimeoutMs?: number
  /** How often a request is repeated at most, where that is safe; 0 to 10. @default 2 */
  readonly maxRetries?: number
}

/** Options of `createTill`. */
export interface TillOptions<Adapters extends readonly Adapter[]> extends CallLimits {
  /** One adapter per provider account. */
  readonly adapters: Adapters
  /** Largest decoded answer in bytes; reading one takes about ten times as much memory. @default 2097152 (2 MiB) */
  readonly maxResponseBytes?: number
  /** Sends the requests. On Node `pinnedFetch` of `@onetill/core/node` also pins addresses. @default globalThis.fetch */
  readonly fetch?: Fetch
  /** The clock, in milliseconds since 1970. Durations use a monotonic clock. @default Date.now */
  readonly now?: () => number
  /** Randomness for jitter, 0 ≤ x < 1. @default Math.random */
  readonly random?: () => number
  /**
   * What counts the requests of an account, e.g. one that several processes share. @default a sliding window in this
   * process alone
   */
  readonly rateBudget?: (scope: BudgetScope) => RateBudget
  /** Where log lines go, e.g. `console`; no credential, body or query value is in them. @default none */
  readonly logger?: Logger
  /** Least level that is logged. @default "warn" */
  readonly logLevel?: LogLevel
  /** Told everything that happens in the client. */
  readonly onEvent?: ClientObserver
  /** Further observers, e.g. `openTelemetry()` of `@onetill/core/opentelemetry`. @default none */
  readonly observers?: readonly ClientObserver[]
}

/** Options of one call. */
export interface CallOptions extends CallLimits {
  /** Which account of the provider. @default the only or first one configured */
  readonly account?: string
  /** What the caller knows of the session; fills what the provider does not report and is compared with what it does. */
  readonly expected?: Partial<Expected>
  /** Keeps the answer's text as `session.raw`. @default false */
  readonly raw?: boolean
  /**
   * `retrieve` only. `poll`: waits for the rate budget as long as it takes, behind calls; the deadline begins after that.
   * @default "call"
   */
  readonly priority?: 'call' | 'poll'
  /** Ends the call; its `reason` is thrown as it is. */
  readonly signal?: AbortSignal
}

/** Options of `watch`; the limits are those of each read, waiting for the rate budget not counted. */
export interface WatchOptions extends CallOptions {
  /** Goes on at growing distances when the outcome is known, for refunds and late changes. @default false */
  readonly thinning?: boolean
}

/** Options of `waitFor`. */
export interface WaitForOptions<Session> extends Omit<CallOptions, 'deadlineMs'> {
  /** What is waited for. @default the payer's outcome: neither open, processing nor unknown, or the provider says done */
  readonly until?: (session: Session) => boolean
  /** Milliseconds to wait in all; a day at most. @default none: until the session settles or expires */
  readonly deadlineMs?: number
}

/** Limits with their defaults. @throws invalid_options */
export function readLimits(limits: CallLimits, defaults: Required<CallLimits>): Required<CallLimits> {
  const { deadlineMs = defaults.deadlineMs } = limits
  const { attemptTimeoutMs = defaults.attemptTimeoutMs, maxRetries = defaults.maxRetries } = limits
  return {
    deadlineMs: wholeNumber(deadlineMs, 'deadlineMs'),
    attemptTimeoutMs: wholeNumber(attemptTimeoutMs, 'attemptTimeoutMs'),
    maxRetries: wholeNumber(maxRetries, 'maxRetries', 0),
  }
}

/** @throws invalid_options when two adapters share provider and account */
export function assertDistinct(adapters: readonly Adapter[]): void {
  const seen = new Set<string>()
  for (const { provider, account } of adapters) {
    const key = `${provider.id}/${account}`
    if (seen.has(key))
      throw new TillError({
        code: 'invalid_options',
        message: `two adapters for ${key}; give each its own account`,
        provider: provider.id,
      })
    seen.add(key)
  }
}
