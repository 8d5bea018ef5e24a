import type { Selectable } from 'kysely'
import type { Expected } from '@onetill/core'
import type { ObservationTable } from './database.ts'
import type { Observation, SessionIdentity } from './observation.ts'
import type { StoredSession } from './stored-session.ts'

// What the store wrote itself is not checked again on the way back.

/** The session of a row. */
export const storedOf = ({ body }: { readonly body: string }): StoredSession => JSON.parse(body) as StoredSession

/** What the caller expects, of a row. */
export const expectedOf = (text: string | null): Expected | null =>
  text === null ? null : (JSON.parse(text) as Expected)

/** The part of an observation that is the same each time it is seen. */
export type Sighting = Omit<Observation, 'asOf' | 'identity'>

/** What is written of it; `via` and `hash` are columns. */
export const bodyOf = ({ seen, covers, versioned }: Sighting): object => ({ seen, covers, versioned })

/** Every time of a row, as an observation of its own. */
export function observationsOf(
  identity: SessionIdentity,
  { hash, via, body, native, times }: Pick<Selectable<ObservationTable>, 'hash' | 'via' | 'body' | 'native' | 'times'>,
): readonly Observation[] {
  const sighting = { ...(JSON.parse(body) as Omit<Sighting, 'hash' | 'via' | 'native'>), hash, native }
  return timesOf(times).map((asOf) => ({ identity, ...sighting, via: via as Observation['via'], asOf }))
}

/** The times of a row, in order. */
export const timesOf = (times: string): readonly string[] => JSON.parse(times) as readonly string[]

/** How many times are kept of one thing seen: the first, and the newest. */
const MAX_TIMES = 64

/** Times with further ones; in order, each once. */
export function withTimes(known: readonly string[], more: readonly string[]): readonly string[] {
  const all = [...new Set([...known, ...more])].sort()
  return all.length <= MAX_TIMES ? all : [...all.slice(0, 1), ...all.slice(1 - MAX_TIMES)]
}
