import type { ErrorCode } from './error-codes.ts'

/** What kind of request failed. `keyed`: a POST whose repetition the provider recognizes. */
export type RequestKind = 'get' | 'keyed' | 'unkeyed'

/** A provider's own column of the table. */
export interface RetryFacts {
  /** HTTP statuses that this provider answers for good, although others mean them for a while. */
  readonly never: readonly number[]
}

interface RetryRow {
  /** HTTP status, or code of an attempt without a usable answer. */
  readonly on: number | ErrorCode
  /** Why it may be over soon. Everything that is not in the table is final. */
  readonly reason: string
}

/**
 * What may be over soon, so that a GET, or a POST that the provider recognizes again, is sent once more. A POST without
 * a key is never repeated, whatever the answer. Source: RFC 9110 section 15 and, for 425 and 429, RFC 8470 and RFC 6585.
 */
const RETRY: readonly RetryRow[] = [
  { on: 408, reason: 'the server gave up waiting for the request' },
  { on: 425, reason: 'too early: sent in early data, may be repeated' },
  { on: 429, reason: 'too many requests; Retry-After or the backoff says when' },
  { on: 500, reason: 'an accident at the provider' },
  { on: 502, reason: 'a gateway without an answer' },
  { on: 503, reason: 'overloaded or in maintenance' },
  { on: 504, reason: 'a gateway that gave up waiting' },
  { on: 'network', reason: 'no answer reached us' },
  { on: 'deadline', reason: 'this attempt took too long; the call may have time left' },
]

const RETRIED: ReadonlySet<number | ErrorCode> = new Set(RETRY.map(({ on }) => on))

/** Whether a failed request may be sent again. */
export function mayRetry(kind: RequestKind, on: number | ErrorCode, facts: RetryFacts | undefined): boolean {
  if (kind === 'unkeyed' || !RETRIED.has(on)) return false
  return typeof on !== 'number' || facts?.never.includes(on) !== true
}
