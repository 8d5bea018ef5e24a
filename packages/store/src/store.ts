import { type Expected, sessionKey, type WebhookEvent } from '@onetill/core'
import { type Backlog, backlogOf } from './backlog.ts'
import { type Change, changesSince, lastCursor } from './changes.ts'
import { contentHashOf, findBroken } from './check.ts'
import { type Delivered, type DeliveryFacts, deliverIn, expectingOf, merged } from './deliver.ts'
import {
  countDeliveries,
  type DeliveryCount,
  type DeliveryFilter,
  listDeliveries,
  type StoredDelivery,
} from './deliveries.ts'
import {
  type Claim,
  type ClaimOptions,
  claimDue,
  completeIn,
  heldClaims,
  lockSessions,
  type NextPoll,
  scheduleIn,
} from './due.ts'
import type { Engine } from './engine.ts'
import { exportSessions } from './export.ts'
import { onDatabase } from './failure.ts'
import type { SessionFilter } from './filter.ts'
import {
  type Grant,
  type GrantLimit,
  type GrantOptions,
  type GrantScope,
  grantIn,
  pausedUntil,
  pauseIn,
} from './grant.ts'
import { type History, historyOf } from './history.ts'
import { linksOf, type PayerLinks } from './links.ts'
import { listSessions, type PageOptions, type SessionPage, type Total, totalsOf } from './list.ts'
import { migrate } from './migrations.ts'
import type { Observation, SessionIdentity } from './observation.ts'
import { type Pruned, type PruneOptions, prune } from './prune.ts'
import {
  countFindings,
  type FindingCount,
  type FindingFilter,
  type FindingPage,
  listFindings,
  listRuns,
  type StoredFinding,
  type StoredRun,
} from './reconcile-findings.ts'
import { type KeepableResult, type KeptRun, keepRun } from './reconcile-runs.ts'
import { distinct, type Entry, entriesOf, type Recorded, writeEntries } from './record.ts'
import { type Decided, type Resolution, resolveIn } from './resolve.ts'
import { storedOf } from './rows.ts'
import { storable } from './storable.ts'
import type { StoredSession } from './stored-session.ts'
import { applyWaiting, overlooked } from './waiting.ts'

/** Options of `record`. */
export interface RecordOptions {
  /** Claims under which the sessions were read: what was taken over by another worker meanwhile is not written. */
  readonly claims?: readonly Pick<Claim, 'key' | 'fence'>[]
  /** When a session is to be read again, by what is known of it now; undefined leaves it as it is. */
  readonly next?: (recorded: Recorded) => Omit<NextPoll, 'key'> | undefined
}

/** A session to watch from now on. */
export interface Tracked extends SessionIdentity {
  /** What the caller expects of it. */
  readonly expected?: Expected
}

/** Remembers sessions. One contract for all databases. Every method but `close` @throws store_unavailable */
export interface Store {
  /** Which database it is. */
  readonly engine: Engine['name']
  /**
   * Records what was seen, and when it resolves it is on disk; what fails left nothing of up to 500 sessions, and may be
   * repeated. The order of calls does not matter. @throws invalid_input for an identity that is no text
   */
  record(observations: readonly Observation[], options?: RecordOptions): Promise<readonly Recorded[]>
  /** Watches sessions from now on; they are due at once. What is expected of one may be added later. */
  track(sessions: readonly Tracked[]): Promise<readonly Recorded[]>
  /** One session by `provider/account/id`, or null. */
  get(key: string): Promise<StoredSession | null>
  /** One session with all that was seen of it, or null. */
  history(key: string): Promise<History | null>
  /** A page of sessions, newest first. @throws invalid_input */
  list(filter?: SessionFilter, page?: PageOptions): Promise<SessionPage>
  /**
   * All sessions of a filter, newest first. On PostgreSQL as they were at one moment, where the filter has no text and one
   * summary word at most; else page by page. @throws invalid_input
   */
  export(filter?: SessionFilter): AsyncIterable<StoredSession>
  /** Counts and sums. */
  totals(filter?: Pick<SessionFilter, 'provider' | 'account' | 'environment'>): Promise<readonly Total[]>
  /** Changes after a cursor, oldest first; null: from the first. @throws invalid_input */
  changesSince(cursor: string | null, limit?: number): Promise<readonly Change[]>
  /** Cursor of the newest change, for `changesSince`; null before the first. */
  lastCursor(): Promise<string | null>
  /** Takes sessions that are due. */
  claim(options: ClaimOptions): Promise<readonly Claim[]>
  /** Sets when claimed sessions are due again. @returns the keys of those that were still held */
  complete(polls: readonly (NextPoll & { readonly fence: number })[]): Promise<readonly string[]>
  /** Remembers a delivery, once, and applies what counts of it; when it resolves all of it is on disk. */
  deliver(event: WebhookEvent, facts: DeliveryFacts): Promise<Delivered>
  /** Applies deliveries that still wait although their session came meanwhile. @returns how many sessions it found */
  settleDeliveries(): Promise<number>
  /** Deliveries, newest first; `before` is the last of the page before. */
  deliveries(
    filter?: DeliveryFilter,
    page?: { readonly limit?: number | undefined; readonly before?: StoredDelivery | undefined },
  ): Promise<readonly StoredDelivery[]>
  /** Deliveries counted by account and state. */
  deliveryCounts(): Promise<readonly DeliveryCount[]>
  /** Links to payers' pages. */
  readonly links: PayerLinks
  /**
   * Writes an operator's decision beside a session; it never changes the session. It is not `undecided` any more until
   * something new comes. @throws invalid_input
   */
  resolve(key: string, decided: Decided): Promise<Resolution>
  /**
   * Keeps a reconciliation and what it found; what was open under the same rules and is not found again is closed. The
   * same result again changes nothing, and may be kept again after a failure.
   */
  keepRun(result: KeepableResult): Promise<KeptRun>
  /** Reconciliations that were kept, the newest moment first. */
  runs(filter?: {
    readonly rules?: string | undefined
    readonly limit?: number | undefined
  }): Promise<readonly StoredRun[]>
  /** What reconciliations found, also of one session, by id. */
  findings(filter?: FindingFilter, page?: FindingPage): Promise<readonly StoredFinding[]>
  /** How many findings are open and closed, by rules and code. */
  findingCounts(): Promise<readonly FindingCount[]>
  /** Takes away what is old; no session becomes another one by it. */
  prune(options: PruneOptions): Promise<Pruned>
  /** When a request may be sent so that no window holds more than the limit, whoever else asks. */
  grant(scope: GrantScope, limit: GrantLimit, options?: GrantOptions): Promise<Grant>
  /** Nothing more is granted to an account for so many milliseconds. */
  pause(scope: Omit<GrantScope, 'route'>, ms: number): Promise<void>
  /** `at`: until when an account is paused, by the clock of the database. */
  pausedUntil(scope: Omit<GrantScope, 'route'>): Promise<Grant>
  /** How much is watched, and how far reading is behind. */
  backlog(): Promise<readonly Backlog[]>
  /** Tells other processes that something is due; nothing where the database cannot. Once for a batch, never for each. */
  wake(): Promise<void>
  /** Is told when something may be due. @returns what ends it */
  onWake(listener: () => void): Promise<() => Promise<void>>
  /** One hash of all sessions and everything seen; equal for equal content, on every database. */
  contentHash(): Promise<string>
  /**
   * What is broken: of the database, and of rows that are not what their observations say. Empty: nothing.
   * @param onProgress told how many sessions were looked at
   */
  check(onProgress?: (sessions: number) => void): Promise<readonly string[]>
  /** Gives space back. */
  vacuum(): Promise<void>
  close(): Promise<void>
}

/** Options of `createStore`. */
export interface StoreOptions {
  /** @default Date */
  readonly now?: () => Date
}

/** Most sessions in one transaction. */
const BATCH = 500

/** A store on an engine, its tables made. */
export async function createStore(engine: Engine, { now = () => new Date() }: StoreOptions = {}): Promise<Store> {
  const { db } = engine
  await onDatabase('migrate', () => migrate(engine, now))

  const writeBatch = (entries: readonly Entry[], options: RecordOptions) =>
    onDatabase('record', () =>
      db.transaction().execute(async (trx) => {
        const { claims, next } = options
        const fences = claims && new Map(claims.map(({ key, fence }) => [key, fence]))
        await lockSessions(trx, engine, [...(fences?.keys() ?? [])])
        const held = fences && (await heldClaims(trx, engine, fences))
        const allowed = held === undefined ? entries : entries.filter(({ identity }) => held.has(sessionKey(identity)))
        const at = now().toISOString()
        const recorded = await writeEntries(trx, engine, allowed, at)
        if (next !== undefined) {
          const identities = new Map(allowed.map(({ identity }) => [sessionKey(identity), identity]))
          const polls = recorded.flatMap((one) => {
            const poll = next(one)
            return poll === undefined ? [] : [{ key: one.key, ...poll }]
          })
          await scheduleIn(trx, identities, polls)
        }
        // Nobody waits for a session in which nothing changed.
        const changed = recorded.filter(({ events, stored }) => events.length > 0 || stored.firstSeenAt === null)
        return merged(recorded, await applyWaiting(trx, engine, changed.map(expectingOf), at))
      }),
    )

  async function write(entries: readonly Entry[], options: RecordOptions = {}): Promise<readonly Recorded[]> {
    const recorded: Recorded[] = []
    for (let index = 0; index < entries.length; index += BATCH)
      recorded.push(...(await writeBatch(entries.slice(index, index + BATCH), options)))
    return recorded
  }

  const store: Store = {
    engine: engine.name,
    record: (observations, options) => write(entriesOf(observations), options),
    track: (sessions) => {
      const at = now().toISOString()
      const entries = sessions.map(({ expected, ...identity }) => ({ identity, observations: [], expected }))
      return write(distinct(entries), { next: () => ({ at }) })
    },
    get: (key) =>
      onDatabase('get', async () => {
        const row = await db.selectFrom('session').select('body').where('key', '=', storable(key)).executeTakeFirst()
        return row === undefined || row.body === '' ? null : storedOf(row)
      }),
    history: (key) => onDatabase('history', () => historyOf(engine, key)),
    list: (filter = {}, page = {}) => onDatabase('list', () => listSessions(engine, filter, page)),
    export: (filter = {}) => exportSessions(engine, filter),
    totals: (filter = {}) => onDatabase('totals', () => totalsOf(engine, filter)),
    changesSince: (cursor, limit) => onDatabase('changesSince', () => changesSince(engine, cursor, limit)),
    lastCursor: () => onDatabase('lastCursor', () => lastCursor(engine)),
    links: linksOf(engine),
    claim: (options) => onDatabase('claim', () => claimDue(engine, options, now())),
    complete: (polls) =>
      onDatabase('complete', () => db.transaction().execute((trx) => completeIn(trx, engine, polls))),
    deliver: (event, facts) =>
      onDatabase('deliver', () =>
        db.transaction().execute((trx) => deliverIn(trx, engine, event, facts, now().toISOString())),
      ),
    settleDeliveries: () =>
      onDatabase('settleDeliveries', () =>
        db.transaction().execute(async (trx) => {
          const sessions = await overlooked(trx)
          await applyWaiting(trx, engine, sessions, now().toISOString())
          return sessions.length
        }),
      ),
    deliveries: (filter = {}, page = {}) => onDatabase('deliveries', () => listDeliveries(engine, filter, page)),
    deliveryCounts: () => onDatabase('deliveryCounts', () => countDeliveries(engine)),
    resolve: (key, decided) =>
      onDatabase('resolve', () =>
        db.transaction().execute((trx) => resolveIn(trx, engine, key, decided, now().toISOString())),
      ),
    keepRun: (result) => onDatabase('keepRun', () => keepRun(engine, result, now)),
    runs: (filter = {}) => onDatabase('runs', () => listRuns(engine, filter)),
    findings: (filter = {}, page = {}) => onDatabase('findings', () => listFindings(engine, filter, page)),
    findingCounts: () => onDatabase('findingCounts', () => countFindings(engine)),
    prune: (options) => onDatabase('prune', () => prune(engine, options)),
    grant: (scope, limit, options = {}) =>
      onDatabase('grant', () => db.transaction().execute((trx) => grantIn(trx, engine, scope, limit, options))),
    pause: (scope, ms) => onDatabase('pause', () => db.transaction().execute((trx) => pauseIn(trx, engine, scope, ms))),
    pausedUntil: (scope) => onDatabase('pausedUntil', () => pausedUntil(engine, scope)),
    backlog: () => onDatabase('backlog', () => backlogOf(engine, now())),
    wake: () => onDatabase('wake', async () => engine.wake?.send()),
    onWake: (listener) => onDatabase('onWake', async () => (await engine.wake?.listen(listener)) ?? (async () => {})),
    contentHash: () => onDatabase('contentHash', () => contentHashOf(engine)),
    check: (onProgress) => onDatabase('check', () => findBroken(engine, onProgress)),
    vacuum: () => onDatabase('vacuum', () => engine.vacuum()),
    close: () => engine.close(),
  }
  return store
}
