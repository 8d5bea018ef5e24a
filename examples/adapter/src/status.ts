import type { FailureCode } from '@onetill/core'
import { type StatusRow, statusTable } from '@onetill/core/adapter'

const PAGE = 'docs.mollie.com/docs/handling-payment-status, read 2026-11-21'

/** Mollie's words → ours, compared exactly. Fact: `failure`, `declined` when details.failureReason is a documented word. */
const ROWS: readonly StatusRow[] = [
  { word: 'open', to: { status: 'open', detail: 'created' }, source: PAGE, documented: true },
  { word: 'pending', to: { status: 'processing', detail: 'unspecified' }, source: PAGE, documented: false },
  { word: 'authorized', to: { status: 'authorized', detail: null }, source: PAGE, documented: true },
  { word: 'paid', to: { status: 'paid', detail: null }, source: PAGE, documented: true },
  { word: 'canceled', to: { status: 'cancelled', detail: null }, source: PAGE, documented: true },
  { word: 'expired', to: { status: 'expired', detail: 'unpaid' }, source: PAGE, documented: true },
  {
    word: 'failed',
    when: { failure: 'declined' },
    to: { status: 'failed', detail: 'declined' },
    source: PAGE,
    documented: false,
  },
  { word: 'failed', to: { status: 'failed', detail: null }, source: PAGE, documented: true },
]

/** Words are compared exactly: every page writes them in lower case. */
export const STATUS = statusTable(ROWS)

/** Where the words of `FAILURES` are listed. */
export const FAILURE_PAGE = 'docs.mollie.com/docs/handling-errors-with-mollie-components, read 2026-11-21'

/** `details.failureReason` → ours; `unknown_reason` is listed there too and stays unknown. */
export const FAILURES: ReadonlyMap<string, FailureCode> = new Map<string, FailureCode>([
  ['authentication_abandoned', 'authentication_failed'],
  ['authentication_failed', 'authentication_failed'],
  ['authentication_required', 'authentication_failed'],
  ['authentication_unavailable_acs', 'authentication_failed'],
  ['card_declined', 'declined'],
  ['card_expired', 'card_expired'],
  ['inactive_card', 'declined'],
  ['insufficient_funds', 'insufficient_funds'],
  ['invalid_cvv', 'declined'],
  ['invalid_card_holder_name', 'declined'],
  ['invalid_card_number', 'declined'],
  ['invalid_card_type', 'declined'],
  ['possible_fraud', 'fraud'],
  ['refused_by_issuer', 'declined'],
])
