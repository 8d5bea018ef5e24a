import { physicalLines } from './csv-file.ts'
import { type Cell, type DuckDb, quote } from './duckdb.ts'
import { badRowsSql, tableOf } from './normalize-sql.ts'
import { REASONS, type Reason } from './reasons.ts'
import type { SideName } from './record.ts'
import type { Rules } from './rules.ts'
import type { Source } from './source.ts'

/** A row that was set aside. */
export interface Quarantined {
  readonly side: SideName
  /** Physical line of a file as an editor counts it, row of Parquet, or place in a list; null: the source has none. */
  readonly line: number | null
  readonly reason: Reason
  /** What to do about it. */
  readonly hint: string
  readonly key: string | null
  readonly reference: string | null
}

/** Takes the rows that cannot be used out of a side's table. @returns them, by line */
export async function quarantine(
  db: DuckDb,
  rules: Rules,
  side: SideName,
  source: Source,
  quietRung: number | null,
): Promise<readonly Quarantined[]> {
  const bad = Number(await one(db, `SELECT count(*) FROM ${tableOf(side)} WHERE reason IS NOT NULL`))
  const rows = bad === 0 ? [] : await badRows(db, badRowsSql(rules, side, source, quietRung))
  // The matching knows rows by their `rowid`; after a DELETE the engine moves rows together, and each gets another.
  if (bad > 0)
    await db.run(`CREATE OR REPLACE TABLE ${tableOf(side)} AS SELECT * FROM ${tableOf(side)} WHERE reason IS NULL`)
  const rejected = source.csv === null ? [] : await rejectedRows(db, source.csv.rejects)
  if (source.csv === null || rows.length + rejected.length === 0) return rows.map((row) => shaped(side, row))

  // The reader counts records; a person looks for a line.
  const lines = await physicalLines(source.csv.path, side, {
    records: rows.map(({ line }) => line ?? 0),
    bytes: rejected.map(({ line }) => line ?? 0),
  })
  const placed = [
    ...rows.map((row, index) => ({ ...row, line: lines.records[index] ?? null })),
    ...rejected.map((row, index) => ({ ...row, line: lines.bytes[index] ?? null })),
  ]
  return placed.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)).map((row) => shaped(side, row))
}

interface Row {
  readonly line: number | null
  readonly reason: Reason
  readonly key: string | null
  readonly reference: string | null
}

const shaped = (side: SideName, row: Row): Quarantined => ({ side, ...row, hint: REASONS[row.reason] })

async function badRows(db: DuckDb, sql: string): Promise<readonly Row[]> {
  const rows: Row[] = []
  for await (const some of db.many(sql))
    for (const [line = null, reason, key = null, reference = null] of some)
      rows.push({
        line: line === null ? null : Number(line),
        reason: reasonOf(reason),
        key: textOf(key),
        reference: textOf(reference),
      })
  return rows
}

/** Each row once, with the byte it begins at in place of a line. */
async function rejectedRows(db: DuckDb, table: string): Promise<readonly Row[]> {
  const rows: Row[] = []
  const exists = await one(db, `SELECT count(*) FROM duckdb_tables() WHERE table_name = ${quote(table)}`)
  if (Number(exists) === 0) return rows
  const sql = `SELECT line_byte_position, min(error_type::VARCHAR) FROM ${table} GROUP BY 1 ORDER BY 1`
  for await (const some of db.many(sql))
    for (const [byte, type] of some)
      rows.push({
        line: Number(byte),
        reason: /ENCODING|UNICODE/.test(String(type)) ? 'row_encoding' : 'row_shape',
        key: null,
        reference: null,
      })
  return rows
}

async function one(db: DuckDb, sql: string): Promise<Cell> {
  const [row] = await db.rows(sql)
  return row?.[0] ?? null
}

const textOf = (cell: Cell): string | null => (typeof cell === 'string' ? cell : null)

function reasonOf(cell: Cell | undefined): Reason {
  const found = (Object.keys(REASONS) as Reason[]).find((reason) => reason === cell)
  if (found === undefined) throw new TypeError('a reason is missing in the table')
  return found
}
