import { summarize } from '@onetill/core'
import type { StoredSession } from '@onetill/store'
import { type Counts, FAMILY_OF, NO_COUNTS, plus } from './families.ts'
import { findSessions } from './find.ts'
import type { BoardStore } from './options.ts'
import type { BoardQuery } from './query.ts'
import { type Slice, type Slices, slicesOf } from './slices.ts'

/** Sessions of what is filtered, by when they began. */
export interface OverTime extends Omit<Slices, 'slices'> {
  readonly slices: readonly (Slice & { readonly counts: Counts })[]
  /** Sessions that were counted. */
  readonly counted: number
  /** Before this, nothing was counted, as there are too many; null: everything was. UTC text. */
  readonly countedFrom: string | null
}

/** What is known for a chart; `counting`: ask again. */
export type Counted = OverTime | 'counting' | 'failed'

/** Counts sessions for charts, and keeps what it counted for a while. */
export interface Counter {
  /** Does not wait for long, and does not fail: a board without a chart is a board. */
  readonly overTime: (query: BoardQuery, now: Date) => Promise<Counted>
}

/** Newest sessions that are looked at; more would make the page wait. */
export const MOST_COUNTED = 2_000
/** Few at a time: lists that are asked for meanwhile do not wait for more than these. */
const PAGE = 50
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A count this young is shown as it is, milliseconds. */
const YOUNG_MS = 10_000
/** The page waits for a count this long, milliseconds. */
const PATIENCE_MS = 50
const MOST_KEPT = 50

/** Counts that may wait for their turn; who comes after that is told to ask again. */
const MOST_WAITING = 4

interface Kept {
  readonly begun: number
  /** Whether it waits or is being counted. */
  pending: boolean
  done: OverTime | null
  readonly doing: Promise<OverTime | 'failed'>
}

export function createCounter(store: BoardStore): Counter {
  const kept = new Map<string, Kept>()
  /** One after another: counting must not take the store from the lists. */
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  function begin(key: string, query: BoardQuery, now: Date): Kept {
    const doing = last.then(() => count(store, query, now))
    const entry: Kept = {
      begun: performance.now(),
      pending: true,
      done: kept.get(key)?.done ?? null,
      doing: doing.catch(() => 'failed' as const),
    }
    waiting += 1
    last = entry.doing.then((counted) => {
      waiting -= 1
      entry.pending = false
      if (counted !== 'failed') entry.done = counted
    })
    kept.delete(key)
    kept.set(key, entry)
    const [oldest] = kept.keys()
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
    return entry
  }

  return {
    overTime: async (query, now) => {
      const key = JSON.stringify([query.filter, query.preset, query.zone.name])
      const known = kept.get(key)
      const isGood = known !== undefined && (known.pending || performance.now() - known.begun < YOUNG_MS)
      if (!isGood && waiting >= MOST_WAITING) return known?.done ?? 'counting'
      const entry = isGood ? known : begin(key, query, now)
      const counted = await Promise.race([entry.doing, after(PATIENCE_MS)])
      return counted ?? entry.done ?? 'counting'
    },
  }
}

const after = (ms: number): Promise<null> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(null), ms).unref()
  })

/** Newest first, until the stretch or the patience ends. @throws invalid_input, store_unavailable */
export async function count(store: BoardStore, query: BoardQuery, now: Date): Promise<OverTime> {
  // What begins this very moment is in it.
  const to = query.filter.to ?? new Date(now.getTime() + 1).toISOString()
  const from = query.filter.from ?? new Date(Date.parse(to) - DAY_MS + HOUR_MS).toISOString()
  const { slices, ...kind } = slicesOf(from, to, query.zone)
  const begin = slices[0]?.from ?? from
  const counts = slices.map(() => NO_COUNTS)
  let counted = 0
  let countedFrom: string | null = null
  const filter = { ...query.filter, from: query.filter.from ?? begin, to: query.filter.to }
  for (let next: string | undefined, more = slices.length > 0; more; ) {
    const page = await findSessions(store, { filter, preset: query.preset, after: next, role: 'operator' }, now, PAGE)
    for (const stored of page.sessions) {
      const listed = listedAt(stored)
      // A clock that is ahead of ours puts a session after the last piece.
      const found = slices.findIndex(({ to: end }) => listed < end)
      const at = found < 0 ? slices.length - 1 : found
      counts[at] = plus(counts[at] ?? NO_COUNTS, FAMILY_OF[summarize(stored.session)])
      counted += 1
    }
    next = page.next ?? undefined
    more = page.next !== null && counted < MOST_COUNTED
    const oldest = page.sessions.at(-1)
    if (page.next !== null && !more && oldest !== undefined) countedFrom = listedAt(oldest)
  }
  return {
    ...kind,
    slices: slices.map((slice, index) => ({ ...slice, counts: counts[index] ?? NO_COUNTS })),
    ...{ counted, countedFrom },
  }
}

const listedAt = ({ session, firstSeenAt }: StoredSession): string => session.createdAt ?? firstSeenAt ?? ''
