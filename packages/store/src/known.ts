import type { Transaction } from 'kysely'
import type { Database, ObservationTable, SessionTable } from './database.ts'
import type { Engine } from './engine.ts'

/** Columns of indexes. SQLite writes all indexes of the columns it is told to set, also when they stay the same. */
export const INDEXED = [
  ...(['environment', 'status', 'summary', 'reference', 'currency', 'amount_minor', 'listed_at'] as const),
  ...(['attention', 'needs_look'] as const),
] as const

const KNOWN = [
  ...INDEXED,
  ...(['key', 'provider', 'account', 'amount', 'body', 'expected', 'resolution', 'decided', 'announced'] as const),
]
/** What is read of a session's row before it is written. */
export type KnownRow = Pick<SessionTable, (typeof KNOWN)[number]>

const SEEN = ['session_key', 'hash', 'times'] as const
/** When a thing was seen. */
export type SeenRow = Pick<ObservationTable, (typeof SEEN)[number]>

const CONTENT = ['session_key', 'hash', 'via', 'body', 'native'] as const
/** What was seen. */
export type ContentRow = Pick<ObservationTable, (typeof CONTENT)[number]>

/** Rows as they are, kept from others until the transaction ends. */
export async function lockedRows(
  trx: Transaction<Database>,
  { rowLocks }: Engine,
  keys: readonly string[],
): Promise<ReadonlyMap<string, KnownRow>> {
  const query = trx.selectFrom('session').select(KNOWN).where('key', 'in', keys).orderBy('key')
  const rows = await (rowLocks ? query.forUpdate() : query).execute()
  return new Map(rows.map((row) => [row.key, row]))
}

/** When everything of these sessions was seen; without the contents, which are long. */
export async function seenBefore(
  trx: Transaction<Database>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly SeenRow[]>> {
  if (keys.length === 0) return new Map()
  return byKey(await trx.selectFrom('observation').select(SEEN).where('session_key', 'in', keys).execute())
}

/** What was seen of these sessions. */
export async function contentsBefore(
  trx: Transaction<Database>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly ContentRow[]>> {
  if (keys.length === 0) return new Map()
  return byKey(await trx.selectFrom('observation').select(CONTENT).where('session_key', 'in', keys).execute())
}

function byKey<Row extends { readonly session_key: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>()
  for (const row of rows) {
    const known = found.get(row.session_key)
    if (known === undefined) found.set(row.session_key, [row])
    else known.push(row)
  }
  return found
}
