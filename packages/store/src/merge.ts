import type { CheckoutSession, FieldGroup, Refund } from '@onetill/core'
import { rollUpRefunds } from '@onetill/core/adapter'

/** Fields of the lifecycle, which are replaced together: a reason of failure must not outlive it. */
export const LIFECYCLE = [
  'status',
  'detail',
  'providerStatus',
  'providerDone',
  'updatedAt',
  'completedAt',
  'paidAt',
  'failure',
  'reversal',
] as const satisfies readonly (keyof CheckoutSession)[]

type Group = Exclude<FieldGroup, 'lifecycle'>

/** How a group of an answer changes what is known. Null means "did not say" and erases nothing. */
export const MERGE: Readonly<
  Record<Group, (known: CheckoutSession, next: CheckoutSession) => Partial<CheckoutSession>>
> = {
  money: (known, next) => {
    const { refunded: _refunded, ...amounts } = next.amounts
    return { amount: next.amount ?? known.amount, amounts: over(known.amounts, amounts) }
  },
  refunds: mergeRefunds,
  processor: (known, next) => ({
    processor:
      known.processor !== null && next.processor?.kind === known.processor.kind
        ? over(known.processor, next.processor)
        : (next.processor ?? known.processor),
  }),
  descriptive: (known, next) => ({
    reference: next.reference ?? known.reference,
    purpose: next.purpose ?? known.purpose,
    createdAt: next.createdAt ?? known.createdAt,
    expiresAt: next.expiresAt ?? known.expiresAt,
    payVia: next.payVia ?? known.payVia,
    description: next.description ?? known.description,
    metadata: next.metadata ?? known.metadata,
    customer:
      known.customer === null || next.customer === null
        ? (next.customer ?? known.customer)
        : over(known.customer, next.customer),
    providerData:
      known.providerData === null || next.providerData === null
        ? (next.providerData ?? known.providerData)
        : over(known.providerData, next.providerData),
    environment: environmentOf(known, next),
  }),
}

/** The same object with every value of another that is not null. */
function over<T extends object>(known: T, next: Partial<T>): T {
  const said = Object.entries(next).filter(([, value]) => value !== null && value !== undefined)
  return { ...known, ...Object.fromEntries(said) }
}

/** A test payment that is called live by one answer is still no money. */
function environmentOf(known: CheckoutSession, next: CheckoutSession): CheckoutSession['environment'] {
  if (known.environment === 'test' || next.environment === 'unknown') return known.environment
  return next.environment
}

/** Refunds are merged by id; one that a later list leaves out is still there. */
function mergeRefunds(known: CheckoutSession, next: CheckoutSession): Partial<CheckoutSession> {
  const { refundStatus, refundEvidence } = next
  if (refundEvidence === null) return {}
  const said = { refundStatus, refundEvidence, amounts: { ...known.amounts, refunded: next.amounts.refunded } }
  const before = known.refunds ?? []
  if (next.refunds === null) return before.length > 0 ? {} : said
  const refunds = union(before, next.refunds)
  if (refunds.length === next.refunds.length) return { ...said, refunds: next.refunds }
  const flag =
    refundEvidence === 'flag' && (refundStatus === 'full' || refundStatus === 'partial') ? refundStatus : null
  const rolled = rollUpRefunds(refunds, flag, next.amount ?? known.amount, [])
  return {
    refunds,
    refundStatus: rolled.refundStatus,
    refundEvidence: rolled.refundEvidence,
    amounts: { ...known.amounts, refunded: rolled.refunded },
  }
}

function union(known: readonly Refund[], next: readonly Refund[]): readonly Refund[] {
  const named = new Map(known.map((refund) => [refund.id, refund]))
  for (const refund of next) named.set(refund.id, refund)
  return [...named.values()]
}
