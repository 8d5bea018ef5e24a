import { CompiledQuery, type Transaction } from 'kysely'
import type { Database } from './database.ts'

/** Where rows go. */
export interface Target {
  readonly table: keyof Database
  readonly columns: readonly string[]
  /** Columns that make a row the same one; none: every row is a new one. */
  readonly key?: readonly string[]
  /** Columns that take their new values when the row is there; none: it stays. @default all that are not of the key */
  readonly replaced?: readonly string[]
}

/** Writes rows; of one that is there already, what is `replaced`. @returns how many were written */
export type WriteRows = (trx: Transaction<Database>, target: Target, rows: readonly object[]) => Promise<number>

/** PostgreSQL counts parameters with 16 bits. */
const MAX_PARAMETERS = 65_535

// The text is made here: building and compiling a tree of ten thousand nodes for each batch takes as long as writing it.

/** One statement for many rows. */
export const writeTogether: WriteRows = async (trx, target, rows) => {
  const { columns } = target
  const most = Math.floor(MAX_PARAMETERS / columns.length)
  let written = 0
  for (let from = 0; from < rows.length; from += most) {
    const some = rows.slice(from, from + most)
    const marks = some.map((_, row) => `(${columns.map((_, column) => `$${row * columns.length + column + 1}`)})`)
    const values = some.flatMap((row) => valuesOf(row, columns))
    const { numAffectedRows = 0n } = await trx.executeQuery(CompiledQuery.raw(insertText(target, marks), values))
    written += Number(numAffectedRows)
  }
  return written
}

/** One statement, which the thread runs for each row. */
export const writeEach: WriteRows = async (trx, target, rows) => {
  const { columns } = target
  if (rows.length === 0) return 0
  const values = rows.map((row) => valuesOf(row, columns))
  const text = insertText(target, [`(${columns.map(() => '?')})`])
  const { numAffectedRows = 0n } = await trx.executeQuery(CompiledQuery.raw(text, [values]))
  return Number(numAffectedRows)
}

const valuesOf = (row: object, columns: readonly string[]): unknown[] =>
  columns.map((column): unknown => Reflect.get(row, column))

function insertText({ table, columns, key = [], replaced }: Target, marks: readonly string[]): string {
  const updated = replaced ?? columns.filter((column) => !key.includes(column))
  const action =
    updated.length === 0 ? 'nothing' : `update set ${updated.map((column) => `"${column}" = excluded."${column}"`)}`
  const conflict = key.length === 0 ? '' : ` on conflict (${names(key)}) do ${action}`
  return `insert into "${table}" (${names(columns)}) values ${marks}${conflict}`
}

const names = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join()
