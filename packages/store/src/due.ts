import { sql, type Transaction } from 'kysely'
import type { Expected } from '@onetill/core'
import type { Database, PollTable } from './database.ts'
import type { Engine } from './engine.ts'
import type { SessionIdentity } from './observation.ts'
import { expectedOf, storedOf } from './rows.ts'
import type { StoredSession } from './stored-session.ts'
import type { Target } from './write-rows.ts'

/** What to claim. */
export interface ClaimOptions {
  readonly provider: string
  readonly account: string
  /** Name of the worker, for people. */
  readonly owner: string
  /** Milliseconds after which another worker may take over. */
  readonly leaseMs: number
  /** Most sessions. */
  readonly limit: number
}

/** A session to read, held by one worker until its lease ends. */
export interface Claim {
  readonly key: string
  readonly identity: SessionIdentity
  /** A later claim of the same session has a greater one. */
  readonly fence: number
  /** Reads that failed in a row before. */
  readonly failures: number
  readonly stored: StoredSession
  readonly expected: Expected | null
}

/** When a session is to be read again. */
export interface NextPoll {
  readonly key: string
  /** UTC text; null: not any more. */
  readonly at: string | null
  /** Reads that failed in a row. @default 0 */
  readonly failures?: number
}

/** Takes what is due, oldest first. Two workers never get the same session. */
export async function claimDue(engine: Engine, options: ClaimOptions, now: Date): Promise<readonly Claim[]> {
  const { provider, account, owner, leaseMs, limit } = options
  const until = new Date(now.getTime() + leaseMs).toISOString()
  return engine.db.transaction().execute(async (trx) => {
    const due = trx
      .selectFrom('poll')
      .select('key')
      .where('provider', '=', provider)
      .where('account', '=', account)
      .where('next_at', '<=', now.toISOString())
      .orderBy('next_at')
      .limit(limit)
    const claimed = await trx
      .updateTable('poll')
      .set({ owner, next_at: until, fence: sql`fence + 1` })
      .where('key', 'in', engine.rowLocks ? due.forUpdate().skipLocked() : due)
      .returning(['key', 'fence', 'failures'])
      .execute()
    if (claimed.length === 0) return []
    const rows = await trx
      .selectFrom('session')
      .select(['key', 'provider', 'account', 'id', 'body', 'expected'])
      .where(
        'key',
        'in',
        claimed.map(({ key }) => key),
      )
      .execute()
    const byKey = new Map(rows.map((row) => [row.key, row]))
    return claimed.flatMap(({ key, fence, failures }) => {
      const row = byKey.get(key)
      if (row === undefined) return []
      const identity = { provider: row.provider, account: row.account, id: row.id }
      return [{ key, identity, fence, failures, stored: storedOf(row), expected: expectedOf(row.expected) }]
    })
  })
}

/**
 * Keeps sessions from others until the transaction ends. Everybody locks sessions before polls; the other way round a
 * worker that records and a webhook that asks for a read wait for each other.
 */
export async function lockSessions(
  trx: Transaction<Database>,
  { rowLocks }: Engine,
  keys: readonly string[],
): Promise<void> {
  if (rowLocks && keys.length > 0)
    await trx.selectFrom('session').select('key').where('key', 'in', keys).orderBy('key').forUpdate().execute()
}

/** The keys of claims that are still the last ones, held until the transaction ends. */
export async function heldClaims(
  trx: Transaction<Database>,
  engine: Engine,
  claims: ReadonlyMap<string, number>,
): Promise<ReadonlySet<string>> {
  return new Set((await heldPolls(trx, engine, claims)).map(({ key }) => key))
}

async function heldPolls(
  trx: Transaction<Database>,
  { rowLocks }: Engine,
  claims: ReadonlyMap<string, number>,
): Promise<readonly Pick<PollTable, 'key' | 'provider' | 'account' | 'fence'>[]> {
  const query = trx
    .selectFrom('poll')
    .select(['key', 'provider', 'account', 'fence', 'owner'])
    .where('key', 'in', [...claims.keys()])
    .orderBy('key')
  const rows = await (rowLocks ? query.forUpdate() : query).execute()
  // Whoever asked for a read meanwhile, because of a webhook, has taken the owner away.
  return rows.filter(({ key, fence, owner }) => owner !== null && claims.get(key) === fence)
}

/** Sets when claimed sessions are due again. @returns the keys of those that were still held */
export async function completeIn(
  trx: Transaction<Database>,
  engine: Engine,
  polls: readonly (NextPoll & { readonly fence: number })[],
): Promise<readonly string[]> {
  if (polls.length === 0) return []
  const held = await heldPolls(trx, engine, new Map(polls.map(({ key, fence }) => [key, fence])))
  const byKey = new Map(polls.map((poll) => [poll.key, poll]))
  const rows = held.map((row) => {
    const { at = null, failures = 0 } = byKey.get(row.key) ?? {}
    return { ...row, next_at: at, owner: null, failures }
  })
  await engine.writeRows(trx, POLL, rows)
  return held.map(({ key }) => key)
}

const POLL: Target = {
  table: 'poll',
  columns: ['key', 'provider', 'account', 'next_at', 'owner', 'fence', 'failures'],
  key: ['key'],
  replaced: ['next_at', 'owner', 'failures'],
}

/** Sets when sessions are due, whoever has them now. */
export async function scheduleIn(
  trx: Transaction<Database>,
  identities: ReadonlyMap<string, SessionIdentity>,
  polls: readonly NextPoll[],
): Promise<void> {
  const rows = polls.flatMap(({ key, at, failures = 0 }) => {
    const identity = identities.get(key)
    if (identity === undefined) return []
    const { provider, account } = identity
    return [{ key, provider, account, next_at: at, owner: null, fence: 0, failures }]
  })
  if (rows.length === 0) return
  await trx
    .insertInto('poll')
    .values(rows.sort((a, b) => (a.key < b.key ? -1 : 1)))
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet(({ ref }) => ({
        next_at: ref('excluded.next_at'),
        failures: ref('excluded.failures'),
        owner: null,
      })),
    )
    .execute()
}
