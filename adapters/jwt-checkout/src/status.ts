import type { FailureCode, RefundState } from '@onetill/core'
import { type RefundFlag, type StatusRow, statusTable } from '@onetill/core/adapter'

/** The page names no host; see `vendor` among the unverified readings. */
export const GET_SESSION = 'API reference page "Get checkout session", read 2026-11-20'
const REFUNDS = 'docs.kadosei.com/refunds, read 2026-11-20'

/** The only reason that means time ended the session. */
export const EXPIRED = 'EXPIRED'

/** The provider's session words → ours. Fact: `failureReason`. */
const ROWS: readonly StatusRow[] = [
  { word: 'PENDING', to: { status: 'processing', detail: 'unspecified' }, source: GET_SESSION, documented: false },
  { word: 'SUCCEEDED', to: { status: 'paid', detail: null }, source: REFUNDS, documented: true },
  {
    word: 'FAILED',
    when: { failureReason: EXPIRED },
    to: { status: 'expired', detail: 'unpaid' },
    source: GET_SESSION,
    documented: false,
  },
  { word: 'FAILED', to: { status: 'failed', detail: null }, source: GET_SESSION, documented: true },
  { word: 'PARTIALLY_REFUNDED', to: { status: 'paid', detail: null }, source: REFUNDS, documented: true },
  { word: 'REFUNDED', to: { status: 'paid', detail: null }, source: REFUNDS, documented: true },
  { word: 'REVERSED', to: { status: 'paid', detail: null }, source: GET_SESSION, documented: false },
]

/** Words are compared exactly: every page writes them upper-case. */
export const STATUS = statusTable(ROWS)

/** What else a session word says. */
export interface WordFacts {
  /** What it says of refunds where no list is given. */
  readonly flag: RefundFlag
  /** What a `failureReason` beside it is; null: not documented. */
  readonly failureReason: 'cause' | 'contradiction' | null
  /** Whether money was taken back. */
  readonly reversed: boolean
  readonly source: string
  readonly documented: boolean
}

const PLAIN = { failureReason: 'contradiction', reversed: false } as const

/** The provider's session words → what they say beside the status. */
export const WORDS: ReadonlyMap<string, WordFacts> = new Map<string, WordFacts>([
  ['PENDING', { ...PLAIN, flag: 'none', source: GET_SESSION, documented: true }],
  // A list belongs to this word; that null beside it means "none" is inferred.
  ['SUCCEEDED', { ...PLAIN, flag: 'none', source: GET_SESSION, documented: false }],
  ['FAILED', { ...PLAIN, flag: 'none', failureReason: 'cause', source: GET_SESSION, documented: true }],
  ['PARTIALLY_REFUNDED', { ...PLAIN, flag: 'partial', source: REFUNDS, documented: true }],
  ['REFUNDED', { ...PLAIN, flag: 'full', source: REFUNDS, documented: true }],
  ['REVERSED', { flag: null, failureReason: null, reversed: true, source: GET_SESSION, documented: false }],
])

/** One reading of a provider's word. */
export interface Reading<Result> {
  readonly to: Result
  readonly source: string
  readonly documented: boolean
}

/** The provider's refund words → ours. `SUCCEEDED` is a session's word, read here in case it is used for refunds too. */
export const REFUND_WORDS: ReadonlyMap<string, Reading<RefundState>> = new Map<string, Reading<RefundState>>([
  ['PENDING', { to: 'pending', source: REFUNDS, documented: true }],
  ['COMPLETED', { to: 'succeeded', source: REFUNDS, documented: true }],
  ['SUCCEEDED', { to: 'succeeded', source: GET_SESSION, documented: false }],
  ['FAILED', { to: 'failed', source: REFUNDS, documented: true }],
])

/** A session's `failureReason` → ours. No list is documented; this one is shown on a refund. */
export const FAILURES: ReadonlyMap<string, Reading<FailureCode>> = new Map<string, Reading<FailureCode>>([
  ['LOST_OR_STOLEN_CARD', { to: 'lost_or_stolen', source: GET_SESSION, documented: false }],
])
