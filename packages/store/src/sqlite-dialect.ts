import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { SqliteThread } from './sqlite-thread.ts'

/** Kysely's SQLite over a thread. One connection; whoever writes waits for the transaction before. */
export function sqliteDialect(thread: SqliteThread): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => driver(thread),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

function driver(thread: SqliteThread): Driver {
  const connection = connectionOf(thread)
  const execute = async (sql: string): Promise<void> => {
    await thread.run(sql, [], 'writes')
  }
  let free: Promise<void> = Promise.resolve()
  const releases = new WeakMap<DatabaseConnection, () => void>()
  let open = false
  return {
    init: async () => {},
    acquireConnection: async () => {
      const before = free
      let release = (): void => {}
      free = new Promise((resolve) => {
        release = resolve
      })
      await before
      const own = { ...connection }
      releases.set(own, release)
      return own
    },
    releaseConnection: async (own) => releases.get(own)?.(),
    beginTransaction: async () => {
      // Plain BEGIN takes the lock at the first write, and fails there when another process has written since.
      await execute('begin immediate')
      open = true
    },
    commitTransaction: async () => {
      await execute('commit')
      open = false
    },
    rollbackTransaction: async () => {
      if (!open) return
      open = false
      // SQLite has rolled back by itself after an I/O error or a full disk; the error that told so must stay the one.
      await execute('rollback').catch(() => undefined)
    },
    destroy: () => thread.close(),
  }
}

function connectionOf(thread: SqliteThread): DatabaseConnection {
  return {
    async executeQuery<R>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<R>> {
      const reads = SelectQueryNode.is(query) || /^\s*(?:select|with|pragma|explain)\b|\breturning\b/i.test(sql)
      const { rows, changes } = await thread.run(sql, parameters, reads ? 'reads' : 'writes')
      // Kysely's types say what a query gives.
      return { rows: rows as R[], numAffectedRows: BigInt(changes) }
    },
    // biome-ignore lint/correctness/useYield: the store reads page by page
    async *streamQuery(): AsyncIterableIterator<never> {
      throw new Error('streaming is not supported; read page by page')
    },
  }
}
