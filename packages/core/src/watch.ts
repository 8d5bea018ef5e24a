import { backoffMs } from './backoff.ts'
import { isTillError } from './error.ts'
import type { PollPlan } from './next-poll.ts'
import { onAbort } from './on-abort.ts'
import type { CheckoutSession } from './session.ts'
import { sleep } from './sleep.ts'

/** What watching one session needs. */
export interface WatchSource<Session extends CheckoutSession> {
  /** Reads the session; ends with the reason of the signal when that aborts. */
  readonly read: (signal: AbortSignal) => Promise<Session>
  /** When to read it again. */
  readonly plan: (session: Session) => PollPlan
  readonly random: () => number
  readonly signal: AbortSignal | undefined
  /** Told when a `next()` begins and ends: what waits at one time shares the provider's limit. */
  readonly count?: (by: 1 | -1) => void
}

/** A session as it changes. `break`, `return()` and `throw()` end it at once, also while a `next()` is pending. */
export interface SessionWatch<Session> extends AsyncIterator<Session, undefined> {
  // Spelled out: `AsyncIterableIterator` has one parameter before TypeScript 5.6.
  [Symbol.asyncIterator](): SessionWatch<Session>
}

/**
 * Reads a session again and again and gives it first as it is, then at each change (anything but `observed`). Failures
 * that may be over later are waited out, others are thrown. Calls of `next()` are answered in order, each with a value
 * of its own.
 */
export function watchSession<Session extends CheckoutSession>(source: WatchSource<Session>): SessionWatch<Session> {
  const { read, plan, random, signal, count } = source
  const stop = new AbortController()
  let last: { readonly session: Session; readonly text: string } | null = null
  let planned: PollPlan | null = null
  let queue: Promise<unknown> = Promise.resolve()

  /** Waits and reads until the session has changed, or will not change. */
  const nextChange = async (): Promise<Session | null> => {
    for (let failures = 0; ; ) {
      if (planned !== null) {
        if (planned.inMs === null) return null
        await sleep(planned.inMs, stop.signal)
      }
      try {
        const session = await read(stop.signal)
        failures = 0
        planned = plan(session)
        const text = textOf(session)
        if (text === last?.text) continue
        last = { session, text }
        return session
      } catch (error) {
        if (!isTillError(error) || error.retry !== 'later') throw error
        const pause = Math.max(error.retryAfterMs ?? 0, 1_000 + backoffMs(failures++, random))
        planned = { inMs: Math.ceil(pause), reason: 'lively' }
      }
    }
  }
  const step = async (): Promise<IteratorResult<Session, undefined>> => {
    if (stop.signal.aborted) return DONE
    if (signal?.aborted === true) stop.abort(signal.reason)
    const release = signal === undefined ? undefined : onAbort(signal, () => stop.abort(signal.reason))
    count?.(1)
    try {
      stop.signal.throwIfAborted()
      const value = await nextChange()
      if (value !== null) return { done: false, value }
      stop.abort(LEFT)
      return DONE
    } catch (error) {
      if (error === LEFT) return DONE
      stop.abort(LEFT)
      throw error
    } finally {
      count?.(-1)
      release?.()
    }
  }
  const end = (): void => stop.abort(LEFT)
  return {
    next() {
      const result = queue.then(step)
      queue = result.catch(() => {})
      return result
    },
    async return() {
      end()
      return DONE
    },
    async throw(error) {
      end()
      throw error
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

/** Why a watch ended that its consumer left. */
const LEFT = Symbol('left')
const DONE = Object.freeze({ done: true, value: undefined } as const)

/** Everything that counts as a change. */
function textOf({ observed: _, ...rest }: CheckoutSession): string {
  return JSON.stringify(rest)
}
