import { chmod, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Kysely, sql } from 'kysely'
import type { Database } from './database.ts'
import type { Engine } from './engine.ts'
import { sortableNumber } from './sortable.ts'
import { sqliteDialect } from './sqlite-dialect.ts'
import { openSqliteThread } from './sqlite-thread.ts'
import { writeEach } from './write-rows.ts'

/** A database of this process alone, gone when it is closed. */
export const IN_MEMORY = ':memory:'

/** How long a write waits for that of another process. */
const BUSY_TIMEOUT_MS = 30_000

/** Pages kept in memory, in KiB: the inner ones of all indexes, and the newest rows. */
const CACHE_KIB = 24_576

/** Opens or makes a SQLite database that only its owner can read. */
export async function openSqlite(path: string): Promise<Engine> {
  if (path !== IN_MEMORY) await makePrivate(path)
  const thread = await openSqliteThread({
    path,
    busyTimeoutMs: BUSY_TIMEOUT_MS,
    setUp: [
      'pragma journal_mode = wal',
      // With WAL, NORMAL would lose the newest commits when the machine stops.
      'pragma synchronous = full',
      'pragma foreign_keys = on',
      `pragma cache_size = -${CACHE_KIB}`,
    ],
  })
  const db = new Kysely<Database>({ dialect: sqliteDialect(thread) })
  return {
    name: 'sqlite',
    db,
    types: {
      text: 'text',
      number: 'integer',
      identity: 'integer primary key autoincrement',
      amount: 'text',
      transaction: "text not null default '0'",
    },
    // BEGIN IMMEDIATE has it.
    lockMigrations: async () => {},
    rowLocks: false,
    writeRows: writeEach,
    sortable: sortableNumber,
    addAmounts: null,
    visibleChanges: null,
    clock: sql<number>`cast(round((julianday('now') - 2440587.5) * 86400000) as integer)`,
    wake: null,
    stream: null,
    vacuum: async () => {
      await sql`vacuum`.execute(db)
    },
    integrity: async () => {
      const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db)
      return rows.map(({ integrity_check }) => integrity_check).filter((line) => line !== 'ok')
    },
    close: () => db.destroy(),
  }
}

/** The folder for its owner only, and the file before SQLite makes it with whatever the umask allows. */
async function makePrivate(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'a', 0o600)
  await file.close()
  await chmod(path, 0o600)
}
