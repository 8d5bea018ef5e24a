/** What a code says of a difference, and what to do about it. */
export interface CodeRow {
  /** How much it matters before anybody has looked. */
  readonly severity: 'high' | 'medium' | 'low'
  /** Whether it counts against a clean run; what waits or cannot be known does not. */
  readonly exception: boolean
  /** What it means. */
  readonly meaning: string
  /** What usually settles it. */
  readonly action: string
}

/** The closed list of codes. Of the codes that apply to a record the first in this order is its class. */
export const CODES = {
  invalid_record: {
    severity: 'high',
    exception: true,
    meaning: 'A row that cannot be read exactly; it was set aside with its line and reason, and is in no sum.',
    action: 'Correct the row, or the column mapping, and run again.',
  },
  duplicate_left: {
    severity: 'medium',
    exception: true,
    meaning: 'The left side has the same record more than once, equal in every field; these are the surplus ones.',
    action: 'Remove the surplus records from the left side.',
  },
  duplicate_right: {
    severity: 'medium',
    exception: true,
    meaning: 'The right side has the same record more than once, equal in every field; these are the surplus ones.',
    action: 'Remove the surplus records from the right side.',
  },
  ambiguous_match: {
    severity: 'high',
    exception: true,
    meaning: 'Several records fit each other equally well; none was chosen.',
    action: 'Give the records a key that tells them apart, or correct the repeated one.',
  },
  environment_mixed: {
    severity: 'high',
    exception: true,
    meaning: 'Real and simulated money stand against each other, or are where the other is expected.',
    action: 'Take the records of the other environment out of this side.',
  },
  missing_left: {
    severity: 'high',
    exception: true,
    meaning: 'The right side has a record with money that the left side does not have.',
    action: 'Book it on the left, or find out why it was paid without an order.',
  },
  missing_right: {
    severity: 'high',
    exception: true,
    meaning: 'The left side has a record with money that the right side does not have.',
    action: 'Read the session at the provider; if it knows none, the booking rests on nothing.',
  },
  pending_counterpart: {
    severity: 'low',
    exception: false,
    meaning: 'The other side does not have it yet, and may still be waited for.',
    action: 'Nothing; it closes by itself or becomes a difference when the grace is over.',
  },
  currency: {
    severity: 'high',
    exception: true,
    meaning: 'Both sides have money, in different currencies.',
    action: 'Find out which currency was charged, and correct the other side.',
  },
  scale_error: {
    severity: 'high',
    exception: true,
    meaning: 'The amounts differ by an exact power of ten: minor units taken for major ones, or the reverse.',
    action: 'Correct the conversion of the side that is wrong.',
  },
  amount_over: {
    severity: 'high',
    exception: true,
    meaning: 'The right side has more money than the left, beyond the tolerance.',
    action: 'Refund the difference, or book it.',
  },
  amount_under: {
    severity: 'high',
    exception: true,
    meaning: 'The right side has less money than the left, beyond the tolerance.',
    action: 'Ask for the rest, or correct the booking.',
  },
  amount_unknown: {
    severity: 'medium',
    exception: true,
    meaning: 'Money was taken, but a side does not say how much.',
    action: 'Supply the amount: map its column, or record what was expected.',
  },
  status_conflict: {
    severity: 'high',
    exception: true,
    meaning: 'Both sides say it is over, with different outcomes.',
    action: 'Read the session at the provider and correct the side that is wrong.',
  },
  status_lag: {
    severity: 'medium',
    exception: true,
    meaning: 'One side says it is over, the other not yet, and the grace is over.',
    action: 'Read the session again; check that webhooks and polling arrive.',
  },
  unmapped_status: {
    severity: 'medium',
    exception: true,
    meaning: 'A status word that the rules do not know; it was not guessed.',
    action: 'Add the word to the status map of that side.',
  },
  double_payment: {
    severity: 'high',
    exception: true,
    meaning: 'One reference has money on more than one session.',
    action: 'Find out whether the payer paid twice, and refund one of the payments.',
  },
  refund_missing: {
    severity: 'high',
    exception: true,
    meaning: 'One side has refunded, the other says nothing was.',
    action: 'Book the refund, or have it made.',
  },
  refund_amount: {
    severity: 'high',
    exception: true,
    meaning: 'Both sides have refunded, with different amounts or currencies.',
    action: 'Compare the refunds one by one and correct the side that is wrong.',
  },
  over_refund: {
    severity: 'high',
    exception: true,
    meaning: 'More was refunded than was taken.',
    action: 'Look for a refund that was made twice.',
  },
  orphan_refund: {
    severity: 'high',
    exception: true,
    meaning: 'Refunded although no money was taken.',
    action: 'Find the payment it belongs to.',
  },
  reversal_unbooked: {
    severity: 'high',
    exception: true,
    meaning: 'Money was taken back, and the other side does not have that, or not this amount.',
    action: 'Book the chargeback or bank return.',
  },
  unverifiable: {
    severity: 'low',
    exception: false,
    meaning: 'The provider cannot say it, or what is compared rests on the caller alone; it is no agreement.',
    action: 'Nothing here; compare with a source that can say it, e.g. the settlement report.',
  },
} as const satisfies Record<string, CodeRow>

/** One of the closed list of codes. */
export type Code = keyof typeof CODES

/** The codes in their order. */
export const CODE_WORDS = Object.keys(CODES) as readonly Code[]

/** Where a record is when no code applies. */
export const STATES = {
  agreed: 'Both sides say the same.',
  tolerated: 'Both sides have money and differ within the tolerance.',
  without_money: 'Only one side has it, and no money is in it.',
} as const

/** Where a record is when no code applies. */
export type State = keyof typeof STATES

/** The one class of a record. */
export type Class = Code | State

/** Codes and states in the order in which they are shown. */
export const CLASSES = [...CODE_WORDS, ...(Object.keys(STATES) as State[])] as const satisfies readonly Class[]

/** Whether a class is a code, that is a finding. */
export function isCode(value: Class): value is Code {
  return Object.hasOwn(CODES, value)
}

/** The codes in the order of the list, each once. */
export function inOrder(codes: Iterable<Code>): readonly Code[] {
  const set = new Set(codes)
  return CODE_WORDS.filter((code) => set.has(code))
}
