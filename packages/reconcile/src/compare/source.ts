import { assertSession, type CheckoutSession, type Environment, isTillError } from '@onetill/core'
import { readJson, toUtc } from '@onetill/core/adapter'
import type { Many, StoreFilter } from '../side.ts'

/** A session, with when it was first seen where that is known. */
export interface FoundSession {
  readonly session: CheckoutSession
  /** UTC text. Dates a session of which the provider gives no time of creation. */
  readonly firstSeenAt?: string | null
}

/** Where the sessions come from. Each is expected once; who gives one twice counts it twice. */
export type CompareSource =
  /** `openStore()` of `@onetill/store` gives one. */
  | { readonly kind: 'store'; readonly store: { export(filter?: StoreFilter): AsyncIterable<FoundSession> } }
  | { readonly kind: 'sessions'; readonly sessions: Many<CheckoutSession | FoundSession> }
  /** NDJSON: sessions in our form, alone or as `onetill sessions --format ndjson` prints them. */
  | { readonly kind: 'lines'; readonly lines: Many<string> }

/** What is wanted of a store. */
export interface Wanted {
  readonly from: string | null
  readonly to: string | null
  readonly environment: Environment | null
  readonly account: string | null
}

/** A line that is no session. */
export interface BadLine {
  /** From 1. */
  readonly line: number
  /** Why; nothing of the line itself. */
  readonly reason: string
}

/** The sessions of a source, one after the other. */
export async function* sessionsOf(
  source: CompareSource,
  { from, to, environment, account }: Wanted,
  onBad: (bad: BadLine) => void,
): AsyncIterable<FoundSession> {
  if (source.kind === 'store') {
    yield* source.store.export({
      ...(from === null ? {} : { from }),
      ...(to === null ? {} : { to }),
      ...(environment === null ? {} : { environment }),
      ...(account === null ? {} : { account }),
    })
    return
  }
  if (source.kind === 'sessions') {
    for await (const one of source.sessions) yield 'session' in one ? one : { session: one }
    return
  }
  let line = 0
  for await (const text of source.lines) {
    line++
    if (text.trim() === '') continue
    const found = read(text)
    if ('reason' in found) onBad({ line, reason: found.reason })
    else yield found
  }
}

function read(text: string): FoundSession | { readonly reason: string } {
  try {
    const value: unknown = readJson(text)
    const stored = typeof value === 'object' && value !== null && 'session' in value ? value : null
    const session: unknown = stored === null ? value : stored.session
    assertSession(session)
    const firstSeenAt = stored !== null && 'firstSeenAt' in stored ? stored.firstSeenAt : null
    return { session, firstSeenAt: typeof firstSeenAt === 'string' ? toUtc(firstSeenAt) : null }
  } catch (error) {
    if (!isTillError(error)) throw error
    return { reason: error.message }
  }
}
