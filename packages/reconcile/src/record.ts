import type { Environment, Status } from '@onetill/core'

/**
 * Fields that a side may give, all as text. Amounts are plain decimal text; an amount's own currency is `currency`
 * unless it is given beside it. `key` is `provider/account/id`, or made of those three.
 */
export const FIELDS = [
  'key',
  'provider',
  'account',
  'id',
  'reference',
  'status',
  'environment',
  'amount',
  'currency',
  'captured',
  'capturedCurrency',
  'received',
  'receivedCurrency',
  'refunded',
  'refundedCurrency',
  'refundPending',
  'reversal',
  'reversed',
  'reversedCurrency',
  'paidAt',
  'createdAt',
  'updatedAt',
  'assumed',
] as const
/** Name of a field that a side may give. */
export type Field = (typeof FIELDS)[number]

/** Fields that hold an amount. */
export const AMOUNT_FIELDS = ['amount', 'captured', 'received', 'refunded', 'reversed'] as const
/** A field that holds an amount. */
export type AmountField = (typeof AMOUNT_FIELDS)[number]

/** What a side says of a reversal: money taken back that was not a refund. */
export const REVERSALS = ['open', 'lost', 'won', 'unknown'] as const
/** State of a reversal. */
export type ReversalState = (typeof REVERSALS)[number]

/**
 * Whether money is in a record. `yes`: only then it is summed as sold. `maybe`: a person has to know. `no`: nothing was
 * taken, or not yet.
 */
export type Stake = 'yes' | 'maybe' | 'no'

/** One record of a side, checked and in one form; null: this side did not say. Amounts are canonical decimal text. */
export interface SideRecord {
  /** `provider/account/id`. */
  readonly key: string | null
  readonly provider: string | null
  readonly account: string | null
  /** The merchant's own reference. */
  readonly reference: string | null
  /** Values of the metadata keys on the ladder, by rung name. */
  readonly metadata: Readonly<Record<string, string>>
  /** The shared word; null: the rules do not know this side's word. */
  readonly status: Status | null
  /** This side's own word. */
  readonly word: string | null
  readonly environment: Environment
  readonly amount: string | null
  readonly currency: string | null
  readonly captured: string | null
  readonly capturedCurrency: string | null
  readonly received: string | null
  readonly receivedCurrency: string | null
  /** Sum of the succeeded refunds; null: not said. */
  readonly refunded: string | null
  readonly refundedCurrency: string | null
  /** Whether a refund is on its way. */
  readonly refundPending: boolean
  readonly reversal: ReversalState | null
  readonly reversed: string | null
  readonly reversedCurrency: string | null
  readonly paidAt: string | null
  readonly createdAt: string | null
  readonly updatedAt: string | null
  /** Whether the amount rests on the caller alone. */
  readonly assumed: boolean
  /** Whether money is in it. */
  readonly stake: Stake
  /** What the basis counts of it; null: nothing, or not said. */
  readonly value: string | null
  /** Currency of `value`. */
  readonly valueCurrency: string | null
  /** Whether its reference has money on another session of the same side too. */
  readonly doublePaid: boolean
}

/** Which side. */
export type SideName = 'left' | 'right'

/** When it was sold, as far as it is known. */
export function saleTime({ paidAt, createdAt, updatedAt }: SideRecord): string | null {
  return paidAt ?? createdAt ?? updatedAt
}

/**
 * Status → whether money is in it. `failed` counts as `no`: if money still arrives, the status changes, and until then
 * every refused payment would be a difference.
 */
export const STAKES = {
  open: 'no',
  processing: 'no',
  authorized: 'maybe',
  paid: 'yes',
  no_charge: 'no',
  review: 'maybe',
  failed: 'no',
  cancelled: 'no',
  expired: 'no',
  unknown: 'maybe',
} as const satisfies Record<Status, Stake>

/** Statuses that end a session. */
export const TERMINAL: readonly Status[] = ['paid', 'no_charge', 'failed', 'cancelled', 'expired']
