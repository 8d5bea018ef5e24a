import type { NextPoll, Recorded, Store } from '@onetill/store'
import type { ReadResult } from './read.ts'

/** Writes what reads came to, many in one transaction. */
export interface Writer {
  /** Resolves when it is written, or when it cannot be: then the lease ends and somebody reads again. */
  readonly add: (result: ReadResult) => Promise<void>
}

/** What a writer needs. */
export interface WriterOptions {
  readonly store: Pick<Store, 'record' | 'complete'>
  readonly now: () => number
  readonly random: () => number
  /** When a session is to be read again: UTC text, or null. */
  readonly next: (recorded: Recorded) => string | null
  readonly onRecorded: (recorded: readonly Recorded[]) => void
  readonly onError: (error: unknown) => void
}

type Seen = Extract<ReadResult, { kind: 'seen' }>

const GATHER_MS = 20
const MOST = 200

/** Pause after a read that failed, growing with each in a row. */
const BACKOFF = { leastMs: 5_000, mostMs: 3_600_000 } as const

export function createWriter({ store, now, random, next, onRecorded, onError }: WriterOptions): Writer {
  let waiting: { readonly result: ReadResult; readonly done: () => void }[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  const flush = async (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    const batch = waiting
    waiting = []
    const results = batch.map(({ result }) => result)
    const seen = results.flatMap((result) => (result.kind === 'seen' ? [result] : []))
    const polls = results.flatMap((result) => (result.kind === 'seen' ? [] : [pollOf(result, now(), random)]))
    try {
      await record(seen)
      if (polls.length > 0) await store.complete(polls)
    } catch (error) {
      onError(error)
    } finally {
      for (const { done } of batch) done()
    }
  }

  const write = async (seen: readonly Seen[]): Promise<void> =>
    onRecorded(
      await store.record(
        seen.map(({ observation }) => observation),
        { claims: seen.map(({ claim }) => claim), next: (recorded) => ({ at: next(recorded) }) },
      ),
    )
  /** All together, else one by one: what the database does not take must not keep the others from it. */
  const record = async (seen: readonly Seen[]): Promise<void> => {
    if (seen.length === 0) return
    try {
      await write(seen)
    } catch (together) {
      for (const one of seen) {
        try {
          if (seen.length === 1) throw together
          await write([one])
        } catch (error) {
          onError(error)
          await store.complete([pollOf({ kind: 'failed', claim: one.claim, error, afterMs: null }, now(), random)])
        }
      }
    }
  }

  return {
    add: (result) =>
      new Promise((done) => {
        waiting.push({ result, done })
        if (waiting.length >= MOST) void flush()
        else timer ??= setTimeout(() => void flush(), GATHER_MS)
      }),
  }
}

function pollOf(
  result: Exclude<ReadResult, { kind: 'seen' }>,
  now: number,
  random: () => number,
): NextPoll & { readonly fence: number } {
  const { key, fence, failures } = result.claim
  const at = (ms: number): string => new Date(now + Math.ceil(ms)).toISOString()
  if (result.kind === 'returned') return { key, fence, at: at(0), failures }
  if (result.afterMs !== null) return { key, fence, at: at(result.afterMs * (1 + random() * 0.2)), failures }
  const pauseMs = Math.min(BACKOFF.mostMs, BACKOFF.leastMs * 2 ** Math.min(failures, 20))
  return { key, fence, at: at(pauseMs * (0.8 + random() * 0.4)), failures: failures + 1 }
}
