import { compareMoney, type Money, type Note } from '@onetill/core'
import type { RefundRollUp } from '@onetill/core/adapter'

/** Mollie states a total and no list: `none`, `partial` or `full` by it; nothing where it is not there. */
export function toRefundRollUp(refunded: Money | null, amount: Money | null, notes: Note[]): RefundRollUp {
  if (refunded === null) return { refundStatus: 'unknown', refundEvidence: null, refunded: null }
  if (!/[1-9]/.test(refunded.value)) return { refundStatus: 'none', refundEvidence: 'total', refunded }
  if (amount === null) return { refundStatus: 'unknown', refundEvidence: 'total', refunded }
  if (amount.currency !== refunded.currency) {
    notes.push({ code: 'mixed_currencies', path: 'amountRefunded' })
    return { refundStatus: 'unknown', refundEvidence: 'total', refunded }
  }
  return { refundStatus: compareMoney(refunded, amount) >= 0 ? 'full' : 'partial', refundEvidence: 'total', refunded }
}
