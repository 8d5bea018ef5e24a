import { assertSession, type CheckoutSession, isTillError, normalize } from '@onetill/core'
import { readJson } from '@onetill/core/adapter'
import { keepNative, type Observation, observe, type Recorded, type Store } from '@onetill/store'
import { adapterOf, type Named, type SyncTill } from './account.ts'
import { nextRead } from './next-read.ts'

/** What lines hold. Without a provider: normalized sessions. With one: its native answers. */
export interface ImportOptions extends Partial<Named> {
  /** UTC text of when native answers were true; of normalized sessions it is in them. @default now */
  readonly asOf?: string
  /** Told of every bad line, while it is read. */
  readonly onRejected?: (rejected: RejectedLine) => void
}

/** A line that was not taken. */
export interface RejectedLine {
  /** From 1. */
  readonly line: number
  /** Why; nothing of the line itself. */
  readonly reason: string
}

/** What became of an import. */
export interface Imported {
  /** Lines read, empty ones not counted. */
  readonly lines: number
  readonly taken: number
  readonly rejected: number
}

const BATCH = 500

/** Reads lines of JSON into the store. A bad line is told of and left out, the others are taken. */
export async function importLines(
  { till, store, now }: { readonly till: SyncTill; readonly store: Store; readonly now: () => number },
  lines: AsyncIterable<string> | Iterable<string>,
  { provider, account, asOf, onRejected }: ImportOptions,
): Promise<Imported> {
  let [line, count, taken, rejected] = [0, 0, 0, 0]
  let batch: Observation[] = []
  const write = async (): Promise<void> => {
    const observations = batch
    batch = []
    if (observations.length === 0) return
    await store.record(observations, { next: (recorded) => dueAt(till, recorded, now()) })
    taken += observations.length
  }
  const source = provider === undefined ? null : { provider, account }
  if (source !== null) adapterOf(till, source)
  for await (const text of lines) {
    line++
    if (text.trim() === '') continue
    count++
    try {
      batch.push(
        source === null ? normalized(till, text) : native(till, text, source, asOf ?? new Date(now()).toISOString()),
      )
    } catch (error) {
      if (!isTillError(error)) throw error
      rejected++
      onRejected?.({ line, reason: error.message })
    }
    if (batch.length >= BATCH) await write()
  }
  await write()
  return { lines: count, taken, rejected }
}

/** A session that is new here is read soon where it is worth it; when a known one is read stays as it was. */
function dueAt(till: SyncTill, recorded: Recorded, now: number): { readonly at: string | null } | undefined {
  if (!recorded.events.includes('first_seen')) return undefined
  const { watch: facts } = adapterOf(till, recorded.stored.session).provider
  const next = nextRead({ ...recorded, events: [] }, now, { facts, rateLimit: null, watched: 1 })
  return { at: next === null ? null : new Date(now).toISOString() }
}

function normalized(till: SyncTill, text: string): Observation {
  const session: unknown = readJson(text)
  assertSession(session)
  return observe(imported(session), adapterOf(till, session).provider)
}

function native(till: SyncTill, text: string, source: Named, at: string): Observation {
  const adapter = adapterOf(till, source)
  const { account, environment, provider } = adapter
  const session = normalize(adapter, text, { at, via: 'import', account, environment })
  return observe(session, provider, { native: keepNative(text, provider.keeps ?? []) })
}

const imported = (session: CheckoutSession): CheckoutSession => ({
  ...session,
  observed: { ...session.observed, via: 'import' },
})
