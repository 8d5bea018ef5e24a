import { fetchPage, replaceParts } from './replace.ts'

/** How the page stands to the store. */
export type LiveState = 'connecting' | 'live' | 'behind' | 'paused'

/** Options of `followChanges`. */
export interface LiveOptions {
  /** Address of the events. */
  readonly events: string
  /** Cursor of the newest change the page has; undefined: not known. */
  readonly cursor: string | undefined
  /** Whether a change is worth looking at. */
  readonly concerns: (key: string | undefined) => boolean
  readonly told: (state: LiveState, waiting: number) => void
  /** After what is on the screen was replaced. */
  readonly replaced: () => void
}

/** A page that follows the store. */
export interface Live {
  readonly pause: () => void
  readonly goOn: () => void
  readonly isPaused: () => boolean
}

const LEAST_MS = 400
const POLL_MS = 5_000
const AGAIN_MS = 1_000

/** Keeps the page equal to the store: told by events, and by asking where events do not come through. */
export function followChanges({ events, cursor: first, concerns, told, replaced }: LiveOptions): Live {
  let cursor = first
  let source: EventSource | null = null
  let paused = false
  let waiting = 0
  let due = false
  let busy = false
  let state: LiveState = 'connecting'
  let poll: ReturnType<typeof setInterval> | undefined
  let again: ReturnType<typeof setTimeout> | undefined

  const say = (next: LiveState) => {
    state = next
    told(paused ? 'paused' : state, waiting)
  }

  async function refresh(): Promise<void> {
    if (busy || paused) return
    busy = true
    while (due && !paused) {
      due = false
      waiting = 0
      const page = await fetchPage(location.href)
      if (page === null) {
        due = true
        say('behind')
        break
      }
      replaceParts(page)
      replaced()
      askAgain()
      if (source?.readyState === EventSource.OPEN) say('live')
      await new Promise((resolve) => setTimeout(resolve, LEAST_MS))
    }
    busy = false
    told(paused ? 'paused' : state, waiting)
  }

  /** Some of it was not ready, and no change will tell that it is. */
  function askAgain(): void {
    clearTimeout(again)
    if (document.querySelector('[data-again]') === null) return
    again = setTimeout(() => {
      due = true
      if (!document.hidden) void refresh()
    }, AGAIN_MS)
  }

  const changed = () => {
    due = true
    waiting += 1
    if (paused) told('paused', waiting)
    else void refresh()
  }

  function connect(): void {
    source?.close()
    const stream = new EventSource(cursor === undefined ? events : `${events}?after=${encodeURIComponent(cursor)}`)
    source = stream
    stream.addEventListener('change', (event) => {
      cursor = event.lastEventId
      const { key }: { key?: string } = JSON.parse(event.data)
      if (concerns(key)) changed()
    })
    stream.addEventListener('ready', () => {
      // Without a cursor nobody knows what was missed before the stream began.
      if (cursor === undefined && state !== 'live') changed()
      say('live')
      if (due) void refresh()
    })
    stream.addEventListener('error', () => {
      say('behind')
      // The browser comes back by itself unless the server refused.
      if (stream.readyState === EventSource.CLOSED) source = null
    })
  }

  function stop(): void {
    source?.close()
    source = null
    clearInterval(poll)
  }

  function start(): void {
    connect()
    clearInterval(poll)
    poll = setInterval(() => {
      // With the stream open, only what could not be fetched is still to come.
      if (paused || (source?.readyState === EventSource.OPEN && !due)) return
      due = true
      void refresh()
      if (source === null) connect()
    }, POLL_MS)
  }

  // A page nobody sees holds no connection: a browser has only six of them for one server.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) stop()
    else if (!paused) start()
  })
  addEventListener('pagehide', stop)
  start()
  askAgain()
  return {
    isPaused: () => paused,
    pause: () => {
      paused = true
      told('paused', waiting)
    },
    goOn: () => {
      paused = false
      // A page that was out of sight while it was paused has no stream any more.
      if (source === null) start()
      say(source?.readyState === EventSource.OPEN ? 'live' : 'behind')
      void refresh()
    },
  }
}
