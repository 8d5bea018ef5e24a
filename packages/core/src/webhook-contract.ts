import type { MapContext, SessionEvent } from './mapper.ts'
import type { CheckoutSession } from './session.ts'

/** Headers as a runtime gives them: `Headers`, or an object as of `node:http`. */
export type HeadersLike = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

/** One delivery of a webhook as it arrived. */
export interface Delivery {
  readonly headers: HeadersLike
  /** The raw bytes. A parsed or re-serialized body cannot be verified and is refused. */
  readonly body: Uint8Array
  /** When it arrived, milliseconds since 1970; for checking a stored delivery again. @default now */
  readonly receivedAt?: number
}

/** What a verifier sees. */
export interface SignedDelivery {
  /** A header by its name in lower case, or null. @throws webhook_refused when it is there more than once */
  readonly header: (name: string) => string | null
  readonly body: Uint8Array
  /** Milliseconds since 1970. */
  readonly receivedAt: number
}

/** What a verifier found. */
export interface Verification {
  /** Place of the secret that fits in the list of secrets, or null where there is no list. */
  readonly secret: number | null
}

/** Checks that a delivery comes from the provider. @throws webhook_refused when it does not */
export type WebhookVerifier = (delivery: SignedDelivery) => Promise<Verification>

/** How an adapter reads deliveries. */
export interface WebhookReader<Session extends CheckoutSession = CheckoutSession> {
  /** Null: how the provider signs is not documented and nobody said, so a delivery is only a hint. */
  readonly verify: WebhookVerifier | null
  /** The body of a delivery. Null: it names nothing we know. @throws invalid_response for a form we do not know */
  read(native: unknown, text: string, context: MapContext): WebhookReading<Session>
}

/** What stands in the body of a delivery. */
export interface WebhookReading<Session extends CheckoutSession = CheckoutSession> {
  /** The provider's id of the message, or null where it has none. */
  readonly eventId: string | null
  /** The session meant, by its id or by the merchant's reference. */
  readonly sessionId: string | null
  readonly reference: string | null
  /** The session, where the body carries it. */
  readonly session: Session | null
  /** What the body says, where it only names the session. */
  readonly event: SessionEvent | null
}

/** A delivery, read. What a hint says of status and money stands nowhere but in `native`. */
export interface WebhookEvent<Session extends CheckoutSession = CheckoutSession> {
  /** Id of the adapter. */
  readonly provider: string
  /** Label of the account. */
  readonly account: string
  /** The same for the same delivery, for deduplication. */
  readonly key: string
  /** What `key` is made of: the provider's id of the message, or a SHA-256 of the raw body. */
  readonly keySource: 'event_id' | 'body_hash'
  /** `session`: has the session. `reference`: names one. `other`: neither; keep it and answer 2xx. */
  readonly kind: 'session' | 'reference' | 'other'
  /** `hint`: nobody knows who sent it; only a read counts. */
  readonly trust: 'verified' | 'hint'
  /** The session meant, by the provider's id, or null. */
  readonly sessionId: string | null
  /** The session meant, as `sessionKey` names it, or null. */
  readonly sessionKey: string | null
  /** The session meant, by the merchant's reference, or null. */
  readonly reference: string | null
  /** From a verified body that carries it, or read from the provider because of a hint; else null. */
  readonly session: Session | null
  /** What a verified body says that only names a session; else null. */
  readonly event: SessionEvent | null
  /** When it arrived, UTC text with milliseconds. */
  readonly receivedAt: string
  /** Which of the secrets fitted, from 0; null without one. */
  readonly secret: number | null
  /**
   * The body as JSON, or as text where it is none. A number a double cannot give back stands as `{ literal }`, its digits.
   * Personal data.
   */
  readonly native: unknown
}
