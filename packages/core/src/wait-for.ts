import { isTillError, type TillError } from './error.ts'
import { onAbort } from './on-abort.ts'
import type { CheckoutSession } from './session.ts'
import type { SessionWatch } from './watch.ts'

/** How waiting for a session ended. `session` is the last one seen, or null when none was. */
export type WaitResult<Session> =
  /** `until` holds, or the session will not change by itself any more. */
  | { readonly outcome: 'settled'; readonly session: Session }
  /** Time ended it; late money may still come, see `canStillBePaid`. */
  | { readonly outcome: 'expired'; readonly session: Session }
  /** Its word has been unknown for longer than the adapter's limit. */
  | { readonly outcome: 'unknown_limit'; readonly session: Session }
  /** `deadlineMs` is over. */
  | { readonly outcome: 'deadline'; readonly session: Session | null }
  /** The signal aborted; its reason. */
  | { readonly outcome: 'aborted'; readonly session: Session | null; readonly reason: unknown }
  /** The provider no longer serves the session. */
  | { readonly outcome: 'gone'; readonly session: Session | null; readonly error: TillError }

/** What waiting needs beside a watch. */
export interface WaitOptions<Session> {
  readonly until: (session: Session) => boolean
  readonly deadlineMs: number | undefined
  readonly signal: AbortSignal | undefined
  /** Whether the last answer ended the watch because its word stayed unknown. */
  readonly unknownLimit: (session: Session) => boolean
}

/** The payer's outcome is known: the provider says done, or the status is neither open, processing nor unknown. */
export function isSettled({ status, providerDone }: CheckoutSession): boolean {
  return providerDone === true || (status !== 'open' && status !== 'processing' && status !== 'unknown')
}

/** Follows a watch until it comes to one of the outcomes. Errors that no waiting ends are thrown. */
export async function waitFor<Session extends CheckoutSession>(
  open: (signal: AbortSignal) => SessionWatch<Session>,
  { until, deadlineMs, signal, unknownLimit }: WaitOptions<Session>,
): Promise<WaitResult<Session>> {
  const stop = new AbortController()
  let session: Session | null = null
  const timer = deadlineMs === undefined ? undefined : setTimeout(() => stop.abort(DEADLINE), deadlineMs)
  const release = signal === undefined ? undefined : onAbort(signal, () => stop.abort(ABORTED))
  if (signal?.aborted === true) stop.abort(ABORTED)
  try {
    for await (session of open(stop.signal)) {
      if (until(session)) return { outcome: session.status === 'expired' ? 'expired' : 'settled', session }
      if (session.status === 'expired') return { outcome: 'expired', session }
    }
    if (session === null) throw new TypeError('a watch ended without a session')
    return { outcome: unknownLimit(session) ? 'unknown_limit' : 'settled', session }
  } catch (error) {
    if (error === DEADLINE) return { outcome: 'deadline', session }
    if (error === ABORTED) return { outcome: 'aborted', session, reason: signal?.reason }
    if (isTillError(error) && error.code === 'gone') return { outcome: 'gone', session, error }
    throw error
  } finally {
    clearTimeout(timer)
    release?.()
  }
}

const DEADLINE = Symbol('deadline')
const ABORTED = Symbol('aborted')
