import { type CheckoutSession, type Money, minorUnits, summarize } from '@onetill/core'
import { canonicalJson } from './canonical.ts'
import type { SessionTable } from './database.ts'
import { needsLook } from './look.ts'
import { indexable, storable } from './storable.ts'
import type { StoredSession } from './stored-session.ts'

/** What is on a session's row and comes from nowhere else than the caller. */
export type Kept = Pick<SessionTable, 'expected' | 'resolution' | 'decided' | 'announced'>

/** The row of a session. `at` is when it was first written, for one of which no time is known. */
export function toRow(
  stored: StoredSession,
  kept: Kept,
  at: string,
  sortable: (minor: bigint) => string,
): SessionTable {
  const { key, session, attention, firstSeenAt, lastConfirmedAt, paidSeenAt } = stored
  const { provider, account, id, environment, status, detail, reference, amount } = session
  const { expected, resolution, decided, announced } = kept
  // Each field by itself: an object that is spread and then added to is made twenty times as slowly.
  return {
    key,
    provider,
    account,
    id,
    environment,
    status,
    detail,
    reference: reference && indexable(reference),
    summary: summarize(session),
    currency: amount?.currency ?? null,
    amount: amount?.value ?? null,
    amount_minor: minorOf(amount, sortable),
    listed_at: session.createdAt ?? firstSeenAt ?? at,
    updated_at: session.updatedAt,
    expires_at: session.expiresAt,
    sold_at: session.paidAt ?? paidSeenAt,
    last_confirmed_at: lastConfirmedAt,
    attention: attention.join(','),
    search: searchText(session),
    body: canonicalJson(stored),
    needs_look: decided === null && needsLook(stored) ? 1 : 0,
    expected,
    resolution,
    decided,
    announced,
  }
}

/** Not every amount has minor units: a currency nobody lists, more digits than it has. */
export function minorOf(amount: Money | null, sortable: (minor: bigint) => string): string | null {
  if (amount === null) return null
  try {
    return sortable(minorUnits(amount))
  } catch {
    return null
  }
}

function searchText({ id, reference, description, customer }: CheckoutSession): string {
  const texts = [id, reference, description, customer?.name, customer?.email, customer?.phone]
  return storable(texts.filter((text) => typeof text === 'string').join(' ')).toLowerCase()
}
