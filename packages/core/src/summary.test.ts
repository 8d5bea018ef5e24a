import { expect, test } from 'vitest'
import { REFUND_STATUSES, type RefundStatus } from './refund.ts'
import type { Reversal } from './session.ts'
import { STATUS_WORDS } from './status.ts'
import { type Summary, summarize } from './summary.ts'

const reversal = (state: Reversal['state']): Reversal => ({ cause: 'chargeback', state, amount: null, at: null })

/** reversed (unless won) > review > refunded > partially_refunded > refund_pending > refund_failed > status. */
const OVER_PAID: Readonly<Record<RefundStatus, Summary>> = {
  full: 'refunded',
  partial: 'partially_refunded',
  pending: 'refund_pending',
  failed: 'refund_failed',
  none: 'paid',
  unknown: 'paid',
}

test('refund words stand over paid only', () => {
  for (const refundStatus of REFUND_STATUSES) {
    expect(summarize({ status: 'paid', refundStatus, reversal: null })).toBe(OVER_PAID[refundStatus])
    for (const status of STATUS_WORDS.filter((word) => word !== 'paid'))
      expect(summarize({ status, refundStatus, reversal: null })).toBe(status)
  }
})

test('reversed comes before everything, unless the merchant won', () => {
  for (const status of STATUS_WORDS) {
    for (const refundStatus of REFUND_STATUSES) {
      for (const state of ['open', 'lost', 'unknown'] as const)
        expect(summarize({ status, refundStatus, reversal: reversal(state) })).toBe('reversed')
      expect(summarize({ status, refundStatus, reversal: reversal('won') })).toBe(
        summarize({ status, refundStatus, reversal: null }),
      )
    }
  }
})
