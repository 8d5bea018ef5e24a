import type { Insertable, Transaction } from 'kysely'
import { type Expected, sessionKey } from '@onetill/core'
import { canonicalJson } from './canonical.ts'
import { type ChangeEvent, diffBetween, eventsBetween } from './change.ts'
import type { ChangeTable, Database, ObservationTable, SessionTable } from './database.ts'
import type { Engine } from './engine.ts'
import { keyOf, type Observation, type SessionIdentity } from './observation.ts'
import { reduce } from './reduce.ts'
import { type Kept, toRow } from './row.ts'
import { bodyOf, expectedOf, observationsOf, storedOf, timesOf, withTimes } from './rows.ts'
import type { StoredSession } from './stored-session.ts'
import { tally } from './totals.ts'

/** What is to be written of one session. */
export interface Entry {
  readonly identity: SessionIdentity
  readonly observations: readonly Observation[]
  /** What the caller expects from now on; fields that are null leave what is known. @default nothing new */
  readonly expected?: Expected | undefined
}

/** What became of a session. */
export interface Recorded {
  readonly key: string
  readonly stored: StoredSession
  /** What changed; empty: nothing, or only when it was last confirmed. */
  readonly events: readonly ChangeEvent[]
}

/** Observations by session, in the order of their keys. */
export function entriesOf(observations: readonly Observation[]): readonly Entry[] {
  const entries = new Map<string, { identity: SessionIdentity; observations: Observation[] }>()
  for (const observation of observations) {
    const key = keyOf(observation)
    const known = entries.get(key)
    if (known === undefined) entries.set(key, { identity: observation.identity, observations: [observation] })
    else known.observations.push(observation)
  }
  return [...entries.values()]
}

/** Writes entries, each session once, in a transaction of the caller. The rows are those of the refold. */
export async function writeEntries(
  trx: Transaction<Database>,
  engine: Engine,
  entries: readonly Entry[],
  at: string,
): Promise<readonly Recorded[]> {
  // Always in the same order, so that two writers do not wait for each other.
  const ordered = entries
    .map((entry) => ({ key: sessionKey(entry.identity), ...entry }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  const keys = ordered.map(({ key }) => key)
  if (keys.length === 0) return []
  const rows = await lockedRows(trx, engine, ordered, at)
  const seen = await observationsBefore(trx, keys)

  const written: Written = { sessions: [], observations: [], changes: [] }
  const totals = tally()
  const recorded: Recorded[] = []
  for (const { key, identity, observations, expected } of ordered) {
    const row = rows.get(key)
    const known = seen.get(key) ?? []
    const merged = mergeObservations(key, known, observations, at)
    const wanted = mergeExpected(expectedOf(row?.expected ?? null), expected)
    const all = merged.rows.flatMap((observation) => observationsOf(identity, observation))
    const { stored } = reduce(identity, all, wanted)
    const before = row === undefined || row.body === '' ? null : storedOf(row)
    const announced = row?.announced === 1
    const events = eventsBetween(before, stored, announced)
    const kept: Kept = {
      expected: wanted === null ? null : canonicalJson(wanted),
      resolution: row?.resolution ?? null,
      announced: announced || events.includes('became_paid') || events.includes('became_paid_late') ? 1 : 0,
    }
    const next = toRow(stored, kept, row?.listed_at ?? at, engine.sortable)
    written.observations.push(...merged.changed)
    if (row?.body !== next.body || row.expected !== next.expected) {
      if (row !== undefined && row.body !== '') totals.remove(row)
      totals.add(next)
      written.sessions.push(next)
      const diff = diffBetween(before, stored)
      const last = observations.at(-1)
      if (events.length > 0 || Object.keys(diff).length > 0)
        written.changes.push({
          ...{ session_key: key, at, via: last?.via ?? 'import', hash: last?.hash ?? '' },
          ...{ events: JSON.stringify(events), diff: canonicalJson(diff) },
        })
    }
    recorded.push({ key, stored, events })
  }
  await write(trx, written)
  await totals.write(trx, engine)
  return recorded
}

interface Written {
  readonly sessions: Insertable<SessionTable>[]
  readonly observations: Insertable<ObservationTable>[]
  readonly changes: Insertable<ChangeTable>[]
}

/** Rows as they are, kept from others until the transaction ends; where there was none, an empty one. */
async function lockedRows(
  trx: Transaction<Database>,
  { rowLocks }: Engine,
  entries: readonly (Entry & { readonly key: string })[],
  at: string,
): Promise<ReadonlyMap<string, SessionTable>> {
  const keys = entries.map(({ key }) => key)
  const select = async () => {
    const query = trx.selectFrom('session').selectAll().where('key', 'in', keys).orderBy('key')
    const rows = await (rowLocks ? query.forUpdate() : query).execute()
    return new Map(rows.map((row) => [row.key, row]))
  }
  const rows = await select()
  if (!rowLocks || rows.size === keys.length) return rows
  const missing = entries.filter(({ key }) => !rows.has(key)).map(({ key, identity }) => emptyRow(key, identity, at))
  await trx
    .insertInto('session')
    .values(missing)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
  return select()
}

function emptyRow(key: string, { provider, account, id }: SessionIdentity, at: string): Insertable<SessionTable> {
  return {
    ...{ key, provider, account, id, environment: 'unknown', status: 'unknown', detail: null, summary: 'unknown' },
    ...{ reference: null, currency: null, amount: null, amount_minor: null, listed_at: at, updated_at: null },
    ...{ expires_at: null, sold_at: null, last_confirmed_at: null, attention: '', search: '', body: '' },
    ...{ expected: null, resolution: null, announced: 0 },
  }
}

async function observationsBefore(
  trx: Transaction<Database>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, ObservationRow[]>> {
  const rows = await trx
    .selectFrom('observation')
    .select(['session_key', 'hash', 'via', 'as_of', 'times', 'adapter', 'body', 'native', 'recorded_at'])
    .where('session_key', 'in', keys)
    .execute()
  const byKey = new Map<string, ObservationRow[]>()
  for (const row of rows) {
    const known = byKey.get(row.session_key)
    if (known === undefined) byKey.set(row.session_key, [row])
    else known.push(row)
  }
  return byKey
}

type ObservationRow = Omit<ObservationTable, 'number'>

/** What is known and what is new together, and which rows of it have to be written. */
function mergeObservations(
  key: string,
  known: readonly ObservationRow[],
  observations: readonly Observation[],
  at: string,
): { readonly rows: readonly ObservationRow[]; readonly changed: readonly ObservationRow[] } {
  const rows = new Map(known.map((row) => [row.hash, row]))
  const changed = new Set<string>()
  for (const observation of observations) {
    const row = rows.get(observation.hash)
    const before = row === undefined ? [] : timesOf(row.times)
    const times = withTimes(before, [observation.asOf])
    const text = JSON.stringify(times)
    if (text === row?.times) continue
    changed.add(observation.hash)
    rows.set(observation.hash, {
      ...(row ?? firstRow(key, observation, at)),
      ...{ as_of: times[0] ?? observation.asOf, times: text },
    })
  }
  const all = [...rows.values()]
  return { rows: all, changed: all.filter(({ hash }) => changed.has(hash)) }
}

function firstRow(key: string, observation: Observation, at: string): ObservationRow {
  const { hash, via, seen, native } = observation
  return {
    ...{ session_key: key, hash, via, as_of: observation.asOf, times: '[]' },
    adapter: seen.kind === 'session' ? seen.session.observed.adapter : null,
    body: canonicalJson(bodyOf(observation)),
    ...{ native, recorded_at: at },
  }
}

function mergeExpected(known: Expected | null, more: Expected | undefined): Expected | null {
  if (more === undefined) return known
  return { amount: more.amount ?? known?.amount ?? null, reference: more.reference ?? known?.reference ?? null }
}

async function write(trx: Transaction<Database>, { sessions, observations, changes }: Written): Promise<void> {
  if (sessions.length > 0)
    await trx
      .insertInto('session')
      .values(sessions)
      .onConflict((conflict) =>
        conflict
          .column('key')
          .doUpdateSet(({ ref }) => Object.fromEntries(UPDATED.map((column) => [column, ref(`excluded.${column}`)]))),
      )
      .execute()
  if (observations.length > 0)
    await trx
      .insertInto('observation')
      .values(observations)
      .onConflict((conflict) =>
        conflict
          .columns(['session_key', 'hash'])
          .doUpdateSet(({ ref }) => ({ times: ref('excluded.times'), as_of: ref('excluded.as_of') })),
      )
      .execute()
  if (changes.length > 0) await trx.insertInto('change').values(changes).execute()
}

/** All but what a session is called by. */
const UPDATED = [
  ...(['environment', 'status', 'detail', 'summary', 'reference', 'currency', 'amount', 'amount_minor'] as const),
  ...(['listed_at', 'updated_at', 'expires_at', 'sold_at', 'last_confirmed_at', 'attention', 'search'] as const),
  ...(['body', 'expected', 'announced'] as const),
]
