import { post, type WebhookRequestOptions } from './post.ts'

/** What {@link jwtCheckoutHintRequest} says. */
export interface JwtHintOptions extends Omit<WebhookRequestOptions, 'body'> {
  /**
   * Name of the event: `session.completed`, `session.expired`, `refund.failed`, or one outside the documents.
   * @default 'session.completed'
   */
  readonly event?: 'session.completed' | 'session.expired' | 'refund.failed' | (string & {})
  /** The session meant. */
  readonly sessionId: string
  /** The merchant's reference; left out unless given. */
  readonly orderReference?: string
}

/**
 * A delivery of the JWT checkout, for tests of your endpoint. The names of events are documented (docs.kadosei.com/webhooks
 * and /refunds, read 2026-11-20); the form of the body is not, so this one is an assumption, and there is no signature: Onetill
 * takes it as a hint.
 * @example await handler(jwtCheckoutHintRequest({ sessionId: id, event: 'session.completed' }))
 */
export const jwtCheckoutHintRequest = ({
  event = 'session.completed',
  sessionId,
  orderReference,
  ...options
}: JwtHintOptions): Request => post({ ...options, body: JSON.stringify({ event, sessionId, orderReference }) })
