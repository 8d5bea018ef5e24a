import { addMoney, compareMoney, type Money, money } from './money.ts'
import type { Note } from './notes.ts'

/** States of one refund. */
export const REFUND_STATES = ['pending', 'succeeded', 'failed', 'cancelled', 'unknown'] as const
/** State of one refund. */
export type RefundState = (typeof REFUND_STATES)[number]

/** All refunds of a session in one word. */
export const REFUND_STATUSES = ['none', 'pending', 'partial', 'full', 'failed', 'unknown'] as const
/** All refunds of a session in one word. */
export type RefundStatus = (typeof REFUND_STATUSES)[number]

/** What `refundStatus` rests on: the list, a total, or a status word of the provider. */
export const REFUND_EVIDENCE = ['list', 'total', 'flag'] as const
/** What `refundStatus` rests on. */
export type RefundEvidence = (typeof REFUND_EVIDENCE)[number]

/** One refund of a session. Times are UTC text with milliseconds. */
export interface Refund {
  /** The provider's id of the refund. */
  readonly id: string
  /** What goes back to the payer. */
  readonly amount: Money
  /** The shared word; `unknown` for a word we do not know. */
  readonly status: RefundState
  /** The provider's own word. */
  readonly providerStatus: string
  /** Why the merchant refunded, in the provider's word. Personal data, as it may be free text. */
  readonly reason: string | null
  /** Why the refund failed, in the provider's word. Personal data, as it may be free text. */
  readonly failureReason: string | null
  /** When the refund was asked for. */
  readonly createdAt: string | null
  /** When it last changed. */
  readonly updatedAt: string | null
}

/** The roll-up of a session's refunds. */
export interface RefundRollUp {
  /** All refunds in one word. */
  readonly refundStatus: RefundStatus
  /** What the word rests on; null: the provider said nothing of refunds. */
  readonly refundEvidence: RefundEvidence | null
  /** Sum of the succeeded refunds; null when a part of it is not known. */
  readonly refunded: Money | null
}

/** What the provider's status word says of refunds by itself; null when it says nothing. */
export type RefundFlag = 'none' | 'partial' | 'full' | null

/**
 * Rolls the refunds up. A non-empty list beats the word; `[]` is `none` by `list` unless the word says refunded; no
 * list leaves the word (`flag`).
 * From the list: any unknown state → unknown; succeeded sum ≥ taken, or word `full` with every refund succeeded →
 * full; any succeeded → partial; any pending → pending; else failed, even if the word still says refunded.
 * @param taken the amount taken, null when not known
 */
export function rollUpRefunds(
  refunds: readonly Refund[] | null,
  flag: RefundFlag,
  taken: Money | null,
  notes: Note[],
): RefundRollUp {
  if (refunds === null) {
    return { refundStatus: flag ?? 'unknown', refundEvidence: flag === null ? null : 'flag', refunded: null }
  }
  // An empty list beside a word that says refunded is a list not filled yet: "none" would be a false all-clear.
  if (refunds.length === 0 && (flag === 'full' || flag === 'partial')) {
    return { refundStatus: flag, refundEvidence: 'flag', refunded: null }
  }
  let succeeded = 0
  let pending = 0
  let sum: Money | null = null
  let summable = true
  const currency = refunds[0]?.amount.currency ?? taken?.currency
  for (const { amount, status } of refunds) {
    if (status === 'unknown') return { refundStatus: 'unknown', refundEvidence: 'list', refunded: null }
    if (status === 'pending') pending++
    if (amount.currency !== currency) summable = false
    if (status !== 'succeeded') continue
    succeeded++
    if (summable) sum = sum === null ? amount : addMoney(sum, amount)
  }
  if (!summable) notes.push({ code: 'mixed_currencies', path: 'refunds' })
  const refunded = !summable || currency === undefined ? null : (sum ?? money('0', currency))
  const refundStatus = toStatus({ all: refunds.length, succeeded, pending }, flag, taken, refunded)
  return { refundStatus, refundEvidence: 'list', refunded }
}

interface Counts {
  readonly all: number
  readonly succeeded: number
  readonly pending: number
}

function toStatus(
  { all, succeeded, pending }: Counts,
  flag: RefundFlag,
  taken: Money | null,
  refunded: Money | null,
): RefundStatus {
  if (all === 0) return 'none'
  if (succeeded === 0) return pending > 0 ? 'pending' : 'failed'
  if (flag === 'full' && succeeded === all) return 'full'
  const covered = taken !== null && refunded?.currency === taken.currency && compareMoney(refunded, taken) >= 0
  return covered ? 'full' : 'partial'
}
