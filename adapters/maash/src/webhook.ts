import type { WebhookReader, WebhookVerifier } from '@onetill/core/adapter'
import { type MaashSession, maashMapper } from './map.ts'

/**
 * How `X-Maash-Signature` is made is not in the readable part of docs.maash.io/webhooks (read 2026-11-20),
 * so without a verifier of yours a delivery is only a hint, because of which the session is read.
 */
export function maashWebhook(verify: WebhookVerifier | undefined): WebhookReader<MaashSession> {
  return {
    verify: verify ?? null,
    read(native, _text, context) {
      const event = maashMapper.toEvent(native, context)
      const { eventId, sessionId, reference } = event
      return { eventId, sessionId, reference, session: null, event }
    },
  }
}
