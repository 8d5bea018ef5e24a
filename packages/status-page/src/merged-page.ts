import * as z from 'zod/mini'
import { TillError } from '@onetill/core'
import type { SessionFilter, SessionPage, StoredSession } from '@onetill/store'
import type { BoardStore } from './options.ts'

/** One of several lists that are shown as one. No session may be in two of them. */
export interface Listed {
  readonly filter: SessionFilter
  /** What the store cannot be asked for. @default all of it */
  readonly fits?: (stored: StoredSession) => boolean
}

/** Where each list goes on: a cursor of the store, undefined at its beginning, null at its end. */
type Places = readonly (string | null | undefined)[]

/** Looks at lists for one page: what fits may be rare, and nobody waits for all of it. */
const MOST_ROUNDS = 10

/** A page of several lists, newest first; a short one may have a next. @throws invalid_input, store_unavailable */
export async function mergedPage(
  store: BoardStore,
  lists: readonly Listed[],
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<SessionPage> {
  let places = placesOf(after, lists.length)
  const found: StoredSession[] = []
  for (let round = 0; round < MOST_ROUNDS && found.length < limit && !areEnded(places); round++) {
    const pages = await Promise.all(lists.map(({ filter }, index) => pageAt(store, filter, places[index], limit)))
    const taken = take(lists, pages, found, limit)
    places = await Promise.all(
      lists.map(({ filter }, index) => placeAfter(store, filter, places[index], pages[index], taken[index] ?? 0)),
    )
  }
  return {
    sessions: found,
    next: areEnded(places) ? null : JSON.stringify(places.map((place) => place ?? (place === null ? null : ''))),
  }
}

const areEnded = (places: Places): boolean => places.every((place) => place === null)

const ENDED: SessionPage = { sessions: [], next: null }

const pageAt = async (
  store: BoardStore,
  filter: SessionFilter,
  place: string | null | undefined,
  limit: number,
): Promise<SessionPage> => (place === null ? ENDED : store.list(filter, { limit, after: place }))

/** The newest first, until there are enough, or a list would have to be asked for more. @returns how many of each */
function take(
  lists: readonly Listed[],
  pages: readonly SessionPage[],
  found: StoredSession[],
  limit: number,
): readonly number[] {
  const taken = pages.map(() => 0)
  while (found.length < limit) {
    let newest = -1
    let first: StoredSession | undefined
    for (const [index, { sessions, next }] of pages.entries()) {
      const head = sessions[taken[index] ?? 0]
      if (head === undefined) {
        if (next !== null) return taken
      } else if (first === undefined || isNewer(head, first)) [newest, first] = [index, head]
    }
    if (first === undefined) return taken
    taken[newest] = (taken[newest] ?? 0) + 1
    if (lists[newest]?.fits?.(first) !== false) found.push(first)
  }
  return taken
}

const listedAt = ({ session, firstSeenAt }: StoredSession): string => session.createdAt ?? firstSeenAt ?? ''

function isNewer(one: StoredSession, other: StoredSession): boolean {
  const [a, b] = [listedAt(one), listedAt(other)]
  return a === b ? one.key > other.key : a > b
}

/** The cursor after so many sessions of a page. */
async function placeAfter(
  store: BoardStore,
  filter: SessionFilter,
  place: string | null | undefined,
  page: SessionPage | undefined,
  taken: number,
): Promise<string | null | undefined> {
  if (page === undefined || place === null) return null
  if (taken === page.sessions.length) return page.next
  if (taken === 0) return place
  // A row without content counts for the store and is in no page: what is missing is asked for on top.
  for (let limit = taken; ; ) {
    const { sessions, next } = await store.list(filter, { limit, after: place })
    if (sessions.length >= taken || next === null) return next
    limit += taken - sessions.length
  }
}

const cursor = z.array(z.nullable(z.string()))

function placesOf(after: string | undefined, lists: number): Places {
  if (after === undefined) return Array.from({ length: lists }, () => undefined)
  try {
    const places = cursor.parse(JSON.parse(after))
    if (places.length === lists) return places.map((place) => (place === '' ? undefined : place))
  } catch {
    // Told below.
  }
  throw new TillError({
    code: 'invalid_input',
    message: 'after: expected `next` of the page before',
    issues: [{ path: 'after', expected: '`next` of the page before' }],
  })
}
