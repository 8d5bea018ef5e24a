import type { Channel } from '@onetill/core'
import { type StatusRow, statusTable } from '@onetill/core/adapter'
import { SELECT_PAYMENT, SESSION, WEBHOOKS } from './source.ts'

const ANSWER: readonly Channel[] = ['read', 'create', 'import']
const WEBHOOK = { channels: ['webhook'], when: { event: 'checkout' }, source: WEBHOOKS, documented: true } as const

/**
 * Maash's words → ours, per channel: `pending` means "nothing yet" when read and "seen on chain" in a webhook.
 * The read page lists its words without a gloss; `documented` is false where we had to put one on it.
 * Fact: `event`, the kind of a webhook.
 */
const ROWS: readonly StatusRow[] = [
  {
    word: 'pending',
    channels: ANSWER,
    to: { status: 'open', detail: 'created' },
    source: SESSION,
    documented: false,
  },
  {
    word: 'awaiting_payment',
    channels: ANSWER,
    to: { status: 'open', detail: 'awaiting_payment' },
    source: SELECT_PAYMENT,
    documented: true,
  },
  {
    word: 'confirming',
    channels: ANSWER,
    to: { status: 'processing', detail: 'confirming' },
    source: SESSION,
    documented: false,
  },
  // The gloss "confirmed and settled" is of the webhook word with the same name.
  { word: 'completed', channels: ANSWER, to: { status: 'paid', detail: null }, source: SESSION, documented: false },
  {
    word: 'underpaid',
    channels: ANSWER,
    to: { status: 'review', detail: 'underpaid' },
    source: SESSION,
    documented: false,
  },
  {
    word: 'overpaid',
    channels: ANSWER,
    to: { status: 'review', detail: 'overpaid' },
    source: SESSION,
    documented: false,
  },
  {
    word: 'expired',
    channels: ANSWER,
    to: { status: 'expired', detail: 'unpaid' },
    source: SESSION,
    documented: true,
  },
  // No detail: it may also stand for money that came and was refunded, so nothing is said of money.
  { word: 'failed', channels: ANSWER, to: { status: 'failed', detail: null }, source: SESSION, documented: true },
  { word: 'cancelled', channels: ANSWER, to: { status: 'cancelled', detail: null }, source: SESSION, documented: true },
  { ...WEBHOOK, word: 'init', to: { status: 'open', detail: 'created' } },
  { ...WEBHOOK, word: 'awaiting_payment', to: { status: 'open', detail: 'awaiting_payment' } },
  // Detected on chain, the bridge has not begun.
  { ...WEBHOOK, word: 'pending', to: { status: 'processing', detail: 'confirming' } },
  { ...WEBHOOK, word: 'processing', to: { status: 'processing', detail: 'confirming' } },
  { ...WEBHOOK, word: 'completed', to: { status: 'paid', detail: null } },
  // Failed, refunded, cancelled or rejected: only a read tells.
  { ...WEBHOOK, word: 'failed', to: null },
]

/** Words are compared as they stand. */
export const STATUS = statusTable(ROWS)
