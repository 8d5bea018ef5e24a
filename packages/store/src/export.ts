import type { Engine } from './engine.ts'
import { onDatabase, storeError } from './failure.ts'
import { alternatives, filtered, type SessionFilter } from './filter.ts'
import { listSessions } from './list.ts'
import { storedOf } from './rows.ts'
import type { StoredSession } from './stored-session.ts'

const PAGE = 500

/** All sessions of a filter, newest first. */
export async function* exportSessions(engine: Engine, filter: SessionFilter): AsyncIterable<StoredSession> {
  const { db, sortable, stream } = engine
  const [plain, ...others] = alternatives(filter)
  if (stream !== null && plain !== undefined && others.length === 0 && !filter.text) {
    const bodies = filtered(db.selectFrom('session').select('body').where('body', '<>', ''), plain, sortable)
    try {
      for await (const body of stream(bodies.orderBy('listed_at', 'desc').orderBy('key', 'desc')))
        yield storedOf({ body })
    } catch (error) {
      throw storeError('export', error)
    }
    return
  }
  for (let after: string | undefined; ; ) {
    const page = { limit: PAGE, after }
    const { sessions, next } = await onDatabase('export', () => listSessions(engine, filter, page))
    yield* sessions
    if (next === null) return
    after = next
  }
}
