import type { CheckoutSession, FailureCode, Money } from '@onetill/core'
import type { CurrencyAmounts, Group, GroupKey } from './comparison.ts'
import { durations } from './durations.ts'
import { LEAST_FOR_RATE, shareOf, sixDecimals } from './interval.ts'
import { OUTCOME_NAMES, OUTCOMES, type Outcome, outcomeOf } from './outcomes.ts'
import { sums } from './sums.ts'

/** Counts of one group, of which no session is kept. */
export interface Tally {
  /** @param date when it was created, else first seen */
  readonly add: (session: CheckoutSession, date: string) => void
  readonly group: () => Group
}

/** An empty count. */
export function tally(key: GroupKey): Tally {
  const counts = new Map<Outcome, number>()
  const failures = new Map<FailureCode | null, number>()
  const refunds = { notReported: 0, none: 0, pending: 0, partial: 0, full: 0, failed: 0, withoutAmount: 0 }
  const toPaid = durations()
  const money = { asked: sums(), paid: sums(), assumed: sums(), refunded: sums() }
  let [sessions, undated, withoutTime, contradictory, reversed, paidWithoutAmount] = [0, 0, 0, 0, 0, 0]
  let oldestOpen: string | null = null

  function addPaid(session: CheckoutSession): void {
    const { createdAt, paidAt, reversal, refundStatus } = session
    const ms = createdAt === null || paidAt === null ? null : Date.parse(paidAt) - Date.parse(createdAt)
    if (ms === null) withoutTime++
    else if (ms < 0) contradictory++
    else toPaid.add(ms)
    if (reversal !== null && reversal.state !== 'won') reversed++

    const taken = takenOf(session)
    if (taken !== null) money.paid.add(taken)
    else if (session.amount !== null) money.assumed.add(session.amount)
    else paidWithoutAmount++

    if (refundStatus === 'unknown') {
      refunds.notReported++
      return
    }
    refunds[refundStatus]++
    if (refundStatus !== 'full' && refundStatus !== 'partial') return
    const refunded = session.amounts.refunded ?? (refundStatus === 'full' ? taken : null)
    if (refunded === null) refunds.withoutAmount++
    else money.refunded.add(refunded)
  }

  return {
    add: (session, date) => {
      const outcome = outcomeOf(session)
      sessions++
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
      if (session.createdAt === null) undated++
      if (outcome === 'open' && (oldestOpen === null || date < oldestOpen)) oldestOpen = date
      if (outcome === 'failed') {
        const code = session.failure?.code ?? null
        failures.set(code, (failures.get(code) ?? 0) + 1)
      }
      if (session.amount !== null) money.asked.add(session.amount)
      if (outcome === 'paid') addPaid(session)
    },
    group: () => {
      const countOf = (outcome: Outcome): number => counts.get(outcome) ?? 0
      const settled = OUTCOME_NAMES.filter((outcome) => OUTCOMES[outcome].settled).reduce(
        (sum, outcome) => sum + countOf(outcome),
        0,
      )
      const paid = countOf('paid')
      const shareIn = (outcome: Outcome) => shareOf(countOf(outcome), OUTCOMES[outcome].settled ? settled : sessions)
      const { notReported, none, withoutAmount, pending, partial, full, failed } = refunds
      const reported = none + pending + partial + full + failed
      return {
        ...{ key, sessions, undated, settled, oldestOpen, reversed, paidWithoutAmount },
        outcomes: {
          paid: shareIn('paid'),
          no_charge: shareIn('no_charge'),
          failed: shareIn('failed'),
          expired: shareIn('expired'),
          cancelled: shareIn('cancelled'),
          unknown: shareIn('unknown'),
          review: shareIn('review'),
          open: shareIn('open'),
          unclear: shareIn('unclear'),
        },
        paidOfAll:
          sessions < LEAST_FOR_RATE
            ? null
            : { low: sixDecimals(paid / sessions), high: sixDecimals((paid + sessions - settled) / sessions) },
        failures: [...failures]
          .map(([code, count]) => ({ code, sessions: count }))
          .sort((a, b) => b.sessions - a.sessions || (String(a.code) < String(b.code) ? -1 : 1)),
        timeToPaid: {
          ...{ known: toPaid.count(), notReported: withoutTime, contradictory },
          ...{ p50: toPaid.quantile(0.5), p95: toPaid.quantile(0.95) },
        },
        refunds: {
          ...{ reported, notReported, refunded: shareOf(full + partial, reported) },
          ...{ full, partial, pending, failed, withoutAmount },
        },
        amounts: amountsOf(money),
      }
    },
  }
}

/** What the provider says was taken; null where only the caller said an amount. */
function takenOf({ amounts, amount, assumed }: CheckoutSession): Money | null {
  return amounts.captured ?? amounts.received ?? (assumed.includes('amount') ? null : amount)
}

function amountsOf(money: Readonly<Record<'asked' | 'paid' | 'assumed' | 'refunded', ReturnType<typeof sums>>>) {
  const codes = new Set(Object.values(money).flatMap((each) => each.currencies()))
  return [...codes].sort().map(
    (currency): CurrencyAmounts => ({
      currency,
      asked: money.asked.of(currency),
      paid: money.paid.of(currency),
      assumed: money.assumed.of(currency),
      refunded: money.refunded.of(currency),
    }),
  )
}
