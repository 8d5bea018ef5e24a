import { join } from 'node:path'
import { TillError } from '@onetill/core'
import type { Engine } from './engine.ts'
import { onDatabase } from './failure.ts'
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
export async function openStore({ now, ...place }: OpenOptions = {}): Promise<Store> {
  return createStore(await openEngine(place), now === undefined ? {} : { now })
}

/** The database alone, as it is. @throws invalid_options, store_unavailable */
export async function openEngine({
  url = `sqlite:${DEFAULT_PATH}`,
  ...postgres
}: Omit<OpenOptions, 'now'>): Promise<Engine> {
  if (/^postgres(?:ql)?:\/\//.test(url)) return openPostgres(url, postgres)
  if (url.startsWith('sqlite:') && url.length > 7) return onDatabase('open', () => openSqlite(url.slice(7)))
  throw new TillError({
    code: 'invalid_options',
    message: 'url: expected postgres://… or sqlite:path',
    issues: [{ path: 'url', expected: 'postgres://… or sqlite:path' }],
  })
}
