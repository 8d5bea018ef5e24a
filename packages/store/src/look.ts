import { type Summary, summarize } from '@onetill/core'
import { canonicalJson, sha256 } from './canonical.ts'
import type { StoredSession } from './stored-session.ts'

/** Summary words that somebody has to look at. */
export const LOOK_SUMMARIES = ['review', 'reversed', 'refund_pending', 'refund_failed'] as const satisfies Summary[]

/**
 * Whether somebody has to look at a session, whatever was decided of it: it is in review, reversed, contradicted, gone,
 * has a word we do not know, or a refund that waits or failed.
 */
export function needsLook({ session, attention }: StoredSession): boolean {
  if (attention.length > 0) return true
  if (session.status === 'unknown' && session.providerStatus !== null) return true
  const word = summarize(session)
  if (LOOK_SUMMARIES.some((each) => each === word)) return true
  // The word of several refunds says what succeeded; one that waits or failed beside them would be missed.
  const waits = session.refunds?.some(({ status }) => status === 'pending' || status === 'failed') ?? false
  return waits && session.refundStatus === 'partial'
}

/** What an operator decides on, as a hash: as long as it stays the same, nothing new came. */
export function lookState({ session, attention, unread, late }: StoredSession): string {
  const { status, detail, providerStatus, refundStatus, refunds, reversal, mismatch } = session
  return sha256(
    canonicalJson({
      ...{ status, detail, providerStatus, refundStatus, mismatch, attention, late },
      word: unread?.word ?? null,
      refunds: refunds?.map(({ id, status: state }) => [id, state]) ?? null,
      reversal: reversal && [reversal.cause, reversal.state],
    }),
  )
}
