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
  readonly code: ErrorCode
  /** What was wrong and where; the meaning of the code is not repeated. */
  readonly message: string
  readonly provider?: string | undefined
  readonly account?: string | undefined
  readonly operation?: string | undefined
  /** HTTP status of the answer. */
  readonly httpStatus?: number | undefined
  /** The provider's own machine code, where it documents one. */
  readonly providerCode?: string | undefined
  readonly requestId?: string | undefined
  /** Milliseconds to wait, as told by the provider. */
  readonly retryAfterMs?: number | undefined
  readonly issues?: readonly Issue[] | undefined
  readonly cause?: SafeCause | undefined
}

/**
 * The one error of Onetill. `code` is from the closed table `ERRORS`; `outcome` says whether something may exist at
 * the provider now, `retry` whether the call may be repeated. Holds no key, no body, no personal data.
 */
export class TillError extends Error {
  override readonly name = 'TillError'
  readonly code: ErrorCode
  readonly outcome: Outcome
  readonly retry: Retry
  readonly provider: string | null
  readonly account: string | null
  readonly operation: string | null
  readonly httpStatus: number | null
  readonly providerCode: string | null
  readonly requestId: string | null
  readonly retryAfterMs: number | null
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
    this.issues = details.issues ?? []
    Object.defineProperty(this, BRAND, { value: true })
  }

  /** The error as plain JSON, e.g. for a log line or an answer to another service. */
  toJSON(): TillErrorJson {
    const { name, message, code, outcome, retry, provider, account, operation } = this
    const { httpStatus, providerCode, requestId, retryAfterMs, issues } = this
    return {
      ...{ name, message, code, outcome, retry, provider, account, operation },
      ...{ httpStatus, providerCode, requestId, retryAfterMs, issues },
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
