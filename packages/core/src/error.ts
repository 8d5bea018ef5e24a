import { ERRORS, type ErrorCode, type Outcome, type Retry } from './error-codes.ts'

const BRAND = Symbol.for('onetill.TillError')

/** One thing that was wrong, and where. Never holds the value itself. */
export interface Issue {
  /** JSON path such as `processor.card_last4` or `refunds[0].amount`; empty for the whole value. */
  readonly path: string
  /** What was expected there, e.g. `text`, `decimal number`. */
  readonly expected: string
}

/** System-level cause without any text that could hold a credential or personal detail. */
export interface SafeCause {
  /** Error class, e.g. `TypeError`. */
  readonly name: string
  /** System code, e.g. `ECONNREFUSED`, or null. */
  readonly code: string | null
}

/** What a `TillError` is made from. Every text in it has to be safe to print. */
export interface TillErrorDetails {
  /** From the closed table `ERRORS`. */
  readonly code: ErrorCode
  /** What was wrong and where; the meaning of the code is not repeated. */
  readonly message: string
  /** Id of the adapter. */
  readonly provider?: string | undefined
  /** Label of the account. */
  readonly account?: string | undefined
  /** Name of the method, e.g. `retrieve`. */
  readonly operation?: string | undefined
  /** HTTP status of the answer. */
  readonly httpStatus?: number | undefined
  /** The provider's own machine code, where it documents one. */
  readonly providerCode?: string | undefined
  /** The provider's id of the request, for its support. */
  readonly requestId?: string | undefined
  /** Milliseconds to wait, as told by the provider in seconds. */
  readonly retryAfterMs?: number | undefined
  /** HTTP requests sent, repetitions included. */
  readonly attempts?: number | undefined
  /** Milliseconds the operation took. */
  readonly elapsedMs?: number | undefined
  /** Key under which a write may be repeated. */
  readonly idempotencyKey?: string | undefined
  /** What was wrong, place by place. */
  readonly issues?: readonly Issue[] | undefined
  /** The system's own error, without its text. */
  readonly cause?: SafeCause | undefined
}

/**
 * The one error of Onetill. `code` is from the closed table `ERRORS`; `outcome` says whether something may exist at
 * the provider now, `retry` whether the call may be repeated. Holds no key, no body, no personal data.
 */
export class TillError extends Error {
  override readonly name = 'TillError'
  /** From the closed table `ERRORS`. */
  readonly code: ErrorCode
  /** Whether something may exist or have happened at the provider now. */
  readonly outcome: Outcome
  /** Whether the call may be repeated. */
  readonly retry: Retry
  /** Id of the adapter, or null outside of one. */
  readonly provider: string | null
  /** Label of the account, or null outside of one. */
  readonly account: string | null
  /** Name of the method, e.g. `retrieve`, or null outside of one. */
  readonly operation: string | null
  /** HTTP status of the answer, or null without one. */
  readonly httpStatus: number | null
  /** The provider's own machine code, or null where it gave none. */
  readonly providerCode: string | null
  /** The provider's id of the request, or null where it gave none. */
  readonly requestId: string | null
  /** Milliseconds to wait, as told by the provider in seconds, or null where it said nothing. */
  readonly retryAfterMs: number | null
  /** HTTP requests sent, repetitions included; 0 when nothing was sent. */
  readonly attempts: number
  /** Milliseconds the operation took, or null outside of one. */
  readonly elapsedMs: number | null
  /** Key under which a write may be repeated (`retry: same-key`), or null. */
  readonly idempotencyKey: string | null
  /** What was wrong, place by place; empty where there is no place. */
  readonly issues: readonly Issue[]

  constructor(details: TillErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = details.code
    this.outcome = ERRORS[details.code].outcome
    this.retry = ERRORS[details.code].retry
    this.provider = details.provider ?? null
    this.account = details.account ?? null
    this.operation = details.operation ?? null
    this.httpStatus = details.httpStatus ?? null
    this.providerCode = details.providerCode ?? null
    this.requestId = details.requestId ?? null
    this.retryAfterMs = details.retryAfterMs ?? null
    this.attempts = details.attempts ?? 0
    this.elapsedMs = details.elapsedMs ?? null
    this.idempotencyKey = details.idempotencyKey ?? null
    this.issues = details.issues ?? []
    Object.defineProperty(this, BRAND, { value: true })
  }

  /** The error as plain JSON, e.g. for a log line or an answer to another service. */
  toJSON(): TillErrorJson {
    const { name, message, code, outcome, retry, provider, account, operation } = this
    const { httpStatus, providerCode, requestId, retryAfterMs, attempts, elapsedMs, idempotencyKey, issues } = this
    return {
      ...{ name, message, code, outcome, retry, provider, account, operation },
      ...{ httpStatus, providerCode, requestId, retryAfterMs, attempts, elapsedMs, idempotencyKey, issues },
    }
  }
}

/** JSON form of a `TillError`. */
export type TillErrorJson = Omit<TillError, 'toJSON' | 'stack' | 'cause'>

/** Whether a value is a `TillError`, also one made by another copy of this package or in another realm. */
export function isTillError(value: unknown): value is TillError {
  return typeof value === 'object' && value !== null && BRAND in value
}

/** Keeps the class and system code of an unknown thrown value and drops every text (texts can hold credentials). */
export function safeCause(thrown: unknown): SafeCause {
  let name = 'Error'
  let depth = 0
  for (let current: unknown = thrown; current instanceof Error && depth < 8; current = current.cause, depth++) {
    // A name is a text like any other and anybody may set it; only what looks like a class is kept.
    if (depth === 0 && /^[A-Z][A-Za-z]{0,40}$/.test(String(current.name))) name = current.name
    const code: unknown = 'code' in current ? current.code : undefined
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(code)) return { name, code }
  }
  return { name, code: null }
}
