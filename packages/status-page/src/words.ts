import type { Detail, Summary } from '@onetill/core'
import type { Attention, Effect } from '@onetill/store'
import type { IconName } from './icons.ts'

/** How something looks: its colour, which never says anything alone. */
export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'quiet' | 'gone'

/** How a summary word is shown. */
export interface SummaryLook {
  readonly word: string
  readonly icon: IconName
  readonly tone: Tone
}

/** Summary word → how it is shown, in the order of filters. */
export const SUMMARIES = {
  open: { word: 'Open', icon: 'open', tone: 'quiet' },
  processing: { word: 'Processing', icon: 'processing', tone: 'busy' },
  authorized: { word: 'Authorized', icon: 'lock', tone: 'busy' },
  paid: { word: 'Paid', icon: 'check', tone: 'good' },
  no_charge: { word: 'No charge', icon: 'card', tone: 'good' },
  review: { word: 'Review', icon: 'alert', tone: 'warn' },
  refund_pending: { word: 'Refund pending', icon: 'back', tone: 'warn' },
  refund_failed: { word: 'Refund failed', icon: 'alert', tone: 'bad' },
  partially_refunded: { word: 'Partly refunded', icon: 'half', tone: 'gone' },
  refunded: { word: 'Refunded', icon: 'back', tone: 'gone' },
  reversed: { word: 'Reversed', icon: 'swap', tone: 'bad' },
  failed: { word: 'Failed', icon: 'cross', tone: 'bad' },
  cancelled: { word: 'Cancelled', icon: 'stop', tone: 'gone' },
  expired: { word: 'Expired', icon: 'clock', tone: 'gone' },
  unknown: { word: 'Unknown', icon: 'question', tone: 'warn' },
} as const satisfies Record<Summary, SummaryLook>

/** Detail → what stands beside the status. */
export const DETAILS = {
  created: 'created',
  awaiting_payment: 'awaiting payment',
  collecting: 'collecting details',
  requires_action: 'payer has to act',
  partially_paid: 'partly paid',
  confirming: 'confirming',
  awaiting_merchant: 'waits for the merchant',
  unspecified: 'provider says no more',
  exact: 'exactly',
  over: 'more than due',
  partial_capture: 'partly captured',
  method_saved: 'payment method saved',
  nothing_due: 'nothing was due',
  underpaid: 'underpaid',
  overpaid: 'overpaid',
  late: 'paid late',
  mismatch: 'not what was ordered',
  held: 'held',
  declined: 'declined',
  error: 'error',
  unpaid: 'not paid in time',
  abandoned: 'payer left',
} as const satisfies Record<Detail, string>

/** Why somebody has to look. */
export const ATTENTION_TEXTS = {
  status_regression: 'The provider ended a session it had called paid.',
  contradicted: 'The provider said something that cannot follow what it said before.',
  unread: 'The provider used a word we do not know; the status is the one before it.',
  gone: 'The provider does not know this session any more.',
} as const satisfies Record<Attention, string>

/** What an observation did, in words. */
export const EFFECTS = {
  stale: 'An older answer than one read before; left out',
  moved: 'Moved on',
  correction: 'Corrected by a read',
  late: 'Money came after its end',
  regression: 'Ended after it was paid; status kept',
  contradicted: 'Contradicts what was said before; status kept',
  unread: 'A word we do not know; status kept',
  missing: 'Provider does not know it',
  kept: 'Seen again',
} as const satisfies Record<Effect, string>

/** How an observation reached us, in a word. */
export const VIAS = { read: 'read', webhook: 'webhook', create: 'create', import: 'import' } as const
