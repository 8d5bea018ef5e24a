import type { WebhookEvent } from '@onetill/core'
import { at, sample, sampleKey } from './sample.ts'

/** A verified delivery with a session, or with what is given instead. */
export function delivery(key: string, more: Partial<WebhookEvent> = {}): WebhookEvent {
  const { seen } = sample('a', 2, 'paid', { via: 'webhook' })
  return {
    ...{ provider: 'sample', account: 'default', key, keySource: 'event_id', kind: 'session', trust: 'verified' },
    ...{ sessionId: 'a', sessionKey: sampleKey('a'), reference: null, event: null, receivedAt: at(3), secret: 0 },
    session: seen.kind === 'session' ? seen.session : null,
    native: {},
    ...more,
  }
}
