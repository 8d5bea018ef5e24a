import { canonicalJson } from './canonical.ts'
import type { Engine } from './engine.ts'
import { pruneLinks } from './links.ts'
import { reduce } from './reduce.ts'
import { expectedOf, observationsOf, timesOf } from './rows.ts'

/** What `prune` may take away. */
export interface PruneOptions {
  /**
   * Sightings before this time, UTC text, and links to payers' pages that ran out before it. The first and the last of
   * everything seen stay, and so does whatever the session would be another one without.
   */
  readonly before: string
  /** Also forgets deliveries received before this time, UTC text: one that is sent again then counts as new. @default none */
  readonly deliveriesBefore?: string | undefined
}

/** What was taken away. */
export interface Pruned {
  /** Sightings: the same thing seen once more. */
  readonly sightings: number
  /** Answers of the provider that were kept with what was seen before. */
  readonly answers: number
  readonly deliveries: number
  /** Links to payers' pages. */
  readonly links: number
}

const BATCH = 200

/** Takes away what is old, session by session, each in a transaction of its own. */
export async function prune(engine: Engine, { before, deliveriesBefore }: PruneOptions): Promise<Pruned> {
  let [sightings, answers] = [0, 0]
  for (let last = ''; ; ) {
    const rows = await engine.db
      .selectFrom('observation')
      .select('session_key')
      .distinct()
      .where('as_of', '<', before)
      .where('session_key', '>', last)
      .orderBy('session_key')
      .limit(BATCH)
      .execute()
    for (const { session_key } of rows) {
      const taken = await pruneSession(engine, session_key, before)
      sightings += taken.sightings
      answers += taken.answers
    }
    const end = rows.at(-1)
    if (end === undefined) break
    last = end.session_key
  }
  const links = await pruneLinks(engine, before)
  if (deliveriesBefore === undefined) return { sightings, answers, deliveries: 0, links }
  const { numDeletedRows } = await engine.db
    .deleteFrom('delivery')
    .where('received_at', '<', deliveriesBefore)
    .executeTakeFirst()
  return { sightings, answers, deliveries: Number(numDeletedRows), links }
}

async function pruneSession(
  engine: Engine,
  key: string,
  before: string,
): Promise<{ readonly sightings: number; readonly answers: number }> {
  return engine.db.transaction().execute(async (trx) => {
    const query = trx.selectFrom('session').selectAll().where('key', '=', key)
    const row = await (engine.rowLocks ? query.forUpdate() : query).executeTakeFirst()
    if (row === undefined) return { sightings: 0, answers: 0 }
    const rows = await trx.selectFrom('observation').selectAll().where('session_key', '=', key).execute()
    const cut = rows.map((one) => ({ ...one, times: JSON.stringify(shortened(timesOf(one.times), before)) }))
    const identity = { provider: row.provider, account: row.account, id: row.id }
    const all = cut.flatMap((one) => observationsOf(identity, one))
    const { stored } = reduce(identity, all, expectedOf(row.expected))
    const same = canonicalJson(stored) === row.body
    let [sightings, answers] = [0, 0]
    for (const [index, one] of rows.entries()) {
      const times = same ? (cut[index]?.times ?? one.times) : one.times
      const known = timesOf(one.times)
      const native = (known.at(-1) ?? before) < before ? null : one.native
      if (times === one.times && native === one.native) continue
      sightings += known.length - timesOf(times).length
      answers += native === one.native ? 0 : 1
      await trx.updateTable('observation').set({ times, native }).where('number', '=', one.number).execute()
    }
    return { sightings, answers }
  })
}

const shortened = (times: readonly string[], before: string): readonly string[] =>
  times.filter((time, index) => index === 0 || index === times.length - 1 || time >= before)
