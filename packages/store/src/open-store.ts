import { join } from 'node:path'
import { TillError } from '@onetill/core'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'
import { createStore, type Store, type StoreOptions } from './store.ts'

/** Options of `openStore`. */
export interface OpenOptions extends StoreOptions {
  /** `postgres://…`, `sqlite:path`, or `sqlite::memory:`. @default "sqlite:.onetill/onetill.db" */
  readonly url?: string
  /** PostgreSQL: most connections of this process. @default 10 */
  readonly connections?: number
  /** PostgreSQL: schema the tables are in. @default the first of the server's search path */
  readonly schema?: string
}

const DEFAULT_PATH = join('.onetill', 'onetill.db')

/**
 * Opens the store, and makes what is missing.
 * @throws invalid_options for a URL of another database, store_unavailable, store_version
 */
export async function openStore({
  url = `sqlite:${DEFAULT_PATH}`,
  now,
  ...postgres
}: OpenOptions = {}): Promise<Store> {
  const options = now === undefined ? {} : { now }
  if (/^postgres(?:ql)?:\/\//.test(url)) return createStore(openPostgres(url, postgres), options)
  if (url.startsWith('sqlite:') && url.length > 7) return createStore(await openSqlite(url.slice(7)), options)
  throw new TillError({
    code: 'invalid_options',
    message: 'url: expected postgres://… or sqlite:path',
    issues: [{ path: 'url', expected: 'postgres://… or sqlite:path' }],
  })
}
