import { backoffMs } from './backoff.ts'
import { createCircuitBreaker, type Permit } from './circuit-breaker.ts'
import type { CallInfo, ClientEvent, ClientObserver, RequestInfo } from './client-event.ts'
import { isTillError, TillError } from './error.ts'
import type { ErrorCode } from './error-codes.ts'
import type { ProviderFacts } from './provider.ts'
import type { RateBudget } from './rate-budget.ts'
import { createRetryBucket, type RetryKind } from './retry-bucket.ts'
import { mayRetry, type RequestKind } from './retry-table.ts'
import { sleep } from './sleep.ts'
import { type Fetch, type HttpAnswer, type HttpRequest, send } from './transport.ts'

/** How long nothing is sent after a 429 that does not say for how long. */
const PAUSE_MS = 1_000

/** What all operations of one account share. */
export interface ExchangeOptions {
  readonly provider: ProviderFacts
  readonly account: string
  readonly budget: RateBudget
  readonly fetch: Fetch
  readonly maxResponseBytes: number
  /** Milliseconds since 1970, for dates in `retry-after`. */
  readonly now: () => number
  /** 0 ≤ x < 1. */
  readonly random: () => number
  readonly observe: ClientObserver | undefined
}

/** In which order an operation waits for the rate budget. */
export interface Turn {
  /** `poll`: waits as long as it takes, behind calls; the deadline moves along. */
  readonly priority: 'call' | 'poll'
  /** Who takes turns with others in waiting, e.g. the key of a watched session. */
  readonly waiter: string | undefined
}

/** One operation while it runs. Times are monotonic milliseconds. */
export interface Running extends CallInfo, Turn {
  readonly signal: AbortSignal | undefined
  readonly maxRetries: number
  readonly attemptTimeoutMs: number
  deadlineAt: number
  /** HTTP requests sent so far. */
  attempts: number
  /** When the first of them was sent, milliseconds since 1970; null: none yet. */
  beganAt: number | null
  /** A write was sent again because its answer was lost: the first may have happened. */
  unanswered: boolean
  /** The last answer, for `responseOf`. */
  answer: HttpAnswer | null
}

/** Sends a request of an operation, again where that is safe and worth it. @throws as `send`, rate_limited, circuit_open */
export type Exchange = (request: HttpRequest, running: Running) => Promise<HttpAnswer>

/**
 * The one layer that limits, breaks and repeats: rate budget, circuit breaker, attempt, retry. One per provider account;
 * an answer of any status but a redirect is returned, what it means is the caller's.
 */
export function createExchange(options: ExchangeOptions): Exchange {
  const { provider, account, budget, fetch, maxResponseBytes, now, random, observe } = options
  const bucket = createRetryBucket()
  const breaker = createCircuitBreaker({
    random,
    onChange: (origin, state) => observe?.({ type: 'circuit_changed', provider: provider.id, account, origin, state }),
  })

  /** Waits for the provider's rate budget. */
  const turn = async (request: HttpRequest, running: Running, info: RequestInfo | null): Promise<void> => {
    const { priority, waiter, signal } = running
    const deadlineAt = priority === 'poll' ? null : running.deadlineAt
    const wait = budget.acquire({ route: request.route, priority, waiter, signal, deadlineAt })
    if (wait === null) return
    const from = performance.now()
    await wait
    const waitedMs = performance.now() - from
    if (priority === 'poll') running.deadlineAt += waitedMs
    if (info !== null) observe?.({ type: 'rate_limit_waited', waitedMs, ...info })
  }

  const enter = (origin: string): Permit => {
    const entered = breaker.enter(origin)
    if ('done' in entered) return entered
    throw new TillError({
      code: 'circuit_open',
      message: 'the provider failed often just now, nothing was sent',
      retryAfterMs: Math.ceil(entered.openForMs),
    })
  }

  /** One attempt: an answer of any status, or the error instead. A signal's reason and bugs are thrown. */
  const attempt = async (request: HttpRequest, running: Running, info: RequestInfo | null): Promise<Attempt> => {
    const permit = enter(originOf(request))
    running.attempts++
    running.beganAt ??= now()
    const from = performance.now()
    if (info !== null) observe?.({ type: 'attempt_started', ...info })
    const ended = (answer: HttpAnswer | null, errorCode: EndCode): void => {
      if (info === null) return
      const durationMs = performance.now() - from
      const { status: httpStatus = null, requestId = null } = answer ?? {}
      observe?.({ type: 'attempt_ended', httpStatus, errorCode, requestId, durationMs, ...info })
    }
    const deadlineMs = Math.max(1, Math.min(running.attemptTimeoutMs, Math.ceil(running.deadlineAt - from)))
    try {
      const answer = await send(request, { deadlineMs, maxResponseBytes, signal: running.signal, now }, fetch)
      permit.done(answer.status >= 500 ? 'failed' : 'ok')
      ended(answer, null)
      running.answer = answer
      return answer
    } catch (error) {
      const known = isTillError(error)
      // A bug of ours or the caller's own abort says nothing of the provider.
      permit.done(!known ? 'ignored' : BREAKING.has(error.code) ? 'failed' : 'ok')
      ended(null, known ? error.code : 'aborted')
      if (known) return error
      throw error
    }
  }

  return async (request, running) => {
    const kind = kindOf(request)
    let taken: RetryKind | null = null
    for (let retry = 0; ; retry++) {
      const info = observe === undefined ? null : infoOf(request, running, retry + 1)
      await turn(request, running, info)
      const result = await attempt(request, running, info)
      const on = isTillError(result) ? result.code : result.status
      const toldMs = isTillError(result) ? null : result.retryAfterMs
      if (on === 429) {
        const pauseMs = toldMs ?? PAUSE_MS
        budget.pause(pauseMs)
        if (info !== null) observe?.({ type: 'provider_paused', pauseMs, ...info })
      }
      if (typeof on === 'number' && on < 400) {
        bucket.give(taken)
        running.unanswered = false
      }
      if (retry >= running.maxRetries || !mayRetry(kind, on, provider.retry)) return settle(result)
      const delayMs = toldMs ?? backoffMs(retry, random)
      // Told to come back after the deadline: the caller learns it now, with `retryAfterMs`.
      if (performance.now() + delayMs >= running.deadlineAt) return settle(result)
      taken = on === 'deadline' ? 'timeout' : 'failure'
      if (!bucket.take(taken)) return settle(result)
      if (kind === 'keyed' && (typeof on !== 'number' || on >= 500)) running.unanswered = true
      if (info !== null) observe?.({ type: 'retry_scheduled', delayMs, because: on, ...info })
      await sleep(delayMs, running.signal)
    }
  }
}

type Attempt = HttpAnswer | TillError
type EndCode = Extract<ClientEvent, { type: 'attempt_ended' }>['errorCode']

/** Failures that say the provider, or the way to it, is down. */
const BREAKING: ReadonlySet<ErrorCode> = new Set(['network', 'deadline'])

function settle(result: Attempt): HttpAnswer {
  if (isTillError(result)) throw result
  return result
}

function kindOf({ method, repeatable }: HttpRequest): RequestKind {
  if (method === 'GET') return 'get'
  return repeatable === true ? 'keyed' : 'unkeyed'
}

function originOf({ url }: HttpRequest): string {
  return url.slice(0, url.indexOf('/', url.indexOf('://') + 3))
}

function infoOf(request: HttpRequest, running: Running, attempt: number): RequestInfo {
  const { callId, provider, account, operation } = running
  const { method, route } = request
  return { callId, provider, account, operation, method, route, origin: originOf(request), attempt }
}
