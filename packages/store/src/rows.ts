import type { Selectable } from 'kysely'
import type { Expected } from '@onetill/core'
import type { ObservationTable } from './database.ts'
import type { Observation, Seen, SessionIdentity } from './observation.ts'
import type { StoredSession } from './stored-session.ts'

// What the store wrote itself is not checked again on the way back.

/** The session of a row. */
export const storedOf = ({ body }: { readonly body: string }): StoredSession => JSON.parse(body) as StoredSession

/** What the caller expects, of a row. */
export const expectedOf = (text: string | null): Expected | null =>
  text === null ? null : (JSON.parse(text) as Expected)

/** The part of an observation that is the same each time it is seen, as its row has it. */
type Sighting = Pick<Observation, 'seen' | 'covers' | 'versioned'>

/** Every time of a row, as an observation of its own. */
export function observationsOf(
  identity: SessionIdentity,
  { hash, via, body, native, times }: Pick<Selectable<ObservationTable>, 'hash' | 'via' | 'body' | 'native' | 'times'>,
): readonly Observation[] {
  const { seen, covers, versioned } = JSON.parse(body) as Sighting
  const same = { identity, via: via as Observation['via'], covers, versioned, hash, native }
  return timesOf(times).map((asOf) => ({ ...same, asOf, seen: seenAt(seen, asOf) }))
}

/** A row has no time of its own; the fields stay in order. */
function seenAt(seen: Seen, asOf: string): Seen {
  if (seen.kind !== 'session') return seen
  const { adapter, overruled, via } = seen.session.observed
  return { kind: 'session', session: { ...seen.session, observed: { adapter, at: asOf, overruled, via } } }
}

/** The times of a row, in order. */
export const timesOf = (times: string): readonly string[] => JSON.parse(times) as readonly string[]

/** How many times are kept of one thing seen: the first, and the newest. */
export const MAX_TIMES = 64

/** Times with further ones; in order, each once. */
export function withTimes(known: readonly string[], more: readonly string[]): readonly string[] {
  const all = [...new Set([...known, ...more])].sort()
  return all.length <= MAX_TIMES ? all : [...all.slice(0, 1), ...all.slice(1 - MAX_TIMES)]
}
