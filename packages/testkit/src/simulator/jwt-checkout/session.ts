import type { RawNumber } from '../common/json-text.ts'
import type { Snapshot } from '../common/simulator.ts'

/**
 * Session words of the "Get checkout session" reference page: three allowed values, three more in the text on `refunds`
 * (read 2026-11-20; the second and third of those also in docs.kadosei.com/refunds).
 */
export type JwtWord = 'PENDING' | 'SUCCEEDED' | 'FAILED' | 'REVERSED' | 'PARTIALLY_REFUNDED' | 'REFUNDED'

/** Refund words: docs.kadosei.com/refunds (read 2026-11-20). */
export type JwtRefundWord = 'PENDING' | 'COMPLETED' | 'FAILED'

/** One element of `refunds` in a read; `Amount` is a JSON number in major units. */
export interface JwtRefundAnswer<Amount> {
  readonly id: string
  readonly amount: Amount
  readonly currency: string
  readonly status: string
  readonly failureReason: string | null
  readonly reason: string | null
  readonly createdAt: string
  readonly updatedAt: string
}

/** The answer of a read: no amount, no currency, no checkout URL. */
export interface JwtAnswer<Amount> {
  readonly id: string
  readonly orderReference: string
  readonly status: string
  readonly failureReason: string | null
  readonly providerName: string | null
  readonly paymentMethod: string
  readonly expiresAt: string | null
  readonly createdAt: string
  readonly updatedAt: string
  readonly refunds: readonly JwtRefundAnswer<Amount>[] | null
}

/** A read as `JSON.parse` gives it; `text(id)` has the amounts digit for digit. */
export type JwtSession = JwtAnswer<number>

/** A read with the amounts by their digits. */
export type ExactJwtSession = JwtAnswer<RawNumber>

/** A refund as the simulator keeps it. */
export interface JwtRefundRecord {
  readonly id: string
  /** Decimal text. */
  readonly amount: string
  readonly reason: string | null
  readonly createdAt: string
  word: JwtRefundWord
  failureReason: string | null
  updatedAt: string
  forced: JwtForcedWord | null
}

/** A word put in place of the real one. */
export interface JwtForcedWord {
  readonly word: string
  /** Absent: as it is. */
  readonly failureReason?: string | null
}

/** One session as the simulator keeps it: plain JSON data. */
export interface JwtRecord {
  readonly id: string
  readonly orderReference: string
  readonly paymentMethod: string
  readonly currency: string
  /** Decimal text, `amount.total` of the create body. */
  readonly amount: string
  readonly createdAt: string
  readonly expiresAt: string
  word: JwtWord
  failureReason: string | null
  providerName: string | null
  updatedAt: string
  refunds: JwtRefundRecord[]
  forced: JwtForcedWord | null
}

/** An answer kept for the repetition of a request. */
export interface JwtReplay {
  readonly key: string
  /** What the key was used for: path and body text. */
  readonly request: string
  readonly status: number
  readonly body: string
}

/** The whole state of the JWT checkout simulator. */
export interface JwtSnapshot extends Snapshot<'jwt-checkout', JwtRecord> {
  readonly replays: readonly JwtReplay[]
}
