import { type CheckoutSession, type Expected, money, type WebhookHandler } from '@onetill/core'
import { observe, type Recorded, type Store } from '@onetill/store'
import { adapterOf, type Named, type SyncTill } from './account.ts'
import { type Imported, type ImportOptions, importLines } from './import.ts'
import { createReader, type Reader } from './reader.ts'
import type { AccountStatus, SyncStatus } from './status.ts'
import type { Traffic } from './traffic.ts'

/** Options of `createSync`. */
export interface SyncOptions<Client extends SyncTill> {
  /** The client; with `rateBudget: sharedRateBudget(store)` all processes share the limits. */
  readonly till: Client
  readonly store: Store
  /** What watches the client, for `status()`. @default none */
  readonly traffic?: Traffic
  /** Most reads at one time, per account. @default 8 */
  readonly workers?: number
  /** Milliseconds after which others take over what a dead process held. @default 120000 */
  readonly leaseMs?: number
  /** Milliseconds between looks for what is due. @default 1000 */
  readonly pollMs?: number
  /** Milliseconds that `stop` waits for reads before it gives them back. @default 5000 */
  readonly stopMs?: number
  /** Name of this process, for people. @default its process id */
  readonly owner?: string
  /** Milliseconds since 1970; the same clock as the store's. @default Date.now */
  readonly now?: () => number
  /** 0 ≤ x < 1. @default Math.random */
  readonly random?: () => number
  /** Told what was recorded. */
  readonly onRecorded?: (recorded: readonly Recorded[]) => void
  /** Told what failed and is tried again later. @default ignored */
  readonly onError?: (error: unknown) => void
}

/** A session to watch. */
export interface TrackedRef extends Named {
  /** The provider's session id. */
  readonly id: string
  /** What the caller expects of it. */
  readonly expected?: Partial<Expected>
}

/** Keeps sessions true. */
export interface Sync<Client extends SyncTill> {
  /** Begins to read what is due. */
  readonly start: () => Promise<void>
  /** Ends it: finishes what was begun or gives it back. The store stays open. */
  readonly stop: () => Promise<void>
  /** Watches sessions from now on. @throws unknown_provider, invalid_amount, store_unavailable */
  readonly track: (refs: readonly TrackedRef[]) => Promise<readonly Recorded[]>
  /** Creates a session and watches it. @throws as `till.create`; store_unavailable after it was created: `track` it */
  readonly create: Client extends { readonly create: infer Create } ? Create : never
  /** Remembers a session that was just created or read, and watches it. */
  readonly record: (session: CheckoutSession) => Promise<readonly Recorded[]>
  /** Reads lines of JSON into the store. @throws unknown_provider, store_unavailable */
  readonly import: (lines: AsyncIterable<string> | Iterable<string>, options?: ImportOptions) => Promise<Imported>
  /**
   * Answers a provider's deliveries: 2xx once what counts of it is on disk; a repeated one is answered the same and
   * changes nothing. @throws unknown_provider
   */
  readonly webhook: (provider: string, options?: Pick<Named, 'account'>) => WebhookHandler
  /** @throws store_unavailable */
  readonly status: () => Promise<SyncStatus>
}

const WAKE_MS = 50
const SETTLE_MS = 5_000

/**
 * Reads sessions that are due, on any number of machines, and takes deliveries.
 * @example const sync = createSync({ till, store }); await sync.start()
 */
export function createSync<const Client extends SyncTill>(options: SyncOptions<Client>): Sync<Client> {
  const { till, store, traffic, now = Date.now, random = Math.random, onError = () => {} } = options
  const { workers = 8, leaseMs = 120_000, pollMs = 1_000, stopMs = 5_000 } = options
  const { owner = `sync-${process.pid}`, onRecorded = () => {} } = options
  const readers = new Map<string, Reader>()
  for (const adapter of till.adapters)
    readers.set(
      nameOf(adapter.provider.id, adapter.account),
      createReader({
        ...{ till, store, adapter, owner, workers, leaseMs, pollMs, stopMs, now, random, onRecorded, onError },
      }),
    )
  let running = false
  let settling: ReturnType<typeof setInterval> | undefined
  let waking: ReturnType<typeof setTimeout> | undefined
  let deaf = async (): Promise<void> => {}

  const wakeAll = (): void => {
    for (const reader of readers.values()) reader.wake()
  }
  /** Here at once, elsewhere once for all that became due together. */
  const becameDue = (): void => {
    wakeAll()
    waking ??= setTimeout(() => {
      waking = undefined
      store.wake().catch(onError)
    }, WAKE_MS)
  }

  const record = async (session: CheckoutSession): Promise<readonly Recorded[]> => {
    const { provider } = adapterOf(till, session)
    const recorded = await store.record([observe(session, provider)], {
      next: () => ({ at: new Date(now()).toISOString() }),
    })
    becameDue()
    return recorded
  }
  const create = async (provider: string, input: unknown, callOptions?: unknown): Promise<CheckoutSession> => {
    // `Sync.create` has the types of the client; a client without it has no such call.
    const client = till as unknown as { create(...args: readonly unknown[]): Promise<CheckoutSession> }
    const session = await client.create(provider, input, callOptions)
    await record(session)
    return session
  }
  const track = async (refs: readonly TrackedRef[]): Promise<readonly Recorded[]> => {
    const tracked = refs.map(({ id, expected, ...named }) => {
      const { provider, account } = adapterOf(till, named)
      return { provider: provider.id, account, id, ...(expected === undefined ? {} : { expected: checked(expected) }) }
    })
    const recorded = await store.track(tracked)
    becameDue()
    return recorded
  }

  const sync: Omit<Sync<Client>, 'create'> & { readonly create: unknown } = {
    start: async () => {
      if (running) return
      running = true
      deaf = await store.onWake(wakeAll)
      settling = setInterval(() => {
        store.settleDeliveries().catch(onError)
      }, SETTLE_MS)
      for (const reader of readers.values()) reader.start()
    },
    stop: async () => {
      if (!running) return
      running = false
      clearInterval(settling)
      clearTimeout(waking)
      waking = undefined
      await Promise.all([deaf(), ...[...readers.values()].map((reader) => reader.stop())])
    },
    track,
    create,
    record,
    import: async (lines, importOptions = {}) => {
      const imported = await importLines({ till, store, now }, lines, importOptions)
      becameDue()
      return imported
    },
    webhook: (provider, { account } = {}) => {
      const adapter = adapterOf(till, { provider, account })
      return till.webhook(provider, {
        account: adapter.account,
        hints: 'pass',
        onEvent: async (event) => {
          const { due } = await store.deliver(event, adapter.provider)
          if (due.length > 0) becameDue()
        },
      })
    },
    status: async () => {
      const backlog = await store.backlog()
      const accounts = till.adapters.map(({ provider, account }): AccountStatus => {
        const empty = { provider: provider.id, account, watched: 0, due: 0, held: 0, failing: 0, dueSince: null }
        const own = backlog.find((one) => one.provider === provider.id && one.account === account) ?? empty
        const reader = readers.get(nameOf(provider.id, account))
        const readAt = reader?.lastReadAt() ?? null
        return {
          ...own,
          lagMs: own.dueSince === null ? 0 : Math.max(0, now() - Date.parse(own.dueSince)),
          readsPerMinute: reader?.readsPerMinute() ?? 0,
          freshnessMs: readAt === null ? null : now() - readAt,
          health: traffic?.healthOf(provider.id, account) ?? null,
        }
      })
      return { running, accounts, deliveries: await store.deliveryCounts() }
    },
  }
  // One implementation serves every client; the type of `create` is the client's own.
  return sync as Sync<Client>
}

const nameOf = (provider: string, account: string): string => JSON.stringify([provider, account])

/** An amount that no read could be compared with is refused now. */
function checked({ amount = null, reference = null }: Partial<Expected>): Expected {
  return { amount: amount === null ? null : money(amount.value, amount.currency), reference }
}
