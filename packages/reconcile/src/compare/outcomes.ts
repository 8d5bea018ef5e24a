import type { CheckoutSession, Status } from '@onetill/core'

/** What came of sessions, and whether that is the end. Shares of what is over are shares of the settled ones. */
export const OUTCOMES = {
  open: { settled: false, meaning: 'the payer or a bank can still decide: open, processing or authorized' },
  review: { settled: false, meaning: 'money is there but not right; a person has to decide' },
  unclear: { settled: false, meaning: 'a word we do not know, and the provider does not say that it is over' },
  paid: { settled: true, meaning: 'money was taken' },
  no_charge: { settled: true, meaning: 'finished well, by design without money' },
  failed: { settled: true, meaning: 'over without money, by refusal or error' },
  expired: { settled: true, meaning: 'time ended it' },
  cancelled: { settled: true, meaning: 'somebody ended it on purpose' },
  unknown: { settled: true, meaning: 'over, as the provider says, with a word we do not know' },
} as const satisfies Record<string, { readonly settled: boolean; readonly meaning: string }>

/** What came of a session. */
export type Outcome = keyof typeof OUTCOMES

/** In the order in which they are shown. */
export const OUTCOME_NAMES: readonly Outcome[] = [
  ...(['paid', 'no_charge', 'failed', 'expired', 'cancelled', 'unknown'] as const),
  ...(['review', 'open', 'unclear'] as const),
]

const OF_STATUS = {
  open: 'open',
  processing: 'open',
  authorized: 'open',
  paid: 'paid',
  no_charge: 'no_charge',
  review: 'review',
  failed: 'failed',
  cancelled: 'cancelled',
  expired: 'expired',
  unknown: 'unclear',
} as const satisfies Record<Status, Outcome>

/** What came of a session so far. */
export function outcomeOf({ status, providerDone }: Pick<CheckoutSession, 'status' | 'providerDone'>): Outcome {
  return status === 'unknown' && providerDone === true ? 'unknown' : OF_STATUS[status]
}
