import type { Adapter } from './adapter-contract.ts'
import type { Call, Progress } from './call.ts'
import type { ClientEvent } from './client-event.ts'
import { concurrently } from './concurrently.ts'
import { withDeadline } from './deadline.ts'
import { isTillError, TillError } from './error.ts'
import { createExchange, type Exchange, type Running, type Turn } from './exchange.ts'
import { readExpected } from './expected.ts'
import { nextPoll, type PollPlan } from './next-poll.ts'
import { wholeNumber } from './numbers.ts'
import { observerOf } from './observer.ts'
import { unknownName } from './path.ts'
import { type BudgetScope, createRateBudget } from './rate-budget.ts'
import { rememberResponse } from './response.ts'
import type { CheckoutSession } from './session.ts'
import {
  assertDistinct,
  type CallOptions,
  readLimits,
  type TillOptions,
  type WaitForOptions,
  type WatchOptions,
} from './till-options.ts'
import type { ManyOptions, OptionalMethod, Safe, SessionRef, Till } from './till-types.ts'
import { isSettled, waitFor } from './wait-for.ts'
import { type SessionWatch, watchSession } from './watch.ts'
import { type WebhookOptions, webhookHandler } from './webhook.ts'
import type { Delivery } from './webhook-contract.ts'
import { readWebhook } from './webhook-read.ts'

const CALL: Turn = { priority: 'call', waiter: undefined }
/** A plan asks for the time as text. */
const isoNow = (now: () => number): string => new Date(now()).toISOString()

/**
 * A client for all providers.
 * @throws invalid_options when an option is wrong or two adapters share provider and account
 * @example const till = createTill({ adapters: [maven({ apiKey }), maash({ apiKey })] })
 */
export function createTill<const Adapters extends readonly Adapter[]>(options: TillOptions<Adapters>): Till<Adapters> {
  const { adapters, fetch = globalThis.fetch, now = Date.now, random = Math.random } = options
  const { rateBudget = ({ rateLimit }: BudgetScope) => createRateBudget(rateLimit) } = options
  const defaults = readLimits(options, { deadlineMs: 30_000, attemptTimeoutMs: 10_000, maxRetries: 2 })
  const maxResponseBytes = wholeNumber(options.maxResponseBytes ?? 2 * 1024 * 1024, 'maxResponseBytes')
  assertDistinct(adapters)
  const observe = observerOf(options)
  // One exchange an account: what it shares (budget, breaker, retries) belongs to that account alone.
  const lines: readonly Line[] = adapters.map((adapter) => {
    const { provider, account, rateLimit = provider.rateLimit } = adapter
    const budget = rateBudget({ provider: provider.id, account, rateLimit })
    return {
      adapter,
      exchange: createExchange({ provider, account, budget, fetch, maxResponseBytes, now, random, observe }),
    }
  })
  let calls = 0
  /** Reads that are planned, by adapter: they share its limit. */
  const watched = new Map<Adapter, number>()

  const lineOf = (provider: string, account: string | undefined): Line => {
    const found = lines.find(
      ({ adapter: a }) => a.provider.id === provider && (account === undefined || a.account === account),
    )
    if (found !== undefined) return found
    const name = unknownName(`${provider}`)
    const which = account === undefined ? name : `${name}, account ${unknownName(`${account}`)}`
    throw new TillError({ code: 'unknown_provider', message: `no adapter is configured for ${which}`, provider: name })
  }

  /** Runs one operation of an adapter inside its limits. */
  const run = async <Result>(
    { adapter, exchange }: Line,
    operation: string,
    options: CallOptions,
    turn: Turn,
    work: (call: Call) => Promise<Result>,
  ): Promise<Result> => {
    const { signal } = options
    const { deadlineMs, attemptTimeoutMs, maxRetries } = readLimits(options, defaults)
    // Monotonic, and one for the whole call: an operation of two requests does not take twice as long.
    const from = performance.now()
    const running: Running = {
      callId: ++calls,
      provider: adapter.provider.id,
      account: adapter.account,
      operation,
      signal,
      maxRetries,
      attemptTimeoutMs,
      priority: turn.priority,
      waiter: turn.waiter,
      deadlineAt: from + deadlineMs,
      attempts: 0,
      beganAt: null,
      unanswered: false,
      answer: null,
    }
    const progress = (): Progress => ({ attempts: running.attempts, elapsedMs: Math.round(performance.now() - from) })
    const call: Call = {
      send: (request) => exchange(request, running),
      wait: (promise) =>
        withDeadline(
          { deadlineMs: Math.max(1, Math.ceil(running.deadlineAt - performance.now())), signal },
          () => promise,
        ),
      // Waiting for the rate budget comes before the request.
      get at() {
        return isoNow(() => running.beganAt ?? now())
      },
      expected: readExpected(options.expected),
      raw: options.raw ?? false,
      progress,
      unanswered: () => running.unanswered,
    }
    try {
      const result = await work(call)
      rememberResponse(result, running.answer, progress())
      observe?.(ended(running, progress(), null))
      return result
    } catch (error) {
      const code = isTillError(error) ? error.code : 'aborted'
      // An error of the first of several requests tells what the whole operation took.
      if (isTillError(error)) Object.assign(error, progress())
      observe?.(ended(running, progress(), code))
      throw error
    }
  }

  const retrieve = async (provider: string, id: string, options: CallOptions = {}): Promise<CheckoutSession> => {
    const line = lineOf(provider, options.account)
    const turn: Turn = options.priority === 'poll' ? { priority: 'poll', waiter: id } : CALL
    return run(line, 'retrieve', options, turn, (call) => line.adapter.retrieve(id, call))
  }
  const safeRetrieve = async (provider: string, id: string, options?: CallOptions): Promise<Safe<CheckoutSession>> => {
    try {
      return { ok: true, session: await retrieve(provider, id, options) }
    } catch (error) {
      if (isTillError(error)) return { ok: false, error }
      throw error
    }
  }
  const watch = (provider: string, id: string, options: WatchOptions = {}): SessionWatch<CheckoutSession> => {
    const line = lineOf(provider, options.account)
    const { adapter } = line
    const {
      provider: { watch: facts, rateLimit: documented },
      rateLimit = documented,
    } = adapter
    const plan = (session: CheckoutSession): PollPlan => {
      const budget = { facts, rateLimit, watched: watched.get(adapter) ?? 1, random }
      const planned = nextPoll(session, isoNow(now), budget)
      return planned.reason === 'thinning' && options.thinning !== true ? { inMs: null, reason: 'settled' } : planned
    }
    const turn: Turn = { priority: 'poll', waiter: id }
    const read = (signal: AbortSignal) =>
      run(line, 'watch', { ...options, signal }, turn, (call) => adapter.retrieve(id, call))
    const count = (by: 1 | -1): void => {
      watched.set(adapter, (watched.get(adapter) ?? 0) + by)
    }
    return watchSession({ read, plan, random, signal: options.signal, count })
  }
  const wait = async (provider: string, id: string, options: WaitForOptions<CheckoutSession> = {}) => {
    const { until = isSettled, deadlineMs, signal, ...rest } = options
    if (deadlineMs !== undefined) wholeNumber(deadlineMs, 'deadlineMs')
    const { provider: facts } = lineOf(provider, options.account).adapter
    const budget = { facts: facts.watch, rateLimit: null, watched: 1 }
    return waitFor((stop) => watch(provider, id, { ...rest, signal: stop }), {
      until,
      deadlineMs,
      signal,
      unknownLimit: (session) => nextPoll(session, isoNow(now), budget).reason === 'unknown_limit',
    })
  }
  /** An operation with its arguments as they stand between provider and options. */
  const offered = async (
    method: OptionalMethod,
    provider: string,
    args: readonly unknown[],
    options: CallOptions = {},
  ): Promise<unknown> => {
    const line = lineOf(provider, options.account)
    const operation: ((...args: never[]) => Promise<unknown>) | undefined = line.adapter[method]
    if (operation === undefined)
      throw new TillError({
        code: 'unsupported',
        message: `${provider} does not offer ${method}`,
        provider,
        operation: method,
      })
    // The interface holds the types of the arguments per adapter.
    return run(line, method, options, CALL, (call) => operation.call(line.adapter, ...([...args, call] as never[])))
  }
  const byInput = (method: OptionalMethod) => (provider: string, input: unknown, options?: CallOptions) =>
    offered(method, provider, [input], options)
  const byId = (method: OptionalMethod) => (provider: string, id: string, input: unknown, options?: CallOptions) =>
    offered(method, provider, [id, input], options)

  const till: unknown = {
    adapters,
    retrieve,
    safeRetrieve,
    // `async`, so that a wrong option is a rejection and not thrown at the call.
    retrieveMany: async (refs: readonly SessionRef[], { concurrency = 16, ...options }: ManyOptions = {}) =>
      concurrently(refs, wholeNumber(concurrency, 'concurrency'), ({ provider, id, account, expected }) =>
        safeRetrieve(provider, id, {
          ...options,
          ...(account === undefined ? {} : { account }),
          ...(expected === undefined ? {} : { expected }),
        }),
      ),
    watch,
    waitFor: wait,
    webhook: (provider: string, options: WebhookOptions) => {
      const { adapter } = lineOf(provider, options.account)
      const account = { account: adapter.account }
      return webhookHandler(
        { read: (delivery) => readWebhook(adapter, delivery, now), retrieve: (id) => retrieve(provider, id, account) },
        options,
      )
    },
    readWebhook: async (provider: string, delivery: Delivery, { account }: Pick<CallOptions, 'account'> = {}) =>
      readWebhook(lineOf(provider, account).adapter, delivery, now),
    find: byInput('find'),
    create: byInput('create'),
    quote: byInput('quote'),
    cancel: (provider: string, id: string, options?: CallOptions) => offered('cancel', provider, [id], options),
    refund: byId('refund'),
    selectPayment: byId('selectPayment'),
  }
  // One implementation serves every provider; the interface narrows it per configured adapter.
  return till as Till<Adapters>
}

/** An adapter with what its operations share. */
interface Line {
  readonly adapter: Adapter
  readonly exchange: Exchange
}

function ended(running: Running, { attempts, elapsedMs }: Progress, errorCode: EndCode): ClientEvent {
  const { callId, provider, account, operation } = running
  return { type: 'call_ended', callId, provider, account, operation, attempts, durationMs: elapsedMs, errorCode }
}

type EndCode = Extract<ClientEvent, { type: 'call_ended' }>['errorCode']
