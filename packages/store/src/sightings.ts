import type { ObservationTable } from './database.ts'
import type { SeenRow } from './known.ts'
import { bodyOf, type Observation } from './observation.ts'
import { timesOf, withTimes } from './rows.ts'
import { storable } from './storable.ts'

/** What was seen before and what is seen now, together. */
export interface Sightings {
  /** Every thing seen, by hash, with its times as JSON. */
  readonly times: ReadonlyMap<string, string>
  /** Things that were never seen before. */
  readonly made: readonly Omit<ObservationTable, 'number'>[]
  /** Known things that were seen at further times. */
  readonly moved: readonly Pick<ObservationTable, 'session_key' | 'hash' | 'as_of' | 'times'>[]
}

/** `at`: when it is written. */
export function mergeSightings(
  key: string,
  known: readonly SeenRow[],
  observations: readonly Observation[],
  at: string,
): Sightings {
  const times = new Map(known.map((row) => [row.hash, row.times]))
  const first = new Map<string, Observation>()
  const moved = new Set<string>()
  for (const observation of observations) {
    const { hash, asOf } = observation
    const before = times.get(hash)
    const after = before === undefined ? [asOf] : withTimes(timesOf(before), [asOf])
    const text = JSON.stringify(after)
    if (text === before) continue
    times.set(hash, text)
    if (before === undefined) first.set(hash, observation)
    else if (!first.has(hash)) moved.add(hash)
  }
  return {
    times,
    made: [...first.values()].map((observation) => firstRow(key, observation, times.get(observation.hash) ?? '[]', at)),
    moved: [...moved].map((hash) => {
      const text = times.get(hash) ?? '[]'
      return { session_key: key, hash, as_of: timesOf(text)[0] ?? at, times: text }
    }),
  }
}

function firstRow(key: string, observation: Observation, times: string, at: string): Sightings['made'][number] {
  const { hash, via, seen, native } = observation
  return {
    session_key: key,
    hash,
    via,
    as_of: timesOf(times)[0] ?? at,
    times,
    adapter: seen.kind === 'session' ? seen.session.observed.adapter : null,
    body: bodyOf(observation),
    native: native && storable(native),
    recorded_at: at,
  }
}
