import { isDeepStrictEqual } from 'node:util'
import type { CheckoutSession } from '@onetill/core'
import type { StoredSession } from './stored-session.ts'

/** What a change means. `became_paid` or `became_paid_late` comes once for a session, whatever happens later. */
export const CHANGE_EVENTS = [
  'first_seen',
  'status_changed',
  'became_paid',
  'became_paid_late',
  'refund_changed',
  'reversed',
  'attention',
  'resolved',
] as const
/** What a change means. */
export type ChangeEvent = (typeof CHANGE_EVENTS)[number]

/** What the fields of a session were, and are. */
export type Diff = { readonly [field: string]: readonly [before: unknown, after: unknown] }

/** What changed from one state of a session to the next. `announced`: that it was paid has been said before. */
export function eventsBetween(
  before: StoredSession | null,
  after: StoredSession,
  announced: boolean,
): readonly ChangeEvent[] {
  const events: ChangeEvent[] = []
  if (before?.firstSeenAt == null && after.firstSeenAt !== null) events.push('first_seen')
  const was = before?.session
  const is = after.session
  if (was !== undefined && was.status !== is.status) events.push('status_changed')
  if (is.status === 'paid' && !announced) events.push(after.late ? 'became_paid_late' : 'became_paid')
  if (was !== undefined && was.refundStatus !== is.refundStatus) events.push('refund_changed')
  if (was?.reversal == null && is.reversal !== null) events.push('reversed')
  if (after.attention.some((code) => before?.attention.includes(code) !== true)) events.push('attention')
  return events
}

/** Every field of the session that is not what it was, but for how it was seen; of a first one nothing, as all of it is new. */
export function diffBetween(before: StoredSession | null, after: StoredSession): Diff {
  if (before === null || before.firstSeenAt === null) return {}
  const was = before.session
  const found: [string, readonly [unknown, unknown]][] = []
  for (const field of Object.keys(after.session) as (keyof CheckoutSession)[]) {
    if (field === 'observed' || field === 'schemaVersion') continue
    const [old, now] = [was[field] ?? null, after.session[field] ?? null]
    if (old !== now && !isDeepStrictEqual(old, now)) found.push([field, [old, now]])
  }
  return Object.fromEntries(found)
}
