import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Database } from './database.ts'
import type { Engine } from './engine.ts'
import { copyOut } from './postgres-copy.ts'
import { postgresWake } from './wake.ts'
import { writeTogether } from './write-rows.ts'

/** Any number of our own; migrations of one database hold it. */
const MIGRATION_LOCK = 4_711_001n
const CONNECT_TIMEOUT_MS = 10_000
/** A statement that takes longer is ended by the server, as is a transaction that nobody goes on with. */
const STATEMENT_TIMEOUT_MS = 60_000

/** Options of a connection to PostgreSQL. */
export interface PostgresOptions {
  /** Most connections of this process. @default 10 */
  readonly connections?: number
  /** Schema the tables are in, made when it is missing. @default the first of the server's search path */
  readonly schema?: string
}

/** Connects to a PostgreSQL server, version 15 or newer. */
export function openPostgres(url: string, { connections = 10, schema }: PostgresOptions = {}): Engine {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'onetill',
    allowExitOnIdle: true,
    ...(schema === undefined ? {} : { options: `-c search_path=${schema}` }),
    types: { getTypeParser },
  })
  // The server ended an idle connection; the pool makes another.
  pool.on('error', () => undefined)
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  return {
    name: 'postgres',
    db,
    types: {
      text: 'text collate "C"',
      number: 'bigint',
      identity: 'bigint generated always as identity primary key',
      amount: 'numeric',
      transaction: 'xid8 not null default pg_current_xact_id()',
    },
    lockMigrations: async (trx) => {
      await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(trx)
      if (schema !== undefined) await trx.schema.createSchema(schema).ifNotExists().execute()
    },
    rowLocks: true,
    writeRows: writeTogether,
    sortable: (minor) => minor.toString(),
    addAmounts: (a, b) => sql<string>`${sql.ref(a)} + ${sql.ref(b)}`,
    visibleChanges: sql<boolean>`xid < pg_snapshot_xmin(pg_current_snapshot())`,
    clock: sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`,
    wake: postgresWake(url, async (channel) => {
      await sql`select pg_notify(${channel}, '')`.execute(db)
    }),
    stream: (query) => copyOut(pool, query),
    vacuum: async () => {
      for (const table of ['session', 'observation', 'change', 'delivery', 'total'])
        await sql`vacuum (analyze) ${sql.table(table)}`.execute(db)
    },
    integrity: async () => [],
    close: () => db.destroy(),
  }
}

/** Counts and numbers of rows as numbers; NUMERIC stays text. */
const BIGINT = 20
function getTypeParser(id: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (id === BIGINT)
    return (value) => {
      const number = Number.parseInt(value, 10)
      return Number.isSafeInteger(number) ? number : BigInt(value)
    }
  return format === 'binary' ? pg.types.getTypeParser(id, 'text') : pg.types.getTypeParser(id, 'text')
}
