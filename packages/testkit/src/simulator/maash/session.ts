import type { RawNumber } from '../common/json-text.ts'
import type { Snapshot } from '../common/simulator.ts'

/**
 * Session words of a read, as listed in docs.maash.io/api-reference/get-checkout-session (read 2026-11-20). A webhook
 * uses other words for the same states: see {@link MaashWebhookWord}.
 */
export type MaashWord =
  | 'pending'
  | 'awaiting_payment'
  | 'confirming'
  | 'completed'
  | 'underpaid'
  | 'overpaid'
  | 'expired'
  | 'failed'
  | 'cancelled'

/** Words of `body.status` in webhooks: docs.maash.io/webhooks (read 2026-11-20). */
export type MaashWebhookWord = 'init' | 'awaiting_payment' | 'pending' | 'processing' | 'completed' | 'failed'

/** Chains by token; the key `chain` is singular and holds a list. */
export interface MaashTokens {
  readonly tokens: Readonly<Record<string, { readonly chain: readonly string[] }>>
}

/** Keys and types of `data` in docs.maash.io/api-reference/get-checkout-session; `Amount` is a JSON number. */
export interface MaashAnswer<Amount> {
  readonly session_id: string
  readonly merchant_id: string
  readonly transaction_id: string
  readonly amount_usd: Amount
  readonly merchant_currency?: string
  readonly merchant_amount?: Amount
  readonly status: string
  readonly supported_methods?: Readonly<Record<string, boolean>>
  readonly supported_tokens: MaashTokens
  readonly unsupported_tokens: MaashTokens
  readonly expires_at: string
  readonly created_at: string
  readonly updated_at: string
  readonly metadata: unknown
}

/** `data` of a read as `JSON.parse` gives it; `text(id)` has the amounts digit for digit. */
export type MaashSession = MaashAnswer<number>

/** `data` with the amounts by their digits. */
export type ExactMaashSession = MaashAnswer<RawNumber>

/** A token and chain the payer chose, and where to pay. */
export interface MaashPayment {
  readonly id: string
  readonly token: string
  readonly chain: string
  readonly address: string
  /** Decimal text with six decimals, fee included. */
  readonly tokenAmount: string
  readonly uri: string
  readonly qrCodeUrl: string
  readonly createdAt: string
}

/** One session as the simulator keeps it: plain JSON data. */
export interface MaashRecord {
  readonly id: string
  readonly merchantId: string
  /** The merchant's own id; the idempotency key of create. */
  readonly transactionId: string
  /** Maash's own transaction id, a ULID without prefix. */
  readonly ownTransactionId: string
  /** Decimal text. */
  readonly amountUsd: string
  readonly merchantCurrency: string | null
  /** Decimal text. */
  readonly merchantAmount: string | null
  /** JSON text, so that numbers keep their digits. */
  readonly metadata: string
  readonly supported: MaashTokens
  readonly unsupported: MaashTokens
  readonly createdAt: string
  readonly expiresAt: string
  word: MaashWord
  updatedAt: string
  payment: MaashPayment | null
  forced: string | null
}

/** The whole state of the Maash simulator. */
export type MaashSnapshot = Snapshot<'maash', MaashRecord>
