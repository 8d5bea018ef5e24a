import type { Transaction } from 'kysely'
import { TillError } from '@onetill/core'
import { canonicalJson } from './canonical.ts'
import type { Database } from './database.ts'
import type { Engine } from './engine.ts'
import { lookState } from './look.ts'
import { storedOf } from './rows.ts'

/** What an operator decided of a session in review or attention. It never changes the session itself. */
export interface Decided {
  /** In the operator's words, e.g. `refunded by hand`. */
  readonly decision: string
  /** Who decided. */
  readonly by: string
  readonly note?: string | null | undefined
}

/** A decision as it was written. */
export interface Resolution {
  readonly decision: string
  readonly by: string
  readonly note: string | null
  /** When it was written, UTC text. */
  readonly at: string
}

/** Writes a decision beside the session, and into the change feed. Until something new comes nobody has to look at it. */
export async function resolveIn(
  trx: Transaction<Database>,
  { rowLocks }: Engine,
  key: string,
  { decision, by, note = null }: Decided,
  at: string,
): Promise<Resolution> {
  const query = trx.selectFrom('session').select(['resolution', 'body']).where('key', '=', key)
  const row = await (rowLocks ? query.forUpdate() : query).executeTakeFirst()
  if (row === undefined)
    throw new TillError({
      code: 'invalid_input',
      message: 'no such session is known',
      issues: [{ path: 'key', expected: '`provider/account/id` of a known session' }],
    })
  const resolution: Resolution = { decision, by, note, at }
  await trx
    .updateTable('session')
    .set({
      ...{ resolution: canonicalJson(resolution), needs_look: 0 },
      decided: row.body === '' ? null : lookState(storedOf(row)),
    })
    .where('key', '=', key)
    .execute()
  await trx
    .insertInto('change')
    .values({
      ...{ session_key: key, at, via: 'operator', hash: '', events: JSON.stringify(['resolved']) },
      diff: canonicalJson({ resolution: [resolutionOf(row), resolution] }),
    })
    .execute()
  return resolution
}

/** The decision of a row, or null. */
export const resolutionOf = ({ resolution }: { readonly resolution: string | null }): Resolution | null =>
  resolution === null ? null : (JSON.parse(resolution) as Resolution)
