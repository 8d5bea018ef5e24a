import { timestampedHmac, type WebhookReader } from '@onetill/core/adapter'
import { type MavenSession, mavenMapper } from './map.ts'

/** Options of Maven's webhooks. */
export interface MavenWebhookOptions {
  /**
   * Secret of the webhook, `whsec_…`, or several while it is being changed. Without one a delivery is only a hint, because
   * of which the session is read.
   */
  readonly webhookSecret?: string | readonly string[] | undefined
  /** Milliseconds between signing and arrival that are accepted, either way. @default 300000 */
  readonly webhookToleranceMs?: number | undefined
}

/**
 * `Maven-Signature`: `t` and `v1`, HMAC-SHA256 over `<t>.<raw body>`; the body carries the session and no id of its own.
 * Source: docs.trymaven.com/integrations/webhooks, read 2026-11-20.
 */
export function mavenWebhook({ webhookSecret, webhookToleranceMs }: MavenWebhookOptions): WebhookReader<MavenSession> {
  return {
    verify:
      webhookSecret === undefined
        ? null
        : timestampedHmac({ header: 'maven-signature', secrets: webhookSecret, toleranceMs: webhookToleranceMs }),
    read(native, _text, context) {
      const session = mavenMapper.toSession(native, context)
      return { eventId: null, sessionId: session.id, reference: null, session, event: null }
    },
  }
}
