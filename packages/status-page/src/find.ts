import type { SessionFilter, SessionPage, StoredSession } from '@onetill/store'
import { type Listed, mergedPage } from './merged-page.ts'
import type { BoardStore, Role } from './options.ts'
import { PRESETS } from './presets.ts'
import type { BoardQuery } from './query.ts'

/** Sessions of a page of the board. */
export const PAGE_SIZE = 50
const EXPORT_PAGE = 500

/** What is asked for, and by whom. */
export interface Asked extends Pick<BoardQuery, 'filter' | 'preset'> {
  readonly role: Role
}

/** One page of what a URL asks for, newest first. @throws invalid_input, store_unavailable */
export function findSessions(
  store: BoardStore,
  asked: Asked & Pick<BoardQuery, 'after'>,
  now: Date,
  limit = PAGE_SIZE,
): Promise<SessionPage> {
  return asked.role === 'viewer' && asked.filter.text !== undefined
    ? impersonalPage(store, asked, now, limit)
    : pageOf(store, asked, now, limit)
}

function pageOf(
  store: BoardStore,
  { filter, preset, after }: Pick<BoardQuery, 'filter' | 'preset' | 'after'>,
  now: Date,
  limit: number,
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

/**
 * A text is looked for in what is personal too. Who may not see that must not learn it letter by letter from what is
 * found either: all that the store finds is gone through, and neither a page nor its cursor depends on the rest.
 */
async function impersonalPage(
  store: BoardStore,
  { filter, preset, after }: Asked & Pick<BoardQuery, 'after'>,
  now: Date,
  limit: number,
): Promise<SessionPage> {
  const text = (filter.text ?? '').toLowerCase()
  const found: StoredSession[] = []
  for (let place: string | undefined, more = true; more; ) {
    const { sessions, next } = await pageOf(store, { filter, preset, after: place }, now, EXPORT_PAGE)
    found.push(
      ...sessions.filter(({ key, session: { id, reference } }) =>
        [key, id, reference ?? ''].some((each) => each.toLowerCase().includes(text)),
      ),
    )
    place = next ?? undefined
    more = next !== null
  }
  // By its place: the last one of the page before may be gone from what is found.
  const rest = after === undefined ? found : found.filter((stored) => placeOf(stored) < after)
  const sessions = rest.slice(0, limit)
  const last = sessions.at(-1)
  return { sessions, next: rest.length > limit && last !== undefined ? placeOf(last) : null }
}

/** What lists are ordered by, the newest the greatest. */
const placeOf = ({ key, session: { createdAt }, firstSeenAt }: StoredSession): string =>
  `${createdAt ?? firstSeenAt ?? ''} ${key}`

const NOTHING_FITS: SessionPage = { sessions: [], next: null }

/**
 * Everything a URL asks for, page by page, each session once. One that nobody had read yet has its place by when it was
 * first heard of, and another once it is read: one that moved back past what is written is not written again, and one
 * that moved to the front is written at the end.
 * @throws invalid_input, store_unavailable
 */
export async function* everySession(
  store: BoardStore,
  asked: Asked,
  now: Date,
  limit = EXPORT_PAGE,
): AsyncIterable<StoredSession> {
  const begun = now.toISOString()
  /** Written, and may come again at another place. */
  const movable = new Set<string>()
  const isMovable = ({ session: { createdAt, observed }, firstSeenAt }: StoredSession): boolean =>
    createdAt === null && (firstSeenAt === null || firstSeenAt >= begun || observed.via === 'webhook')
  for await (const stored of inOrder(store, asked, now, limit)) {
    if (movable.has(stored.key)) continue
    if (isMovable(stored)) movable.add(stored.key)
    yield stored
  }
  for await (const stored of inOrder(store, asked, now, limit)) {
    const { session, firstSeenAt, key } = stored
    const listedAt = session.createdAt ?? firstSeenAt
    if (listedAt !== null && listedAt < begun) return
    if (session.createdAt === null && firstSeenAt !== null && !movable.has(key)) yield stored
  }
}

async function* inOrder(store: BoardStore, asked: Asked, now: Date, limit: number): AsyncIterable<StoredSession> {
  for (let after: string | undefined; ; ) {
    const { sessions, next } = await findSessions(store, { ...asked, after }, now, limit)
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
