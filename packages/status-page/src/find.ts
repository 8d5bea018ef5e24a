import type { SessionFilter, SessionPage, StoredSession } from '@onetill/store'
import type { BoardStore } from './options.ts'
import { PRESETS } from './presets.ts'
import type { BoardQuery } from './query.ts'

/** Sessions of a page of the board. */
export const PAGE_SIZE = 50
const EXPORT_PAGE = 500

/** One page of what a URL asks for, newest first. @throws invalid_input, store_unavailable */
export function findSessions(
  store: BoardStore,
  { filter, preset, after }: Pick<BoardQuery, 'filter' | 'preset' | 'after'>,
  now: Date,
  limit = PAGE_SIZE,
): Promise<SessionPage> {
  if (preset === null) return store.list(filter, { limit, after })
  const sources = PRESETS[preset].sources(now).flatMap((source) => both(filter, source) ?? [])
  const [only] = sources
  return sources.length === 1 && only !== undefined
    ? store.list(only, { limit, after })
    : anyOf(store, sources, limit, after)
}

/** Everything a URL asks for, page by page. @throws invalid_input, store_unavailable */
export async function* everySession(store: BoardStore, query: BoardQuery, now: Date): AsyncIterable<StoredSession> {
  for (let after = query.after; ; ) {
    const { sessions, next } = await findSessions(store, { ...query, after }, now, EXPORT_PAGE)
    yield* sessions
    if (next === null) return
    after = next
  }
}

/** One list of several: all are in the same order, so the place in it is a place in each. */
async function anyOf(
  store: BoardStore,
  sources: readonly SessionFilter[],
  limit: number,
  after: string | undefined,
): Promise<SessionPage> {
  const pages = await Promise.all(sources.map((source) => store.list(source, { limit, after })))
  const all = new Map(pages.flatMap(({ sessions }) => sessions.map((stored) => [stored.key, stored] as const)))
  const sorted = [...all.values()].sort((a, b) => (place(a) < place(b) ? 1 : -1))
  const sessions = sorted.slice(0, limit)
  const last = sessions.at(-1)
  const more = sorted.length > limit || pages.some(({ next }) => next !== null)
  return { sessions, next: more && last !== undefined ? JSON.stringify([listedAt(last), last.key]) : null }
}

// Whatever needs attention was seen, so one of the two is there.
const listedAt = ({ session, firstSeenAt }: StoredSession): string => session.createdAt ?? firstSeenAt ?? ''
const place = (stored: StoredSession): string => `${listedAt(stored)} ${stored.key}`

/** Both filters at once; null: nothing fits both. */
function both(filter: SessionFilter, source: SessionFilter): SessionFilter | null {
  const { to, ...rest } = source
  for (const [name, value] of Object.entries(rest)) {
    const asked: unknown = Object.entries(filter).find(([key]) => key === name)?.[1]
    if (asked !== undefined && asked !== value) return null
  }
  const ends = [filter.to, to].filter((end) => end !== undefined).sort()
  return { ...filter, ...rest, to: ends[0] }
}
