import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { openStore, type Store } from '@onetill/store'
import { findBinaries } from '../../postgres/binaries.ts'
import { startPostgres } from '../../postgres/server.ts'

/** Where a store is. */
export type Place = { readonly file: string } | { readonly url: string; readonly schema: string }

/** Places of one database. */
export interface Places {
  readonly name: string
  readonly place: (name: string) => Place
  readonly remove: () => Promise<void>
}

export const openAt = (place: Place): Promise<Store> =>
  openStore('file' in place ? { url: `sqlite:${place.file}` } : place)

/** SQLite in a folder of its own. */
export function sqlitePlaces(): Places {
  const folder = mkdtempSync(join(tmpdir(), 'onetill-bench-'))
  return {
    name: 'sqlite',
    place: (name) => ({ file: join(folder, name, 'onetill.db') }),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A PostgreSQL server of this run, or the one that is given; null: there is none. */
export async function postgresPlaces(): Promise<Places | null> {
  const given = process.env['ONETILL_TEST_DATABASE_URL']
  const place = (url: string) => (name: string) => ({ url, schema: `bench_${name}_${process.pid}` })
  if (given !== undefined && given !== '') return { name: 'postgres', place: place(given), remove: async () => {} }
  const [binaries] = findBinaries()
  if (binaries === undefined) return null
  const server = await startPostgres(binaries)
  return { name: `postgres ${server.name}`, place: place(server.url), remove: server.stop }
}
