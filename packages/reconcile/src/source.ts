import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileBytes, unreadable, utf8 } from './bytes.ts'
import { columnOf, metadataNames } from './columns.ts'
import { type CsvHead, readCsvHead } from './csv-file.ts'
import { type DuckDb, identifier, quote } from './duckdb.ts'
import { fieldsOf, textAt } from './fields-of.ts'
import { elements, lines, objectOf, type Piece } from './json-rows.ts'
import { checkColumns } from './named-columns.ts'
import { AMOUNT_FIELDS, FIELDS, type SideName } from './record.ts'
import type { Rules } from './rules.ts'
import type { Many, Side } from './side.ts'
import { LINE, REASON, type SpoolRow, spool } from './spool.ts'

/** Rows of text that DuckDB can read. */
export interface Source {
  /** What stands after FROM. */
  readonly relation: string
  /** Names of its columns. */
  readonly columns: readonly string[]
  /** `session`: the columns are the fields by their own names, whatever the rules call those of other sources. */
  readonly form: 'mapped' | 'session'
  /** A CSV file that is read as it is: its rejected rows are in a table, its lines are counted afterwards. */
  readonly csv: {
    readonly path: string
    /** Read once more, what was rejected left out. */
    readonly again: string
    readonly numbered: string
    readonly rejects: string
  } | null
  /** Columns that have a value somewhere, as far as that is known. */
  readonly filled: ReadonlySet<string>
}

/** Both sides, readable. */
export type Sources = Readonly<Record<SideName, Source>>

/** What preparing needs. */
export interface Preparing {
  readonly side: Side
  readonly name: SideName
  readonly rules: Rules
  /** Folder for what has to be written. */
  readonly folder: string
  readonly db: DuckDb
}

/** Makes a side readable for DuckDB. What is no CSV or Parquet file is written to one file first. @throws invalid_input, invalid_options */
export async function prepare(preparing: Preparing): Promise<Source> {
  const { side, name, folder } = preparing
  switch (side.kind) {
    case 'csv':
      return csvSource(preparing, side.path, await readCsvHead(side.path, name, side.delimiter))
    case 'parquet':
      return parquetSource(preparing, side.path)
    case 'ndjson':
      return spooled(preparing, objects(lines(utf8(fileBytes(side.path, name), name))))
    case 'json':
      return spooled(preparing, objects(elements(utf8(fileBytes(side.path, name), name))))
    case 'records':
      return spooled(preparing, numbered(side.records))
    case 'store':
      return spooled(preparing, sessions(side.store.export(side.filter)), 'session')
    case 'sessions':
      return spooled(preparing, sessions(side.sessions), 'session')
    case 'stream': {
      if (side.format !== 'csv') {
        const pieces = side.format === 'json' ? elements : lines
        return spooled(preparing, objects(pieces(utf8(side.bytes, name))))
      }
      const path = join(folder, `${name}.in.csv`)
      await pipeline(Readable.from(side.bytes), createWriteStream(path, { mode: 0o600 }))
      return csvSource(preparing, path, await readCsvHead(path, name, side.delimiter))
    }
  }
}

function csvSource({ name, rules }: Preparing, path: string, { delimiter, columns }: CsvHead): Source {
  checkColumns(rules, name, columns)
  const rejects = `rejects_${name}`
  const read = (more: string): string =>
    `read_csv(${quote(path)}, ${dialect(delimiter, columns)}, header = true, strict_mode = true, ${more})`
  return {
    relation: read(`store_rejects = true, rejects_table = '${rejects}', rejects_scan = 'scan_${name}'`),
    columns,
    form: 'mapped',
    filled: new Set(columns),
    csv: {
      path,
      rejects,
      again: read('ignore_errors = true'),
      numbered: `(SELECT row_number() OVER () AS "${LINE}", * FROM ${read('ignore_errors = true')})`,
    },
  }
}

function dialect(delimiter: string, columns: readonly string[]): string {
  const types = columns.map((column) => `${quote(column)}: 'VARCHAR'`).join(', ')
  return (
    `auto_detect = false, delim = ${quote(delimiter)}, quote = '"', escape = '"', nullstr = '', ` +
    `allow_quoted_nulls = false, max_line_size = 4000000, columns = {${types}}`
  )
}

async function parquetSource({ name, rules, db }: Preparing, path: string): Promise<Source> {
  const file = `read_parquet(${quote(path)}, file_row_number = true)`
  const columns: string[] = [LINE]
  const selected: string[] = []
  try {
    for (const [column, type] of await db.rows(
      `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${file})`,
    )) {
      if (column === 'file_row_number') continue
      const isFloat = /^(FLOAT|DOUBLE)$/.test(String(type))
      const isAmount = AMOUNT_FIELDS.some((field) => columnOf(rules[name], field).column === column)
      if (isFloat && isAmount)
        throw unreadable(
          `${name}.${String(column)}`,
          'DECIMAL, integer or text; a floating-point column is no exact amount',
        )
      columns.push(String(column))
      selected.push(`${parquetText(String(column), String(type))} AS ${identifier(String(column))}`)
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'invalid_input') throw error
    throw unreadable(name, 'a Parquet file that can be read')
  }
  checkColumns(rules, name, columns)
  return {
    relation: `(SELECT file_row_number + 1 AS "${LINE}", ${selected.join(', ')} FROM ${file})`,
    columns,
    filled: new Set(columns),
    form: 'mapped',
    csv: null,
  }
}

function parquetText(column: string, type: string): string {
  const name = identifier(column)
  // Parquet's instants are UTC; without a zone they are taken as that, as the format says nothing else.
  if (/^TIMESTAMP/.test(type)) return `strftime(${name}::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%gZ')`
  return type === 'VARCHAR' ? name : `${name}::VARCHAR`
}

interface Arrived {
  readonly line: number | null
  readonly record: object | null
}

async function* objects(pieces: AsyncIterable<Piece>): AsyncIterable<Arrived> {
  for await (const { line, text } of pieces) yield { line, record: objectOf(text) }
}

async function* numbered(records: Many<object>): AsyncIterable<Arrived> {
  let line = 0
  for await (const record of records) yield { line: ++line, record }
}

async function* sessions(all: Many<Parameters<typeof fieldsOf>[0]>): AsyncIterable<Arrived> {
  for await (const one of all) {
    const session = 'session' in one ? one.session : one
    yield { line: null, record: { ...fieldsOf(one), metadata: session.metadata } }
  }
}

async function spooled(
  { name, rules, folder }: Preparing,
  arrived: AsyncIterable<Arrived>,
  form: Source['form'] = 'mapped',
): Promise<Source> {
  const wanted = form === 'session' ? FIELDS : FIELDS.map((field) => columnOf(rules[name], field).column)
  const metadata = metadataNames(rules, name).map((key) =>
    form === 'session' ? `metadata.${key}` : (rules[name].metadata[key] ?? `metadata.${key}`),
  )
  const columns = [...new Set([...wanted, ...metadata])]
  const path = join(folder, `${name}.tsv`)
  const filled = new Set<string>()
  async function* rows(): AsyncIterable<SpoolRow> {
    for await (const { line, record } of arrived) {
      const values = columns.map((column) => (record === null ? null : textAt(record, column)))
      for (const [index, value] of values.entries()) if (value !== null) filled.add(columns[index] ?? '')
      yield { line, reason: record === null ? 'json' : null, values }
    }
  }
  await spool(path, rows())
  return {
    relation: `read_csv(${quote(path)}, ${dialect('\t', [LINE, REASON, ...columns])}, header = false)`,
    columns: [LINE, REASON, ...columns],
    filled,
    form,
    csv: null,
  }
}
