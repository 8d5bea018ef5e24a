import type { Insertable, Transaction } from 'kysely'
import { type Expected, sessionKey } from '@onetill/core'
import { canonicalJson } from './canonical.ts'
import { type ChangeEvent, diffBetween, eventsBetween } from './change.ts'
import type { ChangeTable, Database, ObservationTable, SessionTable } from './database.ts'
import type { Engine } from './engine.ts'
import { beginAgain } from './failure.ts'
import { keyOf, type Observation, type SessionIdentity } from './observation.ts'
import { reduce } from './reduce.ts'
import { type Kept, toRow } from './row.ts'
import { bodyOf, expectedOf, observationsOf, storedOf, timesOf, withTimes } from './rows.ts'
import { checkIdentity, storable } from './storable.ts'
import type { StoredSession } from './stored-session.ts'
import { tally } from './totals.ts'
import type { Target } from './write-rows.ts'

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

/** The same with each session once, and all that is expected of it. */
export function distinct(entries: readonly Entry[]): readonly Entry[] {
  const byKey = new Map<string, Entry>()
  for (const entry of entries) {
    const key = sessionKey(entry.identity)
    const { observations = [], expected } = byKey.get(key) ?? {}
    byKey.set(key, {
      identity: entry.identity,
      observations: [...observations, ...entry.observations],
      expected: mergeExpected(expected ?? null, entry.expected) ?? undefined,
    })
  }
  return [...byKey.values()]
}

/** Writes entries, each session once, in a transaction of the caller. The rows are those of the refold. */
export async function writeEntries(
  trx: Transaction<Database>,
  engine: Engine,
  entries: readonly Entry[],
  at: string,
): Promise<readonly Recorded[]> {
  for (const { identity } of entries) checkIdentity(identity)
  // Always in the same order, so that two writers do not wait for each other.
  const ordered = entries
    .map((entry) => ({ key: sessionKey(entry.identity), ...entry }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  const keys = ordered.map(({ key }) => key)
  if (keys.length === 0) return []
  const rows = await lockedRows(trx, engine, keys)
  const seen = rows.size === 0 ? new Map() : await observationsBefore(trx, [...rows.keys()])

  const totals = tally()
  const recorded: Recorded[] = []
  let writing = Promise.resolve()
  for (let from = 0; from < ordered.length; from += AT_ONCE) {
    const folded = ordered
      .slice(from, from + AT_ONCE)
      .map((entry) => foldEntry(engine, entry, rows.get(entry.key), seen.get(entry.key) ?? [], at))
    for (const { before, row, result } of folded) {
      recorded.push(result)
      if (row === null) continue
      if (before !== undefined) totals.remove(before)
      totals.add(row)
    }
    await writing
    // The database writes these while the next ones are folded.
    writing = write(trx, engine, folded)
    writing.catch(() => undefined)
  }
  await writing
  await totals.write(trx, engine)
  return recorded
}

/** Sessions folded while the database writes those before. */
const AT_ONCE = 100

/** What is to be written of an entry. */
interface Folded {
  /** The session's row as it was. */
  readonly before: KnownRow | undefined
  /** As it is now; null: as before. */
  readonly row: SessionTable | null
  readonly observations: readonly ObservationRow[]
  readonly change: Insertable<ChangeTable> | null
  readonly result: Recorded
}

function foldEntry(
  { sortable }: Engine,
  { key, identity, observations, expected }: Entry & { readonly key: string },
  before: KnownRow | undefined,
  known: readonly ObservationRow[],
  at: string,
): Folded {
  const merged = mergeObservations(key, known, observations, at)
  const wanted = mergeExpected(expectedOf(before?.expected ?? null), expected)
  const all = merged.rows.flatMap((observation) => observationsOf(identity, observation))
  const { stored } = reduce(identity, all, wanted)
  const was = before === undefined ? null : storedOf(before)
  const announced = before?.announced === 1
  const events = eventsBetween(was, stored, announced)
  const kept: Kept = {
    expected: wanted === null ? null : canonicalJson(wanted),
    resolution: before?.resolution ?? null,
    announced: announced || events.includes('became_paid') || events.includes('became_paid_late') ? 1 : 0,
  }
  const row = toRow(stored, kept, before?.listed_at ?? at, sortable)
  const result = { key, stored, events }
  if (before?.body === row.body && before.expected === row.expected)
    return { before, row: null, observations: merged.changed, change: null, result }
  const diff = diffBetween(was, stored)
  const last = observations.at(-1)
  const change =
    events.length === 0 && Object.keys(diff).length === 0
      ? null
      : {
          ...{ session_key: key, at, via: last?.via ?? 'import', hash: last?.hash ?? '' },
          ...{ events: JSON.stringify(events), diff: JSON.stringify(diff) },
        }
  return { before, row, observations: merged.changed, change, result }
}

/** Columns of indexes. SQLite writes all indexes of the columns it is told to set, also when they stay the same. */
const INDEXED = [
  ...(['environment', 'status', 'summary', 'reference', 'currency', 'amount_minor', 'listed_at'] as const),
  'attention',
] as const
/** What is read of a row before it is written. */
const KNOWN = [
  ...INDEXED,
  ...(['key', 'provider', 'account', 'amount', 'body', 'expected', 'resolution', 'announced'] as const),
]
type KnownRow = Pick<SessionTable, (typeof KNOWN)[number]>

/** Rows as they are, kept from others until the transaction ends. */
async function lockedRows(
  trx: Transaction<Database>,
  { rowLocks }: Engine,
  keys: readonly string[],
): Promise<ReadonlyMap<string, KnownRow>> {
  const query = trx.selectFrom('session').select(KNOWN).where('key', 'in', keys).orderBy('key')
  const rows = await (rowLocks ? query.forUpdate() : query).execute()
  return new Map(rows.map((row) => [row.key, row]))
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
    body: JSON.stringify(bodyOf(observation)),
    native: native && storable(native),
    recorded_at: at,
  }
}

function mergeExpected(known: Expected | null, more: Expected | undefined): Expected | null {
  if (more === undefined) return known
  return { amount: more.amount ?? known?.amount ?? null, reference: more.reference ?? known?.reference ?? null }
}

async function write(trx: Transaction<Database>, engine: Engine, folded: readonly Folded[]): Promise<void> {
  const { writeRows } = engine
  const made = folded.flatMap(({ before, row }) => (before !== undefined || row === null ? [] : [row]))
  // A row that is not there cannot be locked: whoever finds that another has made it meanwhile begins again.
  if ((await writeRows(trx, NEW_SESSION, made)) < made.length) throw beginAgain('another writer made the session')
  const known = folded.flatMap(({ before, row }) => (before === undefined || row === null ? [] : [{ before, row }]))
  const isListedAlike = ({ before, row }: (typeof known)[number]) =>
    INDEXED.every((column) => before[column] === row[column])
  await writeRows(
    trx,
    SESSION,
    known.filter((one) => !isListedAlike(one)).map(({ row }) => row),
  )
  await writeRows(
    trx,
    CONFIRMED_SESSION,
    known.filter(isListedAlike).map(({ row }) => row),
  )
  await writeRows(
    trx,
    OBSERVATION,
    folded.flatMap(({ observations }) => observations),
  )
  await writeRows(
    trx,
    CHANGE,
    folded.flatMap(({ change }) => (change === null ? [] : [change])),
  )
}

const NOT_INDEXED = [
  ...(['detail', 'amount', 'updated_at', 'expires_at', 'last_confirmed_at', 'search', 'body', 'expected'] as const),
  ...(['sold_at', 'announced'] as const),
] as const

const SESSION: Target = {
  table: 'session',
  columns: ['key', 'provider', 'account', 'id', 'resolution', ...INDEXED, ...NOT_INDEXED],
  key: ['key'],
  // All but what a session is called by, and an operator's decision.
  replaced: [...INDEXED, ...NOT_INDEXED],
}
const NEW_SESSION: Target = { ...SESSION, replaced: [] }
const CONFIRMED_SESSION: Target = { ...SESSION, replaced: NOT_INDEXED }
const OBSERVATION: Target = {
  table: 'observation',
  columns: ['session_key', 'hash', 'via', 'as_of', 'times', 'adapter', 'body', 'native', 'recorded_at'],
  key: ['session_key', 'hash'],
  replaced: ['times', 'as_of'],
}
const CHANGE: Target = { table: 'change', columns: ['session_key', 'at', 'via', 'hash', 'events', 'diff'] }
