import type { JsonRecord } from './json-value.ts'
import type { Money } from './money.ts'
import type { Note } from './notes.ts'
import type { PayVia } from './pay-via.ts'
import type { Processor } from './processor.ts'
import type { Refund, RefundEvidence, RefundStatus } from './refund.ts'
import type { Detail, Status } from './status.ts'

/** Version of the model; a reader refuses a higher one. */
export const SCHEMA_VERSION = 1

/** How an observation reached us. */
export const CHANNELS = ['read', 'webhook', 'create', 'import'] as const
/** How an observation reached us. */
export type Channel = (typeof CHANNELS)[number]

/** `unknown` when neither the answer nor the credential says. */
export const ENVIRONMENTS = ['live', 'test', 'unknown'] as const
/** Real money, simulated money, or not said. */
export type Environment = (typeof ENVIRONMENTS)[number]

/** Closed list of reasons a payment failed. */
export const FAILURE_CODES = [
  'declined',
  'insufficient_funds',
  'lost_or_stolen',
  'card_expired',
  'authentication_failed',
  'fraud',
  'limit',
  'processing_error',
  'unknown',
] as const
/** One of the closed list of reasons a payment failed. */
export type FailureCode = (typeof FAILURE_CODES)[number]

/**
 * One checkout session of any provider. Times are RFC 3339 UTC text with milliseconds. `null` means "this provider did
 * not say"; it is never the same as zero, empty or no. Its JSON form is the model itself.
 */
export interface CheckoutSession<
  Provider extends string = string,
  Via extends Processor = Processor,
  Data extends object = JsonRecord,
> {
  /** Version of the model. */
  readonly schemaVersion: typeof SCHEMA_VERSION
  /** Id of the adapter. */
  readonly provider: Provider
  /** Label of the configured account. @default "default" */
  readonly account: string
  /** What the answer says, else the credential's prefix; `test` wins. */
  readonly environment: Environment
  /** The provider's session id. */
  readonly id: string
  /** The merchant's own reference. */
  readonly reference: string | null
  /** The shared lifecycle word. */
  readonly status: Status
  /** Closed second level of `status`; only from evidence. */
  readonly detail: Detail | null
  /** The provider's own word, verbatim; several words joined by `/`. */
  readonly providerStatus: string | null
  /** The provider's own terminal flag, where it has one. */
  readonly providerDone: boolean | null
  /** What the payer is asked for, in the merchant's currency. */
  readonly amount: Money | null
  /** Further amounts; only what the provider states. */
  readonly amounts: Amounts
  /** What the caller said at create, track or read. */
  readonly expected: Expected | null
  /** Fields that rest on the caller only. Pages print an assumed amount "as ordered"; it never counts as agreement. */
  readonly assumed: readonly ('amount' | 'reference')[]
  /** Where provider and caller disagree. */
  readonly mismatch: readonly Mismatch[]
  /** `save_method`: a card is stored, no money moves. */
  readonly purpose: 'payment' | 'save_method' | null
  /** When the provider created the session. */
  readonly createdAt: string | null
  /** When the provider last changed it. */
  readonly updatedAt: string | null
  /** When it lapses if unpaid. */
  readonly expiresAt: string | null
  /** When the provider says it ended. */
  readonly completedAt: string | null
  /** When the provider says it was paid. */
  readonly paidAt: string | null
  /** Where the payer pays. Personal data: who has it may pay, and a URL in it may carry a token. */
  readonly payVia: PayVia | null
  /** Who really moves the money. */
  readonly processor: Via | null
  /** Refunds, or null where the provider did not report. */
  readonly refunds: readonly Refund[] | null
  /** All refunds in one word; `unknown` where the provider does not report them. */
  readonly refundStatus: RefundStatus
  /** What `refundStatus` rests on; null when the provider does not report refunds. */
  readonly refundEvidence: RefundEvidence | null
  /** Money taken back that was not our refund. */
  readonly reversal: Reversal | null
  /** Why it failed. */
  readonly failure: Failure | null
  /** The payer. Personal data. */
  readonly customer: Customer | null
  /** What is paid for. Personal data, as it is free text. */
  readonly description: string | null
  /** The merchant's own key-value pairs. Personal data, as it is free text. */
  readonly metadata: JsonRecord | null
  /** What has no place in the model, typed per provider. Personal data. */
  readonly providerData: Data | null
  /** What was odd but not fatal. */
  readonly notes: readonly Note[]
  /** When, how and by which adapter this was observed. */
  readonly observed: Observed
  /**
   * The provider's answer as received; only on request (`raw: true`). Not enumerable: no copy, JSON, inspect or log
   * carries it along.
   */
  readonly raw?: string
}

/** Further amounts of a session; each null unless the provider states it. */
export interface Amounts {
  /** The same ask in the provider's pricing currency; an ask, not a receipt. */
  readonly priced: Money | null
  /** Reserved on the payer's card. */
  readonly authorized: Money | null
  /** Arrived from the payer. */
  readonly received: Money | null
  /** Finally taken by the merchant. */
  readonly captured: Money | null
  /** Sum of the succeeded refunds. */
  readonly refunded: Money | null
  /** Paid out to the merchant. */
  readonly settled: Money | null
  /** The provider's fee. */
  readonly fee: Money | null
}

/** What the caller expects of a session. */
export interface Expected {
  /** What the payer should be asked for; null: nothing is expected. */
  readonly amount: Money | null
  /** The merchant's own reference; null: nothing is expected. */
  readonly reference: string | null
}

/** One field where provider and caller disagree. */
export type Mismatch =
  | { readonly field: 'amount'; readonly expected: Money; readonly actual: Money }
  | { readonly field: 'reference'; readonly expected: string; readonly actual: string }

/** Money taken back that was not our refund. */
export interface Reversal {
  /** Who took it back; `unknown` where the provider does not say. */
  readonly cause: 'chargeback' | 'bank_return' | 'chain_reorganized' | 'unknown'
  /** `won`: the money came back to the merchant; `unknown` where the provider does not say. */
  readonly state: 'open' | 'lost' | 'won' | 'unknown'
  /** What was taken back, or null when not said. */
  readonly amount: Money | null
  /** When it was taken back, UTC text with milliseconds, or null when not said. */
  readonly at: string | null
}

/** Why a payment failed. */
export interface Failure {
  /** The reason in one of the closed words; `unknown` for a code that is not documented. */
  readonly code: FailureCode
  /** The provider's own code. */
  readonly providerCode: string | null
  /** The provider's text. Personal data. */
  readonly message: string | null
}

/** The payer. Personal data. */
export interface Customer {
  /** E.164. */
  readonly phone: string | null
  /** E-mail address as the provider has it. */
  readonly email: string | null
  /** Full name as the provider has it. */
  readonly name: string | null
}

/** When, how and by which adapter a session was observed. */
export interface Observed {
  /** UTC text with milliseconds. For a read: when our request began. */
  readonly at: string
  /** How it reached us. */
  readonly via: Channel
  /** Adapter and version, e.g. `maven@0.1.0`. */
  readonly adapter: string
  /** Whether the status was decided by a row of the user instead of the adapter's table. */
  readonly overruled: boolean
}

/** The one text key of a session: `provider/account/id`. Slashes and percent signs inside a part are encoded. */
export function sessionKey({ provider, account, id }: Pick<CheckoutSession, 'provider' | 'account' | 'id'>): string {
  return [provider, account, id].map((part) => part.replace(/[%/]/g, encodeURIComponent)).join('/')
}
