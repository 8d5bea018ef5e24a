import type { RefundState } from '@onetill/core'
import type { PayerState } from '../payer-view.ts'

/** What a payer is told instead of a payment. */
export type PayerFault = 'no_link' | 'too_many' | 'unavailable'

/** One language of the payer's page. */
export interface Messages {
  /** The language's own name. */
  readonly language: string
  /** Title of the page, and the merchant's name where none is configured. */
  readonly title: string
  readonly merchant: string
  /** What each state is called, and what to do next. None may invite a second payment. */
  readonly states: Readonly<Record<PayerState, { readonly title: string; readonly text: string }>>
  readonly faults: Readonly<Record<PayerFault, { readonly title: string; readonly text: string }>>
  readonly amount: string
  readonly asOrdered: string
  /** While it can be paid, of an amount nobody told us. */
  readonly noAmount: string
  /** `{time}` is what is left, kept up to date. */
  readonly timeLeft: string
  readonly accepted: string
  readonly refunds: string
  readonly refundStates: Readonly<Record<RefundState, string>>
  /** `{time}` is when it was last confirmed. */
  readonly asOf: string
  readonly neverConfirmed: string
  readonly updatesItself: string
  readonly reload: string
  readonly languages: string
}
