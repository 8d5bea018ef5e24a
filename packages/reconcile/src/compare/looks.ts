import type { Outcome } from './outcomes.ts'

/** Outcome → its word, and the class of its colour; what is not over is hatched. */
export const LOOKS = {
  paid: { word: 'Paid', tone: 't-good' },
  no_charge: { word: 'No charge', tone: 't-soft' },
  failed: { word: 'Failed', tone: 't-bad' },
  expired: { word: 'Expired', tone: 't-gone' },
  cancelled: { word: 'Cancelled', tone: 't-quiet' },
  unknown: { word: 'Over, word unknown', tone: 't-warn' },
  review: { word: 'In review', tone: 't-busy' },
  open: { word: 'Open now', tone: 't-hatch' },
  unclear: { word: 'Unclear', tone: 't-hatch t-odd' },
} as const satisfies Record<Outcome, { readonly word: string; readonly tone: string }>
