import type { Transaction } from 'kysely'
import { type Expected, sessionKey } from '@onetill/core'
import { canonicalJson } from './canonical.ts'
import { type ChangeEvent, diffBetween, eventsBetween } from './change.ts'
import { confirmed } from './confirm.ts'
import type { Database } from './database.ts'
import type { Engine } from './engine.ts'
import { type ContentRow, contentsBefore, type KnownRow, lockedRows, type SeenRow, seenBefore } from './known.ts'
import { lookState } from './look.ts'
import { keyOf, type Observation, type SessionIdentity } from './observation.ts'
import { reduce } from './reduce.ts'
import { type Kept, toRow } from './row.ts'
import { expectedOf, observationsOf, storedOf } from './rows.ts'
import { mergeSightings } from './sightings.ts'
import { checkIdentity } from './storable.ts'
import type { StoredSession } from './stored-session.ts'
import { tally } from './totals.ts'
import { type Folded, writeFolded } from './write-folded.ts'

/** What is to be written of one session. */
export interface Entry {
  readonly identity: SessionIdentity
  readonly observations: readonly Observation[]
  /** What the caller expects from now on; fields that are null leave what is known. @default nothing new */
  readonly expected?: Expected | undefined
}

/** What became of a session. */
export interface Recorded {
  readonly key: string
  readonly stored: StoredSession
  /** What changed; empty: nothing, or only when it was last confirmed. */
  readonly events: readonly ChangeEvent[]
}

/** Observations by session, in the order of their keys. */
export function entriesOf(observations: readonly Observation[]): readonly Entry[] {
  const entries = new Map<string, { identity: SessionIdentity; observations: Observation[] }>()
  for (const observation of observations) {
    const key = keyOf(observation)
    const known = entries.get(key)
    if (known === undefined) entries.set(key, { identity: observation.identity, observations: [observation] })
    else known.observations.push(observation)
  }
  return [...entries.values()]
}

/** The same with each session once, and all that is expected of it. */
export function distinct(entries: readonly Entry[]): readonly Entry[] {
  const byKey = new Map<string, Entry>()
  for (const entry of entries) {
    const key = sessionKey(entry.identity)
    const { observations = [], expected } = byKey.get(key) ?? {}
    byKey.set(key, {
      identity: entry.identity,
      observations: [...observations, ...entry.observations],
      expected: mergeExpected(expected ?? null, entry.expected) ?? undefined,
    })
  }
  return [...byKey.values()]
}

/** Writes entries, each session once, in a transaction of the caller. The rows are those of the refold. */
export async function writeEntries(
  trx: Transaction<Database>,
  engine: Engine,
  entries: readonly Entry[],
  at: string,
): Promise<readonly Recorded[]> {
  for (const { identity } of entries) checkIdentity(identity)
  // Always in the same order, so that two writers do not wait for each other.
  const ordered = entries
    .map((entry) => ({ key: sessionKey(entry.identity), ...entry }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  const chunks: (typeof ordered)[] = []
  for (let from = 0; from < ordered.length; from += AT_ONCE) chunks.push(ordered.slice(from, from + AT_ONCE))

  const totals = tally()
  const recorded: Recorded[] = []
  let reading = known(trx, engine, chunks[0] ?? [])
  let writing = Promise.resolve()
  for (const index of chunks.keys()) {
    const entriesKnown = await reading
    // The database reads the next ones, and writes those before, while these are folded.
    reading = known(trx, engine, chunks[index + 1] ?? [])
    reading.catch(() => undefined)
    const folded = entriesKnown.map((one) => (one.same === null ? fold(engine, one, at) : confirm(one, one.same, at)))
    for (const { before, row, result } of folded) {
      recorded.push(result)
      if (row === null) continue
      if (before !== undefined) totals.remove(before)
      totals.add(row)
    }
    await writing
    writing = writeFolded(trx, engine, folded)
    writing.catch(() => undefined)
  }
  await writing
  await totals.write(trx, engine)
  return recorded
}

/** Sessions folded at once. */
const AT_ONCE = 100

/** What is to be written of an entry, and what is told of it. */
interface Done extends Folded {
  readonly result: Recorded
}

/** An entry and what is known of its session. */
interface Known {
  readonly entry: Entry & { readonly key: string }
  readonly before: KnownRow | undefined
  readonly times: readonly SeenRow[]
  readonly contents: readonly ContentRow[]
  /** What the session is now, when nothing new was seen. */
  readonly same: StoredSession | null
}

async function known(
  trx: Transaction<Database>,
  engine: Engine,
  entries: readonly Known['entry'][],
): Promise<readonly Known[]> {
  if (entries.length === 0) return []
  const rows = await lockedRows(
    trx,
    engine,
    entries.map(({ key }) => key),
  )
  const seen = await seenBefore(trx, [...rows.keys()])
  const all = entries.map((entry) => {
    const before = rows.get(entry.key)
    const times = seen.get(entry.key) ?? []
    const isNews = before === undefined || entry.expected !== undefined
    return { entry, before, times, same: isNews ? null : confirmed(before, times, entry.observations) }
  })
  const toFold = all.filter(({ same, times }) => same === null && times.length > 0)
  const contents = await contentsBefore(
    trx,
    toFold.map(({ entry }) => entry.key),
  )
  return all.map((one) => ({ ...one, contents: contents.get(one.entry.key) ?? [] }))
}

function confirm({ entry, times, before }: Known, stored: StoredSession, at: string): Done {
  const { key, observations } = entry
  const sightings = mergeSightings(key, times, observations, at)
  return { before, row: null, confirmed: stored, sightings, change: null, result: { key, stored, events: [] } }
}

function fold({ sortable }: Engine, { entry, before, times, contents }: Known, at: string): Done {
  const { key, identity, observations, expected } = entry
  const sightings = mergeSightings(key, times, observations, at)
  const timesOf = (hash: string): string => sightings.times.get(hash) ?? '[]'
  const old = contents.flatMap((row) => observationsOf(identity, { ...row, times: timesOf(row.hash) }))
  const made = new Map(sightings.made.map((row) => [row.hash, row.times]))
  const news = observations.filter(({ hash, asOf }) => made.get(hash)?.includes(JSON.stringify(asOf)))
  const all = [...old, ...news]
  const wanted = mergeExpected(expectedOf(before?.expected ?? null), expected)
  const { stored } = reduce(identity, all, wanted)
  const was = before === undefined ? null : storedOf(before)
  const announced = before?.announced === 1
  const events = eventsBetween(was, stored, announced)
  const kept: Kept = {
    expected: wanted === null ? null : canonicalJson(wanted),
    resolution: before?.resolution ?? null,
    // A decision is about what was known then.
    decided: before?.decided != null && before.decided === lookState(stored) ? before.decided : null,
    announced: announced || events.includes('became_paid') || events.includes('became_paid_late') ? 1 : 0,
  }
  const row = toRow(stored, kept, before?.listed_at ?? at, sortable)
  const result = { key, stored, events }
  if (before?.body === row.body && before.expected === row.expected)
    return { before, row: null, confirmed: null, sightings, change: null, result }
  const diff = diffBetween(was, stored)
  const last = observations.at(-1)
  const change =
    events.length === 0 && Object.keys(diff).length === 0
      ? null
      : {
          session_key: key,
          at,
          via: last?.via ?? 'import',
          hash: last?.hash ?? '',
          events: JSON.stringify(events),
          diff: JSON.stringify(diff),
        }
  return { before, row, confirmed: null, sightings, change, result }
}

function mergeExpected(known: Expected | null, more: Expected | undefined): Expected | null {
  if (more === undefined) return known
  return { amount: more.amount ?? known?.amount ?? null, reference: more.reference ?? known?.reference ?? null }
}
