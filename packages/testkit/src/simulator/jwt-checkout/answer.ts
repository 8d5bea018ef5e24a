import { type RawNumber, rawNumber } from '../common/json-text.ts'
import { isExpired, REFUNDABLE } from './lifecycle.ts'
import type { ExactJwtSession, JwtRecord, JwtRefundAnswer, JwtRefundRecord } from './session.ts'

/** What `GET /api/v1/sessions/{sessionId}` answers at a moment. */
export const toAnswer = (record: JwtRecord, now: Date): ExactJwtSession => {
  const lapsed = isExpired(record, now)
  const failureReason = lapsed ? 'EXPIRED' : record.failureReason
  return {
    id: record.id,
    orderReference: record.orderReference,
    status: record.forced?.word ?? (lapsed ? 'FAILED' : record.word),
    failureReason: record.forced?.failureReason === undefined ? failureReason : record.forced.failureReason,
    providerName: record.providerName,
    paymentMethod: record.paymentMethod,
    expiresAt: record.expiresAt,
    createdAt: record.createdAt,
    updatedAt: lapsed ? record.expiresAt : record.updatedAt,
    refunds: REFUNDABLE.includes(record.word)
      ? record.refunds.map((refund) => toRefundAnswer(refund, record.currency))
      : null,
  }
}

/**
 * The answer of a create: `checkoutUrl` is documented (docs.kadosei.com/create-a-payment, read 2026-11-20), the other
 * keys are not in the readable part and are those of a read.
 */
export const toCreated = (record: JwtRecord, now: Date): unknown => ({
  ...toAnswer(record, now),
  checkoutUrl: `https://checkout.example.com/${record.id}`,
})

/** The answer of a refund request; the id is `refundId` here and `id` in a read (docs.kadosei.com/refunds). */
export const toRefundCreated = (record: JwtRecord, refund: JwtRefundRecord): unknown => {
  const { id, amount, currency, status, reason, createdAt } = toRefundAnswer(refund, record.currency)
  return { refundId: id, sessionId: record.id, status, amount, currency, reason, createdAt }
}

const toRefundAnswer = (refund: JwtRefundRecord, currency: string): JwtRefundAnswer<RawNumber> => ({
  id: refund.id,
  amount: rawNumber(refund.amount),
  currency,
  status: refund.forced?.word ?? refund.word,
  failureReason: refund.forced?.failureReason === undefined ? refund.failureReason : refund.forced.failureReason,
  reason: refund.reason,
  createdAt: refund.createdAt,
  updatedAt: refund.updatedAt,
})
