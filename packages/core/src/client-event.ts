import type { ErrorCode } from './error-codes.ts'

/** Which call of the client an event belongs to. */
export interface CallInfo {
  /** Counts the calls of one client from 1. */
  readonly callId: number
  /** Id of the adapter. */
  readonly provider: string
  /** Label of the account. */
  readonly account: string
  /** Name of the method, e.g. `retrieve`. */
  readonly operation: string
}

/** Which request of a call. */
export interface RequestInfo extends CallInfo {
  /** HTTP method. */
  readonly method: 'GET' | 'POST'
  /** Path with names instead of values, e.g. `/v1/sessions/{id}`. */
  readonly route: string
  /** Scheme, host and port, e.g. `https://api.example.com`. */
  readonly origin: string
  /** 1 for the first try of a request. */
  readonly attempt: number
}

/**
 * What happened in the client, told while it happens. Durations in milliseconds. Holds no credential, body, query value
 * or id of a session.
 */
export type ClientEvent =
  | ({ readonly type: 'attempt_started' } & RequestInfo)
  | ({
      readonly type: 'attempt_ended'
      /** HTTP status, or null when no answer came. */
      readonly httpStatus: number | null
      /** Code of the error, or null after an answer. */
      readonly errorCode: ErrorCode | 'aborted' | null
      /** The provider's id of the request, or null. */
      readonly requestId: string | null
      readonly durationMs: number
    } & RequestInfo)
  | ({
      readonly type: 'retry_scheduled'
      readonly delayMs: number
      /** HTTP status or error code that made it due. */
      readonly because: number | ErrorCode
    } & RequestInfo)
  | ({
      readonly type: 'rate_limit_waited'
      /** How long the request waited for the provider's rate budget. */
      readonly waitedMs: number
    } & RequestInfo)
  | ({
      readonly type: 'provider_paused'
      /** How long nothing is sent to this account of the provider, because it answered 429. */
      readonly pauseMs: number
    } & RequestInfo)
  | {
      readonly type: 'circuit_changed'
      readonly provider: string
      readonly account: string
      readonly origin: string
      readonly state: 'closed' | 'open' | 'half_open'
    }
  | ({
      readonly type: 'call_ended'
      /** Null: it succeeded. `aborted`: the caller's signal ended it. */
      readonly errorCode: ErrorCode | 'aborted' | null
      /** HTTP requests sent, repetitions included. */
      readonly attempts: number
      readonly durationMs: number
    } & CallInfo)

/** Receives every event while it happens. What it throws is ignored. */
export type ClientObserver = (event: ClientEvent) => void
