import type { CheckoutSession } from './session.ts'
import type { Status } from './status.ts'

/** One word for a list or badge. */
export type Summary = Status | 'reversed' | 'refunded' | 'partially_refunded' | 'refund_pending' | 'refund_failed'

/** Refund roll-up → summary word; the rest of the roll-up leaves the status word. */
const REFUND_WORDS = {
  full: 'refunded',
  partial: 'partially_refunded',
  pending: 'refund_pending',
  failed: 'refund_failed',
  none: null,
  unknown: null,
} as const satisfies Record<CheckoutSession['refundStatus'], Summary | null>

/**
 * The one word for a list or badge: reversed (unless won) > review > refunded > partially_refunded > refund_pending >
 * refund_failed > status. Refund words only over `paid`. For people; decide by `status` and `moneyReceived`.
 */
export function summarize(session: Pick<CheckoutSession, 'status' | 'refundStatus' | 'reversal'>): Summary {
  if (session.reversal !== null && session.reversal.state !== 'won') return 'reversed'
  if (session.status !== 'paid') return session.status
  return REFUND_WORDS[session.refundStatus] ?? 'paid'
}
