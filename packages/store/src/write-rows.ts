import { CompiledQuery, type Transaction } from 'kysely'
import { textArray } from './binary-array.ts'
import type { Database } from './database.ts'

/** Where rows go. */
export type Target = NewRows | KnownRows

/** Rows that may not be there. */
interface NewRows {
  readonly table: keyof Database
  readonly columns: readonly string[]
  /** Columns that make a row the same one; none: every row is a new one. */
  readonly key?: readonly string[]
  /** Columns that take their new values when the row is there; none: it stays. @default all that are not of the key */
  readonly replaced?: readonly string[]
  readonly rows?: 'new'
}

/** Rows that are there, and of which some columns take new values. */
interface KnownRows {
  readonly table: keyof Database
  readonly key: readonly string[]
  readonly replaced: readonly string[]
  readonly rows: 'known'
}

/** Writes rows; of one that is there already, what is `replaced`. @returns how many were written */
export type WriteRows = (trx: Transaction<Database>, target: Target, rows: readonly object[]) => Promise<number>

// The text is made here: building and compiling a tree of ten thousand nodes for each batch takes as long as writing it.

/** One statement for many rows, of which each column is one parameter: its text is short, and always the same. */
export const writeTogether: WriteRows = async (trx, target, rows) => {
  if (rows.length === 0) return 0
  const columns = columnsOf(target)
  const values = columns.map((column) => textArray(rows.map((row): unknown => Reflect.get(row, column))))
  const lists = columns.map((_, index) => `$${index + 1}::text[]`)
  const given = `unnest(${lists}) as given (${names(columns)})`
  const read = (column: string): string => `given."${column}"${CASTS[`${target.table}.${column}`] ?? ''}`
  const text =
    target.rows === 'known'
      ? `${updateText(target, read)} from ${given} where ${matching(target, (column) => `given."${column}"`)}`
      : `${insertText(target)} select ${columns.map(read)} from ${given}${onConflict(target)}`
  const { numAffectedRows = 0n } = await trx.executeQuery(CompiledQuery.raw(text, values))
  return Number(numAffectedRows)
}

/** Columns that are no text. */
const CASTS: Readonly<Record<string, string>> = {
  ...{ 'session.amount_minor': '::numeric', 'session.announced': '::bigint', 'session.needs_look': '::bigint' },
  ...{ 'poll.fence': '::bigint', 'poll.failures': '::bigint', 'delivery.times': '::bigint' },
  ...{ 'total.sessions': '::bigint', 'total.amount': '::numeric' },
}

/** One statement, which the thread runs for each row. */
export const writeEach: WriteRows = async (trx, target, rows) => {
  if (rows.length === 0) return 0
  const columns = columnsOf(target)
  const values = rows.map((row) => columns.map((column): unknown => Reflect.get(row, column)))
  const text =
    target.rows === 'known'
      ? `${updateText(target, () => '?')} where ${matching(target, () => '?')}`
      : `${insertText(target)} values (${columns.map(() => '?')})${onConflict(target)}`
  const { numAffectedRows = 0n } = await trx.executeQuery(CompiledQuery.raw(text, [values]))
  return Number(numAffectedRows)
}

/** In the order in which the statement names them. */
const columnsOf = (target: Target): readonly string[] =>
  target.rows === 'known' ? [...target.replaced, ...target.key] : target.columns

function updateText({ table, replaced }: KnownRows, giving: (column: string) => string): string {
  return `update "${table}" set ${replaced.map((column) => `"${column}" = ${giving(column)}`)}`
}

const matching = ({ table, key }: KnownRows, giving: (column: string) => string): string =>
  key.map((column) => `"${table}"."${column}" = ${giving(column)}`).join(' and ')

const insertText = ({ table, columns }: NewRows): string => `insert into "${table}" (${names(columns)})`

function onConflict({ columns, key = [], replaced }: NewRows): string {
  if (key.length === 0) return ''
  const updated = replaced ?? columns.filter((column) => !key.includes(column))
  const action =
    updated.length === 0 ? 'nothing' : `update set ${updated.map((column) => `"${column}" = excluded."${column}"`)}`
  return ` on conflict (${names(key)}) do ${action}`
}

const names = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join()
