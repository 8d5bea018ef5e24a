// The same tables, written by hand with the database's driver: nothing is read, reduced or checked.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import type { Place } from './places.ts'

export type Row = Readonly<Record<string, unknown>>

/** A driver without the store above it. */
export interface Bare {
  /** Writes rows of several tables in one transaction; a row whose key is there is replaced. */
  readonly write: (tables: Readonly<Record<string, readonly Row[]>>) => Promise<void>
  readonly read: (sql: string, parameters?: readonly unknown[]) => Promise<readonly Row[]>
  readonly run: (sql: string) => Promise<void>
  /** Indexes of sessions and of what is due, but for those of their keys. */
  readonly indexes: () => Promise<readonly { readonly name: string; readonly definition: string }[]>
  readonly close: () => Promise<void>
}

/** What makes a row the same one. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  session: ['key'],
  observation: ['session_key', 'hash'],
  poll: ['key'],
  total: ['provider', 'account', 'environment', 'status', 'summary', 'currency'],
}

export const openBare = (place: Place): Promise<Bare> => ('file' in place ? openFile(place.file) : openServer(place))

const upsert = (table: string, columns: readonly string[]): string => {
  const key = KEYS[table] ?? []
  const rest = columns.filter((column) => !key.includes(column))
  return `on conflict (${key}) do update set ${rest.map((column) => `${column} = excluded.${column}`)}`
}

async function openFile(file: string): Promise<Bare> {
  // The store's own dependency, in the version that it uses.
  const { resolve } = createRequire(join(import.meta.dirname, '..', '..', 'packages', 'store', 'package.json'))
  const { DatabaseSync } = await import(pathToFileURL(resolve('@photostructure/sqlite')).href)
  const database = new DatabaseSync(file)
  for (const pragma of ['busy_timeout = 30000', 'journal_mode = wal', 'synchronous = full', 'cache_size = -65536'])
    database.exec(`pragma ${pragma}`)
  const statements = new Map<string, { run: (...values: unknown[]) => void }>()
  const statement = (table: string, columns: readonly string[]) => {
    const known = statements.get(table)
    if (known !== undefined) return known
    const marks = columns.map(() => '?')
    const made = database.prepare(`insert into ${table} (${columns}) values (${marks}) ${upsert(table, columns)}`)
    statements.set(table, made)
    return made
  }
  return {
    write: async (tables) => {
      database.exec('begin immediate')
      for (const [table, rows] of Object.entries(tables)) {
        if (rows[0] === undefined) continue
        const columns = Object.keys(rows[0])
        const insert = statement(table, columns)
        for (const row of rows) insert.run(...columns.map((column) => row[column]))
      }
      database.exec('commit')
    },
    read: async (sql, parameters = []) => database.prepare(sql).all(...parameters),
    run: async (sql) => database.exec(sql),
    indexes: async () =>
      database
        .prepare(
          "select name, sql as definition from sqlite_master where type = 'index' and sql is not null and tbl_name in ('session', 'poll')",
        )
        .all(),
    close: async () => database.close(),
  }
}

async function openServer({ url, schema }: { readonly url: string; readonly schema: string }): Promise<Bare> {
  const client = new pg.Client({ connectionString: url, options: `-c search_path=${schema}` })
  await client.connect()
  return {
    write: async (tables) => {
      await client.query('begin')
      for (const [table, rows] of Object.entries(tables)) {
        if (rows[0] === undefined) continue
        const columns = Object.keys(rows[0])
        const marks = rows.map((_, row) => `(${columns.map((_, column) => `$${row * columns.length + column + 1}`)})`)
        await client.query(
          `insert into ${table} (${columns}) values ${marks} ${upsert(table, columns)}`,
          rows.flatMap((row) => columns.map((column) => row[column])),
        )
      }
      await client.query('commit')
    },
    read: async (sql, parameters = []) => (await client.query(sql, [...parameters])).rows,
    run: async (sql) => {
      await client.query(sql)
    },
    indexes: async () => {
      const { rows } = await client.query(
        "select indexname as name, indexdef as definition from pg_indexes where schemaname = $1 and tablename in ('session', 'poll') and indexname not in ('session_key', 'poll_key')",
        [schema],
      )
      return rows
    },
    close: () => client.end(),
  }
}
