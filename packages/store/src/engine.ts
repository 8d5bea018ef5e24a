import type { Compilable, Kysely, RawBuilder, Transaction } from 'kysely'
import type { Database } from './database.ts'
import type { Wake } from './wake.ts'
import type { WriteRows } from './write-rows.ts'

/** What differs between the databases. */
export interface Engine {
  readonly name: 'sqlite' | 'postgres'
  readonly db: Kysely<Database>
  /** Column definitions. */
  readonly types: ColumnTypes
  /** Keeps other processes from migrating until the transaction ends. */
  readonly lockMigrations: (trx: Transaction<Database>) => Promise<void>
  /** Whether rows are locked by `select … for update`; where one writer at a time is let in, there is nothing to lock. */
  readonly rowLocks: boolean
  /** Writes many rows at once. */
  readonly writeRows: WriteRows
  /** Minor units as `amount_minor` stores them. */
  readonly sortable: (minor: bigint) => string
  /** Adds two columns of exact amounts, or null where the database cannot. */
  readonly addAmounts: ((a: string, b: string) => RawBuilder<string>) | null
  /** Which changes a reader may pass without missing one that is written at this moment; null: all. */
  readonly visibleChanges: RawBuilder<boolean> | null
  /** Milliseconds since 1970 as the database's own clock shows them when the statement runs. */
  readonly clock: RawBuilder<number>
  /** How processes wake each other; null: they cannot. */
  readonly wake: Wake | null
  /** The one column of text of all rows of a query, as they were when it began; null: rows are read page by page. */
  readonly stream: ((query: Compilable<unknown>) => AsyncIterable<string>) | null
  /** Gives space back and renews what the planner knows. */
  readonly vacuum: () => Promise<void>
  /** What the database itself finds broken. */
  readonly integrity: () => Promise<readonly string[]>
  readonly close: () => Promise<void>
}

/** Definitions of columns. */
export interface ColumnTypes {
  readonly text: string
  readonly number: string
  readonly identity: string
  readonly amount: string
  readonly transaction: string
}
