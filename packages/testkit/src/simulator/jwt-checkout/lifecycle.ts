import { compareDecimal, subtractDecimal } from '../common/decimal.ts'
import type { Random } from '../common/random.ts'
import { isReached, toMilliseconds } from '../common/time.ts'
import type { JwtRefundOrder } from './input.ts'
import type { JwtRecord, JwtRefundRecord, JwtWord } from './session.ts'

/** What a payer, a provider or the merchant can do to a session. */
export type JwtAction = 'pay' | 'fail' | 'refund' | 'reverse'

/** Particulars of an action; what does not concern the action is ignored. */
export interface JwtDetails {
  /** Why it failed; `EXPIRED` is the only documented reason. @default 'PAYMENT_DECLINED' (not documented) */
  readonly failureReason?: string
  /** Who takes the payment. @default chosen by the seed */
  readonly providerName?: string
  /** Refund: decimal text. @default all that is left */
  readonly amount?: string
  /** Refund: why. @default 'REQUESTED_BY_CUSTOMER', the only documented value */
  readonly reason?: string
  /** Refund: id to use. @default a UUID */
  readonly refundId?: string
}

/** "Populated when the session is in …": the reference page's text on `refunds`. */
export const REFUNDABLE: readonly JwtWord[] = ['SUCCEEDED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'REVERSED']

const FROM = {
  pay: ['PENDING'],
  fail: ['PENDING'],
  // A refund that failed leaves money to refund under the word REFUNDED.
  refund: ['SUCCEEDED', 'PARTIALLY_REFUNDED', 'REFUNDED'],
  reverse: ['SUCCEEDED', 'PARTIALLY_REFUNDED', 'REFUNDED'],
} as const satisfies Record<JwtAction, readonly JwtWord[]>

/** The word at a moment: a session nobody paid in time is FAILED with the reason EXPIRED. */
export const isExpired = (record: JwtRecord, now: Date): boolean =>
  record.word === 'PENDING' && isReached(record.expiresAt, now)

/** Whether the session's word allows the action now. */
export const isPossible = (record: JwtRecord, action: JwtAction, now: Date): boolean => {
  const from: readonly JwtWord[] = FROM[action]
  return !isExpired(record, now) && from.includes(record.word)
}

/** What is left to refund, as decimal text: refunds that failed do not count. */
const remaining = (record: JwtRecord): string =>
  record.refunds
    .filter(({ word }) => word !== 'FAILED')
    .reduce((left, { amount }) => subtractDecimal(left, amount), record.amount)

/**
 * Issues a refund. Issuing moves the session's word although the refund is still PENDING (docs.kadosei.com/refunds,
 * read 2026-11-20). `nothing-left` and `too-much` change nothing.
 */
export const issueRefund = (
  record: JwtRecord,
  order: JwtRefundOrder,
  { id, now }: { readonly id: string; readonly now: Date },
): JwtRefundRecord | 'nothing-left' | 'too-much' => {
  const left = remaining(record)
  if (compareDecimal(left, '0') <= 0) return 'nothing-left'
  const amount = order.amount ?? left
  if (compareDecimal(amount, left) > 0) return 'too-much'
  const time = toMilliseconds(now)
  const refund: JwtRefundRecord = {
    id,
    amount,
    reason: order.reason,
    createdAt: time,
    word: 'PENDING',
    failureReason: null,
    updatedAt: time,
    forced: null,
  }
  record.refunds.push(refund)
  const isAll = compareDecimal(remaining(record), '0') === 0
  record.word = isAll ? 'REFUNDED' : 'PARTIALLY_REFUNDED'
  record.updatedAt = time
  return refund
}

/**
 * Carries out one action.
 * @throws {Error} when the session's word or the money left does not allow it
 */
export const applyAction = (record: JwtRecord, { action, details, now, random }: ActionContext): void => {
  if (!isPossible(record, action, now)) {
    throw new Error(`${action} is not possible: the session is ${isExpired(record, now) ? 'expired' : record.word}`)
  }
  if (action === 'refund') {
    const order = { amount: details.amount ?? null, reason: details.reason ?? 'REQUESTED_BY_CUSTOMER' }
    const refund = issueRefund(record, order, { id: details.refundId ?? random.uuid(), now })
    if (typeof refund === 'string') throw new Error(`refund is not possible: ${refund}`)
    return
  }
  if (action === 'reverse') record.word = 'REVERSED'
  else {
    record.word = action === 'pay' ? 'SUCCEEDED' : 'FAILED'
    record.failureReason = action === 'pay' ? null : (details.failureReason ?? 'PAYMENT_DECLINED')
    record.providerName = details.providerName ?? random.pick(['stripe', 'adyen', 'checkout'])
  }
  record.updatedAt = toMilliseconds(now)
}

/** What an action needs beside the session. */
export interface ActionContext {
  readonly action: JwtAction
  readonly details: JwtDetails
  readonly now: Date
  readonly random: Random
}

/**
 * The provider confirms or rejects a refund. What the session's word does when a refund fails is not documented: it stays.
 * @throws {Error} when the refund is no longer PENDING
 */
export const settle = (
  record: JwtRecord,
  refund: JwtRefundRecord,
  outcome: { readonly word: 'COMPLETED' | 'FAILED'; readonly failureReason: string; readonly now: Date },
): void => {
  if (refund.word !== 'PENDING') throw new Error(`the refund is ${refund.word}`)
  refund.word = outcome.word
  refund.failureReason = outcome.word === 'FAILED' ? outcome.failureReason : null
  refund.updatedAt = toMilliseconds(outcome.now)
  record.updatedAt = refund.updatedAt
}
