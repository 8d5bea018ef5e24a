import { onDatabase } from './failure.ts'
import { migrate } from './migrations.ts'
import { type OpenOptions, openEngine } from './open-store.ts'

/** What `migrateStore` came to. */
export interface Migrated {
  readonly engine: 'sqlite' | 'postgres'
  /** Names of the migrations that were missing; empty: the store was up to date. */
  readonly made: readonly string[]
}

/**
 * Makes what is missing, as `openStore` does, and says what it was. Any number of processes may do it at once.
 * @throws invalid_options, store_unavailable, store_version
 */
export async function migrateStore({ now, ...place }: OpenOptions = {}): Promise<Migrated> {
  const engine = await openEngine(place)
  try {
    return { engine: engine.name, made: await onDatabase('migrate', () => migrate(engine, now)) }
  } finally {
    await engine.close()
  }
}
