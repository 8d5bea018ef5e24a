import type { Change } from '@onetill/store'
import type { BoardStore } from './options.ts'

/** What an open page is told of a change; nothing of what is in the session. */
export interface LiveChange {
  readonly cursor: string
  readonly key: string
}

/** Hands changes to every open page; the store is asked once for all of them. */
export interface Feed {
  /** Cursor of the newest change. */
  readonly newest: () => Promise<string | null>
  /**
   * Changes after a cursor, as they come; without one from now on. None is left out and none comes twice. An empty
   * list says that everything so far was told.
   */
  readonly follow: (after: string | null, signal: AbortSignal) => AsyncIterable<readonly LiveChange[]>
}

/** Changes that are kept for pages that are a little behind. */
const KEPT = 5_000
const BATCH = 500

/** Options of `createFeed`. */
export interface FeedOptions {
  /** Milliseconds between two questions to the store. */
  readonly everyMs: number
}

export function createFeed(store: BoardStore, { everyMs }: FeedOptions): Feed {
  /** Changes in one piece, up to `tail`; `base` is the cursor before the first. */
  const kept: LiveChange[] = []
  let base: string | null = null
  let tail: string | null = null
  let places = new Map<string | null, number>()
  let known: Promise<void> | null = null
  let listeners = 0
  let looks = 0
  let looking: Promise<void> | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let wakeUps = new Set<() => void>()

  function begin(): Promise<void> {
    known ??= findTail().catch((error: unknown) => {
      known = null
      throw error
    })
    return known
  }

  async function findTail(): Promise<void> {
    const cursor = await store.lastCursor()
    base = cursor
    tail = cursor
    places = new Map([[cursor, 0]])
  }

  /** One at a time: two at once would be told the same changes, and keep them twice. */
  function look(): Promise<void> {
    looking ??= lookOnce().finally(() => {
      looking = null
    })
    return looking
  }

  async function lookOnce(): Promise<void> {
    const changes = await store.changesSince(tail, 1_000)
    if (changes.length === 0) return
    for (const { cursor, key } of changes) kept.push({ cursor, key })
    if (kept.length > KEPT) {
      const gone = kept.splice(0, kept.length - KEPT)
      base = gone.at(-1)?.cursor ?? base
    }
    tail = changes.at(-1)?.cursor ?? tail
    looks += 1
    places = new Map([[base, 0], ...kept.map(({ cursor }, index) => [cursor, index + 1] as const)])
    const woken = wakeUps
    wakeUps = new Set()
    for (const wake of woken) wake()
  }

  function schedule(): void {
    if (timer !== null || listeners === 0) return
    timer = setTimeout(async () => {
      try {
        await look()
      } catch {
        // The store may be back at the next look; until then nothing is told and nothing is lost.
      }
      timer = null
      schedule()
    }, everyMs)
    timer.unref()
  }

  const changed = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const done = () => {
        wakeUps.delete(done)
        signal.removeEventListener('abort', done)
        resolve()
      }
      wakeUps.add(done)
      signal.addEventListener('abort', done)
      if (signal.aborted) done()
    })

  async function* follow(after: string | null, signal: AbortSignal): AsyncIterable<readonly LiveChange[]> {
    await begin()
    listeners += 1
    schedule()
    try {
      const newest = after === null ? null : await store.lastCursor()
      // Another store than the one the page was made from, e.g. a backup: whatever is on the page may be wrong.
      const elsewhere = after !== null && isAhead(after, newest)
      let cursor = elsewhere ? newest : (after ?? tail)
      if (elsewhere && newest !== null) yield [{ cursor: newest, key: '' }]
      let told = false
      while (!signal.aborted) {
        const seen = looks
        const place = places.get(cursor)
        const next: readonly (LiveChange | Change)[] =
          place === undefined ? await store.changesSince(cursor, BATCH) : kept.slice(place, place + BATCH)
        const last = next.at(-1)
        if (last !== undefined) {
          cursor = last.cursor
          told = false
          yield next.map(({ cursor: each, key }) => ({ cursor: each, key }))
          continue
        }
        if (!told) {
          told = true
          yield []
          // What came while the page was told is there already.
          continue
        }
        // While the store was asked, others may have been told of more.
        if (seen === looks) await changed(signal)
      }
    } finally {
      listeners -= 1
    }
  }

  return { newest: () => store.lastCursor(), follow }
}

/** Whether a cursor is one the store has not come to. */
function isAhead(cursor: string, newest: string | null): boolean {
  if (newest === null) return true
  const [left, right] = [cursor, newest].map((text) => text.split('.').map((part) => BigInt(part)))
  const [xid = 0n, number = 0n] = left ?? []
  const [lastXid = 0n, last = 0n] = right ?? []
  return xid > lastXid || (xid === lastXid && number > last)
}
