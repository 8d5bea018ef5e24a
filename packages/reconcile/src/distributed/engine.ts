import { type DuckDb, type DuckDbOptions, openDuckDb } from '../duckdb.ts'

interface Using extends DuckDbOptions {
  readonly signal: AbortSignal | undefined
}

/** Uses an engine of its own; the signal ends it at once, also in the middle of a statement. */
export async function withEngine<Made>(
  { signal, ...options }: Using,
  use: (db: DuckDb) => Promise<Made>,
): Promise<Made> {
  signal?.throwIfAborted()
  const db = await openDuckDb(options)
  const stop = (): void => void db.close()
  signal?.addEventListener('abort', stop)
  try {
    signal?.throwIfAborted()
    return await use(db)
  } catch (error) {
    // An engine that was ended looks like one that ran out of memory.
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', stop)
    await db.close()
  }
}
