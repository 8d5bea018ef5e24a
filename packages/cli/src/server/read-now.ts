import { type Adapter, isTillError } from '@onetill/core'
import type { Store } from '@onetill/store'
import type { SyncTill } from '@onetill/sync'

/** What reads sessions, and where they are remembered. */
export interface ReadNowOptions {
  readonly till: SyncTill
  readonly store: Store
}

/** Whoever presses a button does not wait longer, milliseconds. */
const DEADLINE_MS = 10_000

/**
 * Reads a session at its provider now, whether or not it is due, and records it as a worker would: the limits that all
 * processes share hold, and the next read is planned from it.
 * @throws as the client; unknown_provider when no account of it is configured
 */
export async function readNow(key: string, { till, store }: ReadNowOptions): Promise<void> {
  const stored = await store.get(key)
  if (stored === null) return
  const { provider, account, id } = stored.session
  const [{ keepNative, observe, observeOther }, { nextRead }] = await Promise.all([
    import('@onetill/store'),
    import('@onetill/sync'),
  ])
  const adapter = till.adapters.find((each) => each.provider.id === provider && each.account === account)
  const keeps = adapter?.provider.keeps ?? []
  const asOf = new Date().toISOString()
  const next = adapter === undefined ? {} : { next: planOf(adapter, nextRead) }
  try {
    const session = await till.retrieve(provider, id, { account, raw: keeps.length > 0, deadlineMs: DEADLINE_MS })
    if (adapter === undefined) return
    await store.record([observe(session, adapter.provider, { native: keepNative(session.raw ?? '', keeps) })], next)
  } catch (error) {
    if (!isTillError(error) || (error.code !== 'not_found' && error.code !== 'gone')) throw error
    const kind = error.code === 'gone' ? 'lapsed' : 'missing'
    await store.record([observeOther({ provider, account, id }, { kind }, { via: 'read', asOf })], next)
  }
}

type NextRead = typeof import('@onetill/sync')['nextRead']
type Next = NonNullable<NonNullable<Parameters<Store['record']>[1]>['next']>

const planOf =
  ({ provider, rateLimit = provider.rateLimit }: Adapter, nextRead: NextRead): Next =>
  (recorded) => ({ at: nextRead(recorded, Date.now(), { facts: provider.watch, rateLimit, watched: 1 }) })
