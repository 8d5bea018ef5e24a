import { type Issue, isTillError, TillError } from './error.ts'
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
  /** For a write that may not be repeated: the read that settles a lost answer, e.g. `retrieveByCaller`. */
  readonly settledBy?: string
}

/** HTTP status → code; the classes stand for what is not listed. */
const HTTP_CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'rejected',
  401: 'authentication',
  403: 'permission',
  404: 'not_found',
  409: 'conflict',
  410: 'gone',
  422: 'rejected',
  429: 'rate_limited',
}

/** Codes after which a write may have happened: its answer never came, or says nothing of it. */
const LOST: ReadonlySet<ErrorCode> = new Set([
  'network',
  'deadline',
  'provider_unavailable',
  'response_too_large',
  'invalid_response',
  'redirect_refused',
])

/**
 * Sends a request and gives the text of a 2xx answer. Every error names provider and operation; a write whose answer
 * was lost becomes `outcome_unknown` and names the read that settles it.
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
  const isEcho = echoOf(http)
  try {
    const answer = await call.send(http)
    if (answer.status < 200 || answer.status > 299)
      throw toError(answer, withoutEchoes(readProblem(answer), answer, isEcho))
    return read(answer.text)
  } catch (error) {
    throw isTillError(error) ? named(error, operation, isEcho) : error
  }
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

type IsEcho = (text: string) => boolean

/** Whether a text repeats a header we sent: an answer may echo a credential in any field, and in the name of one. */
function echoOf({ headers }: HttpRequest): IsEcho {
  return (text) =>
    Object.values(headers).some((value) => value.split(' ').some((part) => part.length >= 12 && text.includes(part)))
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

function named(error: TillError, { provider, account, name, settledBy }: Operation, isEcho: IsEcho): TillError {
  const lost = settledBy !== undefined && LOST.has(error.code)
  // Of an answer that is not as documented the message names paths, which may be made of the answer's own keys.
  const message = isEcho(error.message) ? 'the answer repeats a credential' : error.message
  const prefix = message.startsWith(`${provider}: `) ? '' : `${provider}: `
  return new TillError({
    code: lost ? 'outcome_unknown' : error.code,
    message: `${prefix}${message}${lost ? `; it may have happened, settle it with ${settledBy}` : ''} (${name})`,
    provider,
    account,
    operation: name,
    httpStatus: error.httpStatus ?? undefined,
    providerCode: error.providerCode ?? undefined,
    requestId: error.requestId ?? undefined,
    retryAfterMs: error.retryAfterMs ?? undefined,
    issues: error.issues.filter(({ path }) => !isEcho(path)),
    cause: causeOf(error),
  })
}

function causeOf(error: TillError): { name: string; code: string | null } | undefined {
  const { cause } = error
  if (typeof cause !== 'object' || cause === null || !('name' in cause) || !('code' in cause)) return undefined
  const { name, code } = cause
  return typeof name === 'string' && (typeof code === 'string' || code === null) ? { name, code } : undefined
}
