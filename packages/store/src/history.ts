import type { Engine } from './engine.ts'
import { reduce, type Step } from './reduce.ts'
import { type Resolution, resolutionOf } from './resolve.ts'
import { expectedOf, observationsOf } from './rows.ts'
import { storable } from './storable.ts'
import type { StoredSession } from './stored-session.ts'

/** A session with all that was seen of it. */
export interface History {
  readonly stored: StoredSession
  /** In the order in which it was true. */
  readonly steps: readonly Step[]
  /** What an operator decided last, or null. */
  readonly resolution: Resolution | null
  /** Whether nothing new came since that decision. */
  readonly decided: boolean
}

/** One session with all that was seen of it, folded anew; null: it is not known. */
export async function historyOf({ db }: Engine, key: string): Promise<History | null> {
  const row = await db.selectFrom('session').selectAll().where('key', '=', storable(key)).executeTakeFirst()
  if (row === undefined || row.body === '') return null
  const rows = await db.selectFrom('observation').selectAll().where('session_key', '=', key).execute()
  const identity = { provider: row.provider, account: row.account, id: row.id }
  const all = rows.flatMap((observation) => observationsOf(identity, observation))
  const { stored, steps } = reduce(identity, all, expectedOf(row.expected))
  return { stored, steps, resolution: resolutionOf(row), decided: row.decided !== null }
}
