import type { KnownRow, SeenRow } from './known.ts'
import type { Observation } from './observation.ts'
import { MAX_TIMES, storedOf, timesOf } from './rows.ts'
import type { StoredSession } from './stored-session.ts'

/**
 * The session when what is seen now is what was seen last, once more: then only the time of the last confirmation moves,
 * and nothing has to be folded. Null: it may be another session, so fold. That the fold gives the same is a property test.
 */
export function confirmed(
  before: Pick<KnownRow, 'body' | 'announced'>,
  known: readonly SeenRow[],
  observations: readonly Observation[],
): StoredSession | null {
  const [first] = observations
  if (first === undefined || first.seen.kind !== 'session' || first.via === 'webhook') return null
  if (before.body === '' || observations.some(({ hash }) => hash !== first.hash)) return null
  const own = known.find(({ hash }) => hash === first.hash)
  if (own === undefined) return null
  const times = timesOf(own.times)
  const [start = '', last = ''] = [times[0], times.at(-1)]
  const others = known.flatMap((row) => (row === own ? [] : timesOf(row.times).slice(-1)))
  if (observations.some(({ asOf }) => asOf <= last) || others.some((time) => time >= last)) return null
  // A row keeps only so many times; what falls out of it was nothing new when all the others came before.
  if (times.length + observations.length > MAX_TIMES && others.some((time) => time >= start)) return null

  const stored = storedOf(before)
  const { session, attention, confirmDue, lastConfirmedAt } = stored
  // What was seen last was left out as stale, or what it did was of its moment.
  if (lastConfirmedAt !== last || attention.length > 0 || confirmDue) return null
  if (session.status === 'paid' && before.announced !== 1) return null
  const at =
    observations
      .map(({ asOf }) => asOf)
      .sort()
      .at(-1) ?? last
  return { ...stored, lastConfirmedAt: at, session: { ...session, observed: { ...session.observed, at } } }
}
