import type { Environment, FailureCode } from '@onetill/core'
import type { Quantile } from './durations.ts'
import type { Interval, Share } from './interval.ts'
import type { Outcome } from './outcomes.ts'
import type { Sum } from './sums.ts'

/** Version of the JSON form of a comparison; it rises when a field changes its meaning or goes. */
export const COMPARE_VERSION = 1

/** What sessions may be told apart by, beside provider and environment. */
export const DIMENSIONS = ['account', 'method', 'currency', 'day'] as const
/** What sessions may be told apart by, beside provider and environment. */
export type Dimension = (typeof DIMENSIONS)[number]

/** Providers side by side. Its JSON form is the comparison itself. */
export interface Comparison {
  readonly version: typeof COMPARE_VERSION
  /** When it was made, UTC text. Says what "open now" is. */
  readonly asOf: string
  readonly period: Period
  readonly by: readonly Dimension[]
  /** Of every interval. */
  readonly confidence: 0.95
  /** Below so many sessions there is no rate. */
  readonly leastForRate: number
  /** Sessions in the groups. */
  readonly sessions: number
  /** Sessions outside of the period, environment or account that was asked for. */
  readonly leftOut: number
  /** Lines that are no session. */
  readonly badLines: number
  /** In the order of provider, environment and what else they are told apart by. */
  readonly groups: readonly Group[]
  /** Paid shares against each other, where at least two groups of one kind have one. */
  readonly differences: readonly Difference[]
}

/** Which sessions: by when they were created, else first seen. */
export interface Period {
  /** UTC text, inclusive; null: from the first on. */
  readonly from: string | null
  /** UTC text, exclusive; null: to the last. */
  readonly to: string | null
  /** In which days begin. */
  readonly zone: string
  /** First and last session that is counted, UTC text. */
  readonly first: string | null
  readonly last: string | null
}

/** What a group has in common. Of account, method, currency and day only what was asked for is there. */
export interface GroupKey {
  readonly provider: string
  readonly environment: Environment
  readonly account?: string
  /** Null: the provider does not say. */
  readonly method?: string | null
  /** Of what is asked for; null: the provider does not say. */
  readonly currency?: string | null
  /** Day of creation in the period's zone, `YYYY-MM-DD`. */
  readonly day?: string
}

/** What is known of the sessions of a group. */
export interface Group {
  readonly key: GroupKey
  readonly sessions: number
  /** Of them, without a time of creation: dated by when they were first seen. */
  readonly undated: number
  /** Of them, those that are over. */
  readonly settled: number
  /** What is over: of the settled sessions. What is not: of all. */
  readonly outcomes: Readonly<Record<Outcome, Share>>
  /** Creation of the oldest session that is open, UTC text. */
  readonly oldestOpen: string | null
  /** Paid ones of all sessions: if none of what is not over gets paid, and if all of it does. Null below 30 sessions. */
  readonly paidOfAll: Interval | null
  /** Why sessions failed, most frequent first; null: the provider does not say. */
  readonly failures: readonly { readonly code: FailureCode | null; readonly sessions: number }[]
  readonly timeToPaid: TimeToPaid
  readonly refunds: Refunds
  /** Paid sessions with a reversal that was not won: a chargeback or the like. Providers that report none say nothing by it. */
  readonly reversed: number
  readonly amounts: readonly CurrencyAmounts[]
  /** Paid sessions of which no amount is known. */
  readonly paidWithoutAmount: number
}

/** From creation to payment, by the provider's own two times; never by when we saw it. */
export interface TimeToPaid {
  /** Paid sessions of which both times are known. */
  readonly known: number
  /** Paid sessions of which one is not reported. */
  readonly notReported: number
  /** Paid before they were created, as the provider says; in no quantile. */
  readonly contradictory: number
  /** Null: fewer than 30 are known. */
  readonly p50: Quantile | null
  readonly p95: Quantile | null
}

/** Money given back on paid sessions. */
export interface Refunds {
  /** Paid sessions of which the provider says whether they were refunded. */
  readonly reported: number
  /** Paid sessions of which it does not. Never counted as not refunded. */
  readonly notReported: number
  /** Refunded in full or in part, of those that are reported. */
  readonly refunded: Share
  readonly full: number
  readonly partial: number
  readonly pending: number
  readonly failed: number
  /** Refunded sessions of which the provider does not say how much. */
  readonly withoutAmount: number
}

/** Exact sums of one currency. Currencies are never added to each other. */
export interface CurrencyAmounts {
  readonly currency: string
  /** What all sessions ask for. */
  readonly asked: Sum
  /** What was taken on paid sessions: captured, else received, else asked for. */
  readonly paid: Sum
  /** Paid sessions of which only the caller said an amount. Not in `paid`. */
  readonly assumed: Sum
  readonly refunded: Sum
}

/** Paid share of the settled sessions of one group minus that of another. */
export interface Difference {
  readonly left: GroupKey
  readonly right: GroupKey
  readonly difference: number
  /** 95 %; of all differences together where there are more than five (Bonferroni). */
  readonly low: number
  readonly high: number
  /** Whether the interval leaves zero out. */
  readonly beyondChance: boolean
}
