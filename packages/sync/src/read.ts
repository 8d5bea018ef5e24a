import { type Adapter, isTillError } from '@onetill/core'
import { type Claim, keepNative, type Observation, observe, observeOther } from '@onetill/store'
import type { SyncTill } from './account.ts'

/** What a read of a claimed session came to. */
export type ReadResult =
  | { readonly kind: 'seen'; readonly claim: Claim; readonly observation: Observation }
  /** Not read; `error` says why. `afterMs`: told to wait so long, which is no failure of the session. */
  | { readonly kind: 'failed'; readonly claim: Claim; readonly error: unknown; readonly afterMs: number | null }
  /** The worker gave up, not the provider. */
  | { readonly kind: 'returned'; readonly claim: Claim }

/** What is needed to read. */
export interface ReadOptions {
  readonly till: SyncTill
  readonly adapter: Adapter
  readonly claim: Claim
  /** Ends the read: the lease is nearly over, or the worker stops. */
  readonly signal: AbortSignal
  readonly now: () => number
}

const WAITS: ReadonlySet<string> = new Set(['rate_limited', 'circuit_open'])

/** Reads one session under its lease. Never throws. */
export async function readClaim({ till, adapter, claim, signal, now }: ReadOptions): Promise<ReadResult> {
  const { provider, account } = adapter
  const { identity, expected } = claim
  const keeps = provider.keeps ?? []
  try {
    const session = await till.retrieve(provider.id, identity.id, {
      ...{ account, priority: 'poll', signal, raw: keeps.length > 0 },
      ...(expected === null ? {} : { expected }),
    })
    const native = keepNative(session.raw ?? '', keeps)
    return { kind: 'seen', claim, observation: observe(session, provider, { native }) }
  } catch (error) {
    if (signal.aborted) return { kind: 'returned', claim }
    if (!isTillError(error)) return { kind: 'failed', claim, error, afterMs: null }
    if (error.code === 'not_found' || error.code === 'gone') {
      const seen = { kind: error.code === 'gone' ? 'lapsed' : 'missing' } as const
      const asOf = new Date(now()).toISOString()
      return { kind: 'seen', claim, observation: observeOther(identity, seen, { via: 'read', asOf }) }
    }
    return { kind: 'failed', claim, error, afterMs: WAITS.has(error.code) ? (error.retryAfterMs ?? 1_000) : null }
  }
}
