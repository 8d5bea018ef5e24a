import { echoOf, type IsEcho } from './echo.ts'
import { type Issue, isTillError, type SafeCause, TillError } from './error.ts'
import type { ErrorCode } from './error-codes.ts'
import type { Expected } from './session.ts'
import type { HttpAnswer, HttpRequest } from './transport.ts'

/** What the client hands to an adapter for one operation. */
export interface Call {
  /** Sends one request inside the limits of the call. */
  readonly send: (request: HttpRequest) => Promise<HttpAnswer>
  /** When the request begins, UTC text with milliseconds. */
  readonly at: string
  /** What the caller expects of the session. */
  readonly expected: Expected | null
  /** Keep the answer's text on the session. */
  readonly raw: boolean
  /** Foreign work, e.g. a token supplier, inside the deadline and the signal of the operation. @throws deadline */
  readonly wait: <Result>(work: Promise<Result>) => Promise<Result>
  /** How far the operation has come. */
  readonly progress: () => Progress
  /** Whether a try of a write that was repeated stayed without a clear answer: whatever came later, it may have happened. */
  readonly unanswered: () => boolean
}

/** How far an operation has come. */
export interface Progress {
  /** HTTP requests sent, repetitions included. */
  readonly attempts: number
  /** Milliseconds since the operation began. */
  readonly elapsedMs: number
}

/** What an adapter reads out of an error answer. Free of the provider's texts: they may hold anything. */
export interface Problem {
  /** Replaces the code that the HTTP status stands for. */
  readonly code?: ErrorCode
  /** The provider's own machine code, where it documents one. */
  readonly providerCode?: string
  /** The provider's id of the request, where the body has it. */
  readonly requestId?: string
  /** Fields the provider complains of, never its texts. */
  readonly issues?: readonly Issue[]
}

/** Which operation a request belongs to. */
export interface Operation {
  /** Id of the adapter. */
  readonly provider: string
  /** Label of the account. */
  readonly account: string
  /** Name of the method, e.g. `retrieve`. */
  readonly name: string
  /** For a write that may not be repeated: the read that settles a lost answer, e.g. `find({ caller })`. */
  readonly settledBy?: string
  /** For a write that may be repeated: the key to repeat it with. */
  readonly idempotencyKey?: string
}

/** HTTP status → code; the classes stand for what is not listed. */
const HTTP_CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'rejected',
  401: 'authentication',
  403: 'permission',
  404: 'not_found',
  408: 'provider_unavailable',
  409: 'conflict',
  410: 'gone',
  422: 'rejected',
  425: 'provider_unavailable',
  429: 'rate_limited',
}

/** Answers of a server that has not begun: it waited in vain for the request, or it came too early. */
const NOT_BEGUN: ReadonlySet<number> = new Set([408, 425])

/** Codes after which a write may have happened: its answer never came, or says nothing of it. */
const LOST: ReadonlySet<ErrorCode> = new Set([
  'network',
  'deadline',
  'provider_unavailable',
  'response_too_large',
  'invalid_response',
  'redirect_refused',
])

/** System errors after which nothing can have reached the provider: there was no connection. */
const NOT_SENT: ReadonlySet<string | null> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/**
 * Sends a request and gives what `read` makes of a 2xx answer. Every error names provider and operation. A write whose
 * answer was lost becomes `outcome_unknown` and names the read that settles it; with an idempotency key `unconfirmed`.
 * @throws by the status of the answer: authentication, permission, not_found, gone, conflict, rejected, rate_limited,
 * provider_unavailable; or what `send` and `read` throw
 */
export async function request<Result>(
  operation: Operation,
  call: Call,
  http: HttpRequest,
  readProblem: (answer: HttpAnswer) => Problem,
  read: (text: string) => Result,
): Promise<Result> {
  const isEcho = echoOf(http.headers)
  try {
    const answer = await call.send(http)
    if (answer.status < 200 || answer.status > 299)
      throw toError(answer, withoutEchoes(readProblem(answer), answer, isEcho))
    return read(answer.text)
  } catch (error) {
    throw isTillError(error) ? named(error, operation, call, http, isEcho) : error
  }
}

/**
 * The read after a write that was done. @throws applied_unread with the cause when it fails; or the signal's reason
 */
export async function readAfter<Result>(
  operation: Operation,
  call: Call,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read()
  } catch (error) {
    if (!isTillError(error)) throw error
    const { code, message, httpStatus, requestId, issues } = error
    throw new TillError({
      code: 'applied_unread',
      message: `${operation.provider}: done, but the read after it failed with ${code}: ${message}`,
      ...scope(operation, call),
      httpStatus: httpStatus ?? undefined,
      requestId: requestId ?? undefined,
      issues,
    })
  }
}

function scope({ provider, account, name, idempotencyKey }: Operation, call: Call) {
  return { provider, account, operation: name, idempotencyKey, ...call.progress() }
}

function toError(answer: HttpAnswer, problem: Problem): TillError {
  const code = problem.code ?? HTTP_CODES[answer.status] ?? (answer.status >= 500 ? 'provider_unavailable' : 'rejected')
  const fields = (problem.issues ?? []).map(({ path }) => path).filter((path) => path !== '')
  return new TillError({
    ...problem,
    code,
    message: `answered ${answer.status}${fields.length === 0 ? '' : `, about ${fields.slice(0, 5).join(', ')}`}`,
    httpStatus: answer.status,
    retryAfterMs: answer.retryAfterMs ?? undefined,
  })
}

/** Leaves out whatever repeats a header we sent. */
function withoutEchoes(problem: Problem, answer: HttpAnswer, isEcho: IsEcho): Problem {
  const requestId = problem.requestId ?? answer.requestId
  const { code, providerCode, issues = [] } = problem
  return {
    ...(code === undefined ? {} : { code }),
    ...(requestId === null || isEcho(requestId) ? {} : { requestId }),
    ...(providerCode === undefined || isEcho(providerCode) ? {} : { providerCode }),
    issues: issues.filter(({ path, expected }) => !isEcho(path) && !isEcho(expected)),
  }
}

function named(error: TillError, operation: Operation, call: Call, http: HttpRequest, isEcho: IsEcho): TillError {
  const { provider, name } = operation
  const cause = causeOf(error)
  const lost = lostCode(error, call, http, cause)
  // Of an answer that is not as documented the message names paths, which may be made of the answer's own keys.
  const message = isEcho(error.message) ? 'the answer repeats a credential' : error.message
  const prefix = message.startsWith(`${provider}: `) ? '' : `${provider}: `
  return new TillError({
    code: lost ?? error.code,
    message: `${prefix}${message}${lost === null ? '' : advice(lost, operation)} (${name})`,
    ...scope(operation, call),
    httpStatus: error.httpStatus ?? undefined,
    providerCode: error.providerCode ?? undefined,
    requestId: error.requestId ?? undefined,
    retryAfterMs: error.retryAfterMs ?? undefined,
    issues: error.issues.filter(({ path }) => !isEcho(path)),
    cause,
  })
}

/** The code of a write that may have happened, or null when it did not or is none. */
function lostCode(
  error: TillError,
  call: Call,
  { method, repeatable }: HttpRequest,
  cause: SafeCause | undefined,
): 'unconfirmed' | 'outcome_unknown' | null {
  const { attempts } = call.progress()
  if (method === 'GET' || attempts === 0) return null
  if (call.unanswered()) return repeatable === true ? 'unconfirmed' : 'outcome_unknown'
  if (!LOST.has(error.code) || (error.httpStatus !== null && NOT_BEGUN.has(error.httpStatus))) return null
  if (attempts === 1 && cause !== undefined && NOT_SENT.has(cause.code)) return null
  return repeatable === true ? 'unconfirmed' : 'outcome_unknown'
}

function advice(lost: 'unconfirmed' | 'outcome_unknown', { settledBy, idempotencyKey }: Operation): string {
  if (lost === 'outcome_unknown') return `; it may have happened, settle it with ${settledBy ?? 'a read'}`
  return `; it may have happened, repeat it with the same ${idempotencyKey === undefined ? 'reference' : 'key'}`
}

function causeOf(error: TillError): SafeCause | undefined {
  const { cause } = error
  if (typeof cause !== 'object' || cause === null || !('name' in cause) || !('code' in cause)) return undefined
  const { name, code } = cause
  return typeof name === 'string' && (typeof code === 'string' || code === null) ? { name, code } : undefined
}
