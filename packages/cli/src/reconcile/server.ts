import { join } from 'node:path'
import type { CliContext } from '../context.ts'
import { configError } from '../failure.ts'
import { findStore, type StoreChoice, type StorePlace } from '../store/place.ts'

/** Folder of shared runs unless somebody says otherwise. */
export const RUNS_FOLDER = join('.onetill', 'runs')

/** The PostgreSQL server on which work is shared. @throws invalid_options for another store */
export function findServer(choice: StoreChoice, context: CliContext): StorePlace {
  const place = findStore(choice, context)
  if (/^postgres(?:ql)?:\/\//.test(place.url)) return place
  throw configError(
    `work is shared on a PostgreSQL server, and the store is ${place.name}; set ONETILL_STORE or --store to postgres://…`,
  )
}
