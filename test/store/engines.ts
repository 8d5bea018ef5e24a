import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, onTestFinished } from 'vitest'
import { type OpenOptions, openStore, type Store } from '@onetill/store'

/** A database the tests run on. */
export interface TestEngine {
  readonly name: string
  /** Address of a new, empty store; it is removed when the test has ended. */
  readonly place: () => Place
}

/** Where a store is. */
export type Place = Pick<OpenOptions, 'url' | 'schema'>

let schemas = 0

/** SQLite, and every PostgreSQL server of this run. */
export const ENGINES: readonly TestEngine[] = [
  {
    name: 'sqlite',
    place: () => {
      const folder = mkdtempSync(join(tmpdir(), 'onetill-store-'))
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
      return { url: `sqlite:${join(folder, 'store', 'onetill.db')}` }
    },
  },
  ...Object.entries(inject('postgres')).map(([name, url]) => ({
    name: `postgres ${name}`,
    place: () => ({ url, schema: `test_${process.pid}_${++schemas}` }),
  })),
]

/** Opens a store that is closed when the test has ended. */
export async function opened(place: Place, options: OpenOptions = {}): Promise<Store> {
  const store = await openStore({ ...place, ...options })
  onTestFinished(() => store.close())
  return store
}
