import type { Adapter } from '@onetill/core'
import type { Recorded, Store } from '@onetill/store'
import type { SyncTill } from './account.ts'
import { nextRead } from './next-read.ts'
import { readClaim } from './read.ts'
import { createWriter } from './writer.ts'

/** Reads what is due of one account, again and again. */
export interface Reader {
  readonly start: () => void
  /** Finishes what was begun, or gives it back. */
  readonly stop: () => Promise<void>
  /** Something may be due. */
  readonly wake: () => void
  /** Reads recorded in the last minute. */
  readonly readsPerMinute: () => number
  /** Milliseconds since 1970 of the last read that was recorded; null: none was. */
  readonly lastReadAt: () => number | null
}

/** What a reader needs. */
export interface ReaderOptions {
  readonly till: SyncTill
  readonly store: Store
  readonly adapter: Adapter
  readonly owner: string
  readonly workers: number
  readonly leaseMs: number
  readonly pollMs: number
  readonly stopMs: number
  readonly now: () => number
  readonly random: () => number
  readonly onRecorded: (recorded: readonly Recorded[]) => void
  readonly onError: (error: unknown) => void
}

/** A read ends before its lease does. */
const LEASE_SHARE = 0.75
const WATCHED_KNOWN_MS = 10_000
const MINUTE_MS = 60_000

export function createReader(options: ReaderOptions): Reader {
  const { till, store, adapter, owner, leaseMs, pollMs, stopMs, now, random, onError } = options
  const { provider, account, rateLimit = provider.rateLimit } = adapter
  // More than can be sent within half a lease would only be held from others.
  const sendable =
    rateLimit === null ? options.workers : Math.floor((rateLimit.requests * leaseMs) / 2 / rateLimit.windowMs)
  const workers = Math.max(1, Math.min(options.workers, sendable))
  const reads = new Set<Promise<void>>()
  const times: number[] = []
  let lastReadAt: number | null = null
  let watched = { at: Number.NEGATIVE_INFINITY, sessions: 1 }
  let running: Promise<void> | null = null
  let quit = new AbortController()
  let giveUp = new AbortController()
  /** Ends the pause; while there is none, the next one is left out. */
  let wakeUp = (): void => {}
  let woken = false

  const writer = createWriter({
    ...{ store, now, random, onError },
    next: (recorded) =>
      nextRead(recorded, now(), { facts: provider.watch, rateLimit, watched: watched.sessions, random }),
    onRecorded: (recorded) => {
      const at = now()
      if (recorded.length > 0) lastReadAt = at
      for (const _ of recorded) times.push(at)
      forget()
      options.onRecorded(recorded)
    },
  })
  const forget = (): void => {
    const first = times.findIndex((time) => time >= now() - MINUTE_MS)
    times.splice(0, first < 0 ? times.length : first)
  }
  const count = async (): Promise<void> => {
    if (performance.now() - watched.at < WATCHED_KNOWN_MS) return
    const backlog = await store.backlog()
    const own = backlog.find((one) => one.provider === provider.id && one.account === account)
    watched = { at: performance.now(), sessions: own?.watched ?? 1 }
  }
  /** Until something may be due, a worker is free, or for a while. */
  const idle = async (ms: number): Promise<void> => {
    if (woken) return
    let timer: ReturnType<typeof setTimeout> | undefined
    await new Promise<void>((resolve) => {
      wakeUp = resolve
      timer = setTimeout(resolve, ms)
    })
    clearTimeout(timer)
    wakeUp = noteWoken
  }
  const noteWoken = (): void => {
    woken = true
  }
  const run = async (): Promise<void> => {
    wakeUp = noteWoken
    while (!quit.signal.aborted) {
      woken = false
      const free = workers - reads.size
      try {
        await count()
        const claims =
          free > 0 ? await store.claim({ provider: provider.id, account, owner, leaseMs, limit: free }) : []
        const until = AbortSignal.timeout(leaseMs * LEASE_SHARE)
        for (const claim of claims) {
          const signal = AbortSignal.any([giveUp.signal, until])
          const read: Promise<void> = readClaim({ till, adapter, claim, signal, now })
            .then((result) => {
              if (result.kind === 'failed' && result.afterMs === null) onError(result.error)
              return writer.add(result)
            })
            .finally(() => {
              reads.delete(read)
              wakeUp()
            })
          reads.add(read)
        }
        if (claims.length > 0 && claims.length === free) continue
        await idle(reads.size >= workers ? leaseMs : pollMs)
      } catch (error) {
        onError(error)
        await idle(pollMs * 5)
      }
    }
  }

  return {
    start: () => {
      if (running !== null) return
      quit = new AbortController()
      giveUp = new AbortController()
      running = run()
    },
    stop: async () => {
      if (running === null) return
      quit.abort()
      wakeUp()
      await running
      const timer = setTimeout(() => giveUp.abort(new Error('stopped')), stopMs)
      while (reads.size > 0) await Promise.allSettled(reads)
      clearTimeout(timer)
      running = null
    },
    wake: () => {
      if (reads.size < workers) wakeUp()
    },
    readsPerMinute: () => {
      forget()
      return times.length
    },
    lastReadAt: () => lastReadAt,
  }
}
