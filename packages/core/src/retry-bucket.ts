/** What retries cost and successes give back; the numbers of the AWS SDKs (smithy `constants.ts`). */
const CAPACITY = 500
const COST = { failure: 5, timeout: 10 } as const
/** What a success on the first try gives back. */
const REFILL = 1

/** Why a request is sent again. */
export type RetryKind = keyof typeof COST

/** The allowance for retries that all calls of one account share. */
export interface RetryBucket {
  /** Takes what a retry costs; false when there is not enough left. */
  take(kind: RetryKind): boolean
  /** A request succeeded: gives back what its last retry took, or a little when it needed none. */
  give(kind: RetryKind | null): void
}

/**
 * While a provider fails, retries soon use the allowance up and every call is sent once: an outage is not amplified.
 * Successes fill it again.
 */
export function createRetryBucket(): RetryBucket {
  let left = CAPACITY
  return {
    take(kind) {
      if (left < COST[kind]) return false
      left -= COST[kind]
      return true
    },
    give(kind) {
      left = Math.min(CAPACITY, left + (kind === null ? REFILL : COST[kind]))
    },
  }
}
