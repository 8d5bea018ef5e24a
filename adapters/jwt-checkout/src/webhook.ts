import type { WebhookReader, WebhookVerifier } from '@onetill/core/adapter'
import { type JwtCheckoutSession, jwtCheckoutMapper } from './map.ts'

/**
 * Header and signed text are not in the readable part of docs.kadosei.com/webhooks (read 2026-11-20),
 * so without a verifier of yours a delivery is only a hint, because of which the session is read.
 */
export function jwtCheckoutWebhook(verify: WebhookVerifier | undefined): WebhookReader<JwtCheckoutSession> {
  return {
    verify: verify ?? null,
    read(native, _text, context) {
      const event = jwtCheckoutMapper.toEvent(native, context)
      const { eventId, sessionId, reference } = event
      return { eventId, sessionId, reference, session: null, event }
    },
  }
}
