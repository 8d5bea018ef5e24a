import type { Money, RefundState } from '@onetill/core'
import type { StoredSession } from '@onetill/store'

/** What a payer is told; each has a text of its own in every language. */
export const PAYER_STATES = [
  ...['open', 'partly_paid', 'lapsed', 'unconfirmed', 'confirming', 'awaiting_merchant', 'authorized', 'paid'],
  ...['refund_pending', 'partly_refunded', 'refunded', 'refund_checked', 'saved', 'nothing_due', 'underpaid'],
  ...['overpaid', 'checking', 'declined', 'failed', 'cancelled', 'expired', 'expired_crypto', 'unknown'],
] as const
/** What a payer is told. */
export type PayerState =
  | 'open'
  | 'partly_paid'
  | 'lapsed'
  | 'unconfirmed'
  | 'confirming'
  | 'awaiting_merchant'
  | 'authorized'
  | 'paid'
  | 'refund_pending'
  | 'partly_refunded'
  | 'refunded'
  | 'refund_checked'
  | 'saved'
  | 'nothing_due'
  | 'underpaid'
  | 'overpaid'
  | 'checking'
  | 'declined'
  | 'failed'
  | 'cancelled'
  | 'expired'
  | 'expired_crypto'
  | 'unknown'

/** Everything a payer's page, its JSON and its events are made from. What is not named here cannot get out. */
export interface PayerView {
  readonly state: PayerState
  readonly amount: Money | null
  /** `amount` is what was ordered; the provider does not say it. */
  readonly asOrdered: boolean
  /** Until when it can be paid, UTC text; only while that is so. */
  readonly payUntil: string | null
  /** Tokens and chains it can be paid with; only while it can be. */
  readonly accepted: readonly { readonly token: string; readonly chains: readonly string[] }[] | null
  readonly refunds: readonly PayerRefund[]
  /** When this was last confirmed, UTC text; null: never. */
  readonly asOf: string | null
  /** Whether nothing more is to come, as far as is known. */
  readonly settled: boolean
}

/** A refund as the payer may see it: never its id, its reason or the provider's word. */
export interface PayerRefund {
  readonly amount: Money
  readonly status: RefundState
  /** UTC text. */
  readonly at: string | null
}

const SETTLED: ReadonlySet<PayerState> = new Set<PayerState>([
  ...(['refunded', 'saved', 'nothing_due', 'declined', 'cancelled', 'expired', 'expired_crypto'] as const),
])

/** The part of a session that its payer may see. */
export function payerView({ session, attention, lastConfirmedAt }: StoredSession, now: Date): PayerView {
  const { amount, assumed, refunds, processor, expiresAt } = session
  const state = stateOf(session, attention.length > 0, now)
  const payable = state === 'open' || state === 'partly_paid'
  const accepted = payable && processor?.kind === 'crypto' ? processor.accepted : null
  return {
    state,
    amount: amount === null ? null : { value: amount.value, currency: amount.currency },
    asOrdered: assumed.includes('amount'),
    payUntil: payable ? expiresAt : null,
    accepted: accepted?.map(({ token, chains }) => ({ token, chains: [...chains] })) ?? null,
    refunds: (refunds ?? []).map(({ amount: { value, currency }, status, updatedAt, createdAt }) => ({
      amount: { value, currency },
      status,
      at: updatedAt ?? createdAt,
    })),
    asOf: lastConfirmedAt,
    settled: SETTLED.has(state),
  }
}

const REFUNDS = {
  none: 'paid',
  unknown: 'paid',
  pending: 'refund_pending',
  partial: 'partly_refunded',
  full: 'refunded',
  failed: 'refund_checked',
} as const satisfies Record<StoredSession['session']['refundStatus'], PayerState>

function stateOf(session: StoredSession['session'], odd: boolean, now: Date): PayerState {
  const { status, detail, expiresAt, processor, payVia, reversal, refundStatus } = session
  if (odd || (reversal !== null && reversal.state !== 'won')) return 'checking'
  switch (status) {
    case 'open':
      if (expiresAt !== null && expiresAt <= now.toISOString()) return 'lapsed'
      return detail === 'partially_paid' ? 'partly_paid' : 'open'
    case 'processing':
      if (detail === 'confirming') return 'confirming'
      return detail === 'awaiting_merchant' ? 'awaiting_merchant' : 'unconfirmed'
    case 'authorized':
      return 'authorized'
    case 'paid':
      return REFUNDS[refundStatus]
    case 'no_charge':
      return detail === 'method_saved' ? 'saved' : 'nothing_due'
    case 'review':
      return detail === 'underpaid' || detail === 'overpaid' ? detail : 'checking'
    case 'failed':
      return detail === 'declined' ? 'declined' : 'failed'
    case 'cancelled':
      return 'cancelled'
    case 'expired':
      return processor?.kind === 'crypto' || payVia?.kind === 'transfer' ? 'expired_crypto' : 'expired'
    case 'unknown':
      return 'unknown'
  }
}
