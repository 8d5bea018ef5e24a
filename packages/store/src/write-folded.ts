import type { Insertable, Transaction } from 'kysely'
import type { ChangeTable, Database, SessionTable } from './database.ts'
import type { Engine } from './engine.ts'
import { beginAgain } from './failure.ts'
import { INDEXED, type KnownRow } from './known.ts'
import type { Sightings } from './sightings.ts'
import type { StoredSession } from './stored-session.ts'
import type { Target } from './write-rows.ts'

/** What is to be written of a session. */
export interface Folded {
  /** The session's row as it was. */
  readonly before: KnownRow | undefined
  /** As it is now; null: as before. */
  readonly row: SessionTable | null
  /** The session when nothing of its row has moved but when it was last confirmed. */
  readonly confirmed: StoredSession | null
  readonly sightings: Sightings
  readonly change: Insertable<ChangeTable> | null
}

/** Writes sessions with what was seen of them. */
export async function writeFolded(
  trx: Transaction<Database>,
  engine: Engine,
  folded: readonly Folded[],
): Promise<void> {
  const { writeRows } = engine
  const made = folded.flatMap(({ before, row }) => (before !== undefined || row === null ? [] : [row]))
  // A row that is not there cannot be locked: whoever finds that another has made it meanwhile begins again.
  if ((await writeRows(trx, NEW_SESSION, made)) < made.length) throw beginAgain('another writer made the session')
  for (const [columns, rows] of byMoved(folded))
    await writeRows(trx, { ...KNOWN_SESSION, replaced: [...NOT_INDEXED, ...columns] }, rows)
  await writeRows(trx, CONFIRMED_SESSION, folded.flatMap(confirmedRow))
  await writeRows(
    trx,
    NEW_OBSERVATION,
    folded.flatMap(({ sightings }) => sightings.made),
  )
  await writeRows(
    trx,
    SEEN_AGAIN,
    folded.flatMap(({ sightings }) => sightings.moved),
  )
  await writeRows(
    trx,
    CHANGE,
    folded.flatMap(({ change }) => (change === null ? [] : [change])),
  )
}

/** Rows of known sessions by the columns of indexes in which they are not what they were. */
function byMoved(folded: readonly Folded[]): Iterable<readonly [readonly string[], readonly SessionTable[]]> {
  const groups = new Map<string, readonly [readonly string[], SessionTable[]]>()
  for (const { before, row } of folded) {
    if (before === undefined || row === null) continue
    const columns = INDEXED.filter((column) => before[column] !== row[column])
    const name = columns.join()
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [columns, [row]])
    else group[1].push(row)
  }
  return groups.values()
}

function confirmedRow({ confirmed }: Folded): readonly Pick<SessionTable, 'key' | 'last_confirmed_at' | 'body'>[] {
  if (confirmed === null) return []
  const { key, lastConfirmedAt } = confirmed
  // In the order in which it was read.
  return [{ key, last_confirmed_at: lastConfirmedAt, body: JSON.stringify(confirmed) }]
}

const NOT_INDEXED = [
  ...(['detail', 'amount', 'updated_at', 'expires_at', 'last_confirmed_at', 'search', 'body', 'expected'] as const),
  ...(['sold_at', 'announced', 'decided'] as const),
] as const

const NEW_SESSION: Target = {
  table: 'session',
  columns: ['key', 'provider', 'account', 'id', 'resolution', ...INDEXED, ...NOT_INDEXED],
  key: ['key'],
  replaced: [],
}
/** All but what a session is called by, and an operator's decision. */
const KNOWN_SESSION = { table: 'session', key: ['key'], rows: 'known' } as const
const CONFIRMED_SESSION: Target = { ...KNOWN_SESSION, replaced: ['last_confirmed_at', 'body'] }
const NEW_OBSERVATION: Target = {
  table: 'observation',
  columns: ['session_key', 'hash', 'via', 'as_of', 'times', 'adapter', 'body', 'native', 'recorded_at'],
  key: ['session_key', 'hash'],
  replaced: ['times', 'as_of'],
}
const SEEN_AGAIN: Target = {
  table: 'observation',
  key: ['session_key', 'hash'],
  replaced: ['times', 'as_of'],
  rows: 'known',
}
const CHANGE: Target = { table: 'change', columns: ['session_key', 'at', 'via', 'hash', 'events', 'diff'] }
