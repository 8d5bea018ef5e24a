import type { Status } from '@onetill/core'
import { type Class, type Code, inOrder } from './codes.ts'
import { compare, differByPowerOfTen, exact, subtract } from './decimal.ts'
import { milliseconds } from './duration.ts'
import { type SideName, type SideRecord, saleTime, TERMINAL } from './record.ts'
import type { Rules } from './rules.ts'

/** What stands against what after the matching. */
export type Case =
  | { readonly kind: 'pair'; readonly left: SideRecord; readonly right: SideRecord }
  | { readonly kind: 'alone'; readonly side: SideName; readonly record: SideRecord }
  | { readonly kind: 'duplicate'; readonly side: SideName; readonly record: SideRecord }
  | { readonly kind: 'ambiguous'; readonly left: readonly SideRecord[]; readonly right: readonly SideRecord[] }

/** What the classifier needs beside the records. */
export interface Context {
  readonly rules: Rules
  /** The moment as of which waiting is judged, UTC text with milliseconds. */
  readonly asOf: string
}

/** The one class of a case, and the further codes that apply to it. */
export interface Classified {
  readonly class: Class
  readonly also: readonly Code[]
}

/** The class of a case. Pure and total: every case has exactly one. */
export function classify(one: Case, context: Context): Classified {
  switch (one.kind) {
    case 'duplicate':
      return { class: `duplicate_${one.side}`, also: [] }
    case 'ambiguous':
      return {
        class: 'ambiguous_match',
        also: [...one.left, ...one.right].some(({ doublePaid }) => doublePaid) ? ['double_payment'] : [],
      }
    case 'alone':
      return first(aloneCodes(one.side, one.record, context), 'without_money')
    case 'pair':
      return first(pairCodes(one.left, one.right, context), isTolerated(one, context.rules) ? 'tolerated' : 'agreed')
  }
}

function first(codes: readonly Code[], otherwise: Class): Classified {
  const [primary, ...also] = inOrder(codes)
  return primary === undefined ? { class: otherwise, also: [] } : { class: primary, also }
}

const WAITING: Code = 'pending_counterpart'

type Check<Subject> = (subject: Subject, context: Context) => Code | null

function aloneCodes(side: SideName, record: SideRecord, context: Context): readonly Code[] {
  const codes: Code[] = []
  const wanted = context.rules.environment
  if (wanted !== null && isOther(record, wanted) && record.stake !== 'no') codes.push('environment_mixed')
  if (record.stake !== 'no') {
    codes.push(inGrace([record], context) ? 'pending_counterpart' : side === 'left' ? 'missing_right' : 'missing_left')
    if (isUnmapped(record)) codes.push('unmapped_status')
  }
  if (context.rules.basis === 'sold' && record.stake === 'yes' && record.value === null) codes.push('amount_unknown')
  if (record.doublePaid) codes.push('double_payment')
  codes.push(...refundsOfOne(record))
  if (isReversed(record)) codes.push('reversal_unbooked')
  return codes
}

interface Pair {
  readonly left: SideRecord
  readonly right: SideRecord
}

function pairCodes(left: SideRecord, right: SideRecord, context: Context): readonly Code[] {
  const pair = { left, right }
  const codes = PAIR_CHECKS.flatMap((check) => check(pair, context) ?? [])
  codes.push(...refundsOfOne(left), ...refundsOfOne(right))
  const later = [refundCode(pair, context), statusCode(pair, context)].filter((code) => code !== null)
  codes.push(...later.filter((code) => code !== WAITING))
  // Waiting is said of a pair only where nothing else is wrong: it must not hide an exception.
  if (codes.length === 0 && later.includes(WAITING)) codes.push(WAITING)
  if (isUnverifiable(pair, context)) codes.push('unverifiable')
  return codes
}

const PAIR_CHECKS: readonly Check<Pair>[] = [
  ({ left, right }, { rules }) => {
    const differ = left.environment !== right.environment && ![left, right].some((one) => one.environment === 'unknown')
    const wanted = rules.environment
    const other = wanted !== null && [left, right].some((one) => isOther(one, wanted))
    return differ || other ? 'environment_mixed' : null
  },
  amountCode,
  ({ left, right }) => (left.doublePaid || right.doublePaid ? 'double_payment' : null),
  ({ left, right }) => (sameReversal(left, right) ? null : 'reversal_unbooked'),
]

/** Amounts are compared where both sides say that money was taken; elsewhere the status says why they differ. */
function amountCode({ left, right }: Pair, { rules }: Context): Code | null {
  if (rules.basis !== 'sold' || left.stake !== 'yes' || right.stake !== 'yes') return null
  if (left.value === null || right.value === null) return 'amount_unknown'
  if (left.valueCurrency !== right.valueCurrency) return 'currency'
  const [ours, theirs] = [exact(left.value), exact(right.value)]
  const more = compare(theirs, ours)
  if (more === 0 || isWithin({ left, right }, rules)) return null
  if (differByPowerOfTen(ours, theirs)) return 'scale_error'
  return more > 0 ? 'amount_over' : 'amount_under'
}

function isWithin({ left, right }: Pair, rules: Rules): boolean {
  const currency = left.valueCurrency ?? ''
  const allowed = Object.hasOwn(rules.tolerance, currency) ? rules.tolerance[currency] : undefined
  if (allowed === undefined) return false
  const more = subtract(exact(right.value), exact(left.value))
  const less = subtract(exact(left.value), exact(right.value))
  return compare(more, exact(allowed.above)) <= 0 && compare(less, exact(allowed.below)) <= 0
}

function isTolerated({ left, right }: Pair, rules: Rules): boolean {
  return rules.basis === 'sold' && left.stake === 'yes' && right.stake === 'yes' && left.value !== right.value
}

function statusCode({ left, right }: Pair, context: Context): Code | null {
  if (isUnmapped(left) || isUnmapped(right)) return 'unmapped_status'
  const ends = [left, right].filter(({ status }) => status !== null && TERMINAL.includes(status)).length
  if (ends === 0 || left.status === right.status) return null
  if (ends === 1) return inGrace([left, right], context) ? 'pending_counterpart' : 'status_lag'
  const sameMoney = left.stake === right.stake
  return context.rules.ends === 'money' && sameMoney ? null : 'status_conflict'
}

const UNKNOWN: Status = 'unknown'
const isUnmapped = ({ status }: SideRecord): boolean => status === null || status === UNKNOWN

const isOther = ({ environment }: SideRecord, wanted: string): boolean =>
  environment !== 'unknown' && environment !== wanted

/** Within the grace of the provider, from the later of the times that are known. */
function inGrace(records: readonly SideRecord[], { rules, asOf }: Context): boolean {
  const times = records.flatMap((record) => saleTime(record) ?? []).sort()
  const last = times.at(-1)
  if (last === undefined) return false
  const provider = records.find((record) => record.provider !== null)?.provider ?? ''
  const { providers } = rules.grace
  const grace = Object.hasOwn(providers, provider) ? providers[provider] : undefined
  return Date.parse(asOf) - Date.parse(last) < milliseconds(grace ?? rules.grace.default)
}

const hasRefund = ({ refunded }: SideRecord): boolean => refunded !== null && exact(refunded).units !== 0n

function refundsOfOne(record: SideRecord): readonly Code[] {
  if (!hasRefund(record)) return []
  if (record.stake === 'no') return ['orphan_refund']
  const taken: readonly (readonly [string | null, string | null])[] = [
    [record.captured, record.capturedCurrency],
    [record.received, record.receivedCurrency],
    [record.amount, record.currency],
  ]
  const [sum = null, currency = null] = taken.find(([amount]) => amount !== null) ?? []
  if (sum === null || currency !== record.refundedCurrency) return []
  return compare(exact(record.refunded), exact(sum)) > 0 ? ['over_refund'] : []
}

function refundCode({ left, right }: Pair, { rules }: Context): Code | null {
  if (!rules.refunds.compare || left.refunded === null || right.refunded === null) return null
  const [ours, theirs] = [hasRefund(left), hasRefund(right)]
  if (!ours && !theirs) return null
  const sameCurrency = left.refundedCurrency === right.refundedCurrency
  if (ours && theirs && sameCurrency && left.refunded === right.refunded) return null
  if (left.refundPending || right.refundPending) return 'pending_counterpart'
  return ours && theirs ? 'refund_amount' : 'refund_missing'
}

const isReversed = ({ reversal }: SideRecord): boolean => reversal !== null && reversal !== 'won'

function sameReversal(left: SideRecord, right: SideRecord): boolean {
  if (!isReversed(left) || !isReversed(right)) return isReversed(left) === isReversed(right)
  return left.reversed === right.reversed && left.reversedCurrency === right.reversedCurrency
}

function isUnverifiable({ left, right }: Pair, { rules }: Context): boolean {
  if ((left.assumed && left.stake === 'yes') || (right.assumed && right.stake === 'yes')) return true
  if (!rules.refunds.compare) return false
  return (hasRefund(left) && right.refunded === null) || (hasRefund(right) && left.refunded === null)
}
