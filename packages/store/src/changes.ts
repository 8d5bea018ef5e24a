import type { ChangeEvent, Diff } from './change.ts'
import type { Engine } from './engine.ts'
import { invalid } from './invalid.ts'

/** One change of a session's row, as it was written. */
export interface Change {
  /** Where to go on after it: `changesSince(cursor)`. */
  readonly cursor: string
  readonly key: string
  /** When it was written, UTC text. */
  readonly at: string
  /** How what caused it reached us. */
  readonly via: string
  readonly events: readonly ChangeEvent[]
  readonly diff: Diff
}

const MAX_CHANGES = 1_000

/**
 * Changes after a cursor, in the order in which their transactions began; none is ever passed over, also while others
 * write. Without a cursor from the first one.
 * @throws invalid_input for a cursor or limit that is none
 */
export async function changesSince(
  { db, visibleChanges }: Engine,
  cursor: string | null,
  limit = MAX_CHANGES,
): Promise<readonly Change[]> {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_CHANGES)
    throw invalid('limit', `a whole number from 1 to ${MAX_CHANGES}`)
  let query = db.selectFrom('change').selectAll().orderBy('xid').orderBy('number').limit(limit)
  if (cursor !== null) {
    const [xid, number] = position(cursor)
    query = query.where(({ eb, or, and }) =>
      or([eb('xid', '>', xid), and([eb('xid', '=', xid), eb('number', '>', number)])]),
    )
  }
  if (visibleChanges !== null) query = query.where(visibleChanges)
  return (await query.execute()).map(({ xid, number, session_key, at, via, events, diff }) => ({
    cursor: `${xid}.${number}`,
    key: session_key,
    at,
    via,
    events: JSON.parse(events) as readonly ChangeEvent[],
    diff: JSON.parse(diff) as Diff,
  }))
}

/** Cursor of the newest change that a reader may pass; null before the first. */
export async function lastCursor({ db, visibleChanges }: Engine): Promise<string | null> {
  let query = db
    .selectFrom('change')
    .select(['xid', 'number'])
    .orderBy('xid', 'desc')
    .orderBy('number', 'desc')
    .limit(1)
  if (visibleChanges !== null) query = query.where(visibleChanges)
  const last = await query.executeTakeFirst()
  return last === undefined ? null : `${last.xid}.${last.number}`
}

function position(cursor: string): readonly [string, number] {
  const found = /^(\d{1,20})\.(\d{1,15})$/.exec(cursor)
  if (found === null) throw invalid('cursor', '`cursor` of a change')
  return [found[1] ?? '', Number.parseInt(found[2] ?? '', 10)]
}
