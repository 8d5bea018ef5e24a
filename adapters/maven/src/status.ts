import { type StatusRow, statusTable } from '@onetill/core/adapter'

const WEBHOOKS = 'docs.trymaven.com/integrations/webhooks, read 2026-11-20'
const CANCEL = 'docs.trymaven.com/api-reference/public-api-v1/cancel-session, read 2026-11-20'
const GET_SESSION = 'docs.trymaven.com/api-reference/public-api-v1/get-session, read 2026-11-20'
const AUTHNET = 'docs.trymaven.com/integrations/authorizenet-setup, read 2026-11-20'
const WIDGET = 'docs.trymaven.com/widget/sdk, read 2026-11-20'

/**
 * Maven's words → ours; the same for reads and webhooks (a webhook only ever carries success, authorized, failed).
 * Facts: `mode`, `captureStatus` and `responseCode` of Authorize.net, `failure` (what `error.code` stands for).
 */
const ROWS: readonly StatusRow[] = [
  { word: 'pending', to: { status: 'open', detail: 'created' }, source: CANCEL, documented: true },
  // Still cancellable, so nothing is with a bank yet.
  { word: 'collecting', to: { status: 'open', detail: 'collecting' }, source: CANCEL, documented: true },
  {
    word: 'payment-success',
    when: { mode: 'charge', responseCode: '4' },
    to: { status: 'review', detail: 'held' },
    source: GET_SESSION,
    documented: false,
  },
  {
    word: 'payment-success',
    when: { mode: 'charge', captureStatus: 'authorized' },
    to: { status: 'authorized', detail: null },
    source: AUTHNET,
    documented: false,
  },
  {
    word: 'payment-success',
    when: { mode: 'charge' },
    to: { status: 'paid', detail: null },
    source: WEBHOOKS,
    documented: true,
  },
  {
    word: 'payment-success',
    when: { mode: 'tokenize' },
    to: { status: 'no_charge', detail: 'method_saved' },
    source: GET_SESSION,
    documented: false,
  },
  {
    word: 'payment-authorized',
    when: { responseCode: '4' },
    to: { status: 'review', detail: 'held' },
    source: GET_SESSION,
    documented: false,
  },
  { word: 'payment-authorized', to: { status: 'authorized', detail: null }, source: WEBHOOKS, documented: true },
  {
    word: 'payment-failed',
    when: { failure: 'declined' },
    to: { status: 'failed', detail: 'declined' },
    source: WIDGET,
    // The codes are shown for the widget; that a call ends with the same ones is inferred.
    documented: false,
  },
  {
    word: 'payment-failed',
    when: { responseCode: '4' },
    to: { status: 'review', detail: 'held' },
    source: GET_SESSION,
    documented: false,
  },
  { word: 'payment-failed', to: { status: 'failed', detail: 'error' }, source: WEBHOOKS, documented: true },
  { word: 'expired', to: { status: 'expired', detail: 'unpaid' }, source: WEBHOOKS, documented: true },
  { word: 'cancelled', to: { status: 'cancelled', detail: null }, source: WEBHOOKS, documented: true },
  { word: 'abandoned', to: { status: 'expired', detail: 'abandoned' }, source: WEBHOOKS, documented: false },
]

/** PENDING and COLLECTING stand upper-case in prose, the rest lower-case with hyphens; the wire spelling is unproven. */
export const STATUS = statusTable(ROWS, { fold: (word) => word.toLowerCase().replaceAll('_', '-') })
