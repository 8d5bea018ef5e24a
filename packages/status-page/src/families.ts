import type { Summary } from '@onetill/core'

/** What a chart draws as one: fifteen colours nobody could tell apart. */
export const FAMILIES = {
  money: { word: 'Paid or done', below: 'paid, no charge' },
  moving: { word: 'Under way', below: 'open, processing, authorized' },
  watch: { word: 'Needs a look', below: 'review, reversed, unknown, refund waiting or failed' },
  back: { word: 'Money back', below: 'refunded, partly refunded' },
  ended: { word: 'Ended unpaid', below: 'failed, cancelled, expired' },
} as const satisfies Record<string, { readonly word: string; readonly below: string }>

/** What a chart draws as one. */
export type Family = keyof typeof FAMILIES

/** In the order they are stacked. */
export const FAMILY_NAMES = ['money', 'moving', 'watch', 'back', 'ended'] as const satisfies readonly Family[]

/** Summary word → family. */
export const FAMILY_OF = {
  open: 'moving',
  processing: 'moving',
  authorized: 'moving',
  paid: 'money',
  no_charge: 'money',
  review: 'watch',
  refund_pending: 'watch',
  refund_failed: 'watch',
  partially_refunded: 'back',
  refunded: 'back',
  reversed: 'watch',
  failed: 'ended',
  cancelled: 'ended',
  expired: 'ended',
  unknown: 'watch',
} as const satisfies Record<Summary, Family>

/** How many sessions of each family. */
export type Counts = Readonly<Record<Family, number>>

export const NO_COUNTS: Counts = { money: 0, moving: 0, watch: 0, back: 0, ended: 0 }

/** One more, or so many, of a family. */
export const plus = (counts: Counts, family: Family, more = 1): Counts => ({
  ...counts,
  [family]: counts[family] + more,
})

export const sumOf = (counts: Counts): number => FAMILY_NAMES.reduce((sum, name) => sum + counts[name], 0)
