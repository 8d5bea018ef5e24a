import type { SessionFilter, SessionPage, StoredSession } from '@onetill/store'
import { type Listed, mergedPage } from './merged-page.ts'
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
  const lists = PRESETS[preset].lists(now).flatMap((list: Listed) => {
    const asked = both(filter, list.filter)
    return asked === null ? [] : [{ ...list, filter: asked }]
  })
  const [only] = lists
  if (only === undefined) return Promise.resolve(NOTHING_FITS)
  return lists.length === 1 && only.fits === undefined
    ? store.list(only.filter, { limit, after })
    : mergedPage(store, lists, { limit, after })
}

const NOTHING_FITS: SessionPage = { sessions: [], next: null }

/** Everything a URL asks for, page by page. @throws invalid_input, store_unavailable */
export async function* everySession(store: BoardStore, query: BoardQuery, now: Date): AsyncIterable<StoredSession> {
  for (let after = query.after; ; ) {
    const { sessions, next } = await findSessions(store, { ...query, after }, now, EXPORT_PAGE)
    yield* sessions
    if (next === null) return
    after = next
  }
}

/** Both filters at once; null: nothing fits both. */
function both(filter: SessionFilter, view: SessionFilter): SessionFilter | null {
  const statuses = inBoth(filter.status, view.status)
  const summaries = inBoth(filter.summary, view.summary)
  if (statuses?.length === 0 || summaries?.length === 0) return null
  const ends = [filter.to, view.to].filter((end) => end !== undefined).sort()
  return { ...filter, ...view, status: statuses?.[0], summary: summaries, to: ends[0] }
}

/** Words that fit both; undefined: any does. */
function inBoth<Word extends string>(
  asked: Word | readonly Word[] | undefined,
  viewed: Word | readonly Word[] | undefined,
): readonly Word[] | undefined {
  const [left, right] = [asked, viewed].map((words) => (typeof words === 'string' ? [words] : words))
  return left === undefined ? right : right === undefined ? left : left.filter((word) => right.includes(word))
}
