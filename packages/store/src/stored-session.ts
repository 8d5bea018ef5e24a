import type { CheckoutSession } from '@onetill/core'

/** A word we do not know that came after a status we knew. */
export interface Unread {
  /** The provider's word, verbatim. */
  readonly word: string | null
  /** When it was first seen since the last word we understood, UTC text with milliseconds. */
  readonly since: string
  /** The provider's own terminal flag beside it. */
  readonly providerDone: boolean | null
}

/** How often, and since when, the provider has not known the session. */
export interface Missing {
  readonly since: string
  readonly last: string
  readonly reads: number
}

/**
 * Why somebody has to look. `status_regression`: the provider ended a session it had called paid. `contradicted`: it
 * said something that cannot follow. `unread`: a word we do not know. `gone`: it does not know the session any more.
 */
export const ATTENTIONS = ['status_regression', 'contradicted', 'unread', 'gone'] as const
/** Why somebody has to look. */
export type Attention = (typeof ATTENTIONS)[number]

/** What the store knows of one session: all its observations in one. */
export interface StoredSession {
  /** `provider/account/id`. */
  readonly key: string
  /** The session as all observations together say. `observed` is the last of them. */
  readonly session: CheckoutSession
  /** When the first observation was true; null: none yet. */
  readonly firstSeenAt: string | null
  /** When the last observation that is not `missing` was true. */
  readonly lastConfirmedAt: string | null
  /** When it was first seen paid, which is no time of the provider. `paidAt ?? paidSeenAt` is a sale date. */
  readonly paidSeenAt: string | null
  /** Money, or news of it, came after the session was over. */
  readonly late: boolean
  /** A word we do not know; the status is the one before. */
  readonly unread: Unread | null
  /** Since when the provider has not known it, else null. */
  readonly goneAt: string | null
  readonly missing: Missing | null
  /** Why somebody has to look; empty: nothing. */
  readonly attention: readonly Attention[]
  /** Whether a read has to confirm what was last said. */
  readonly confirmDue: boolean
}
