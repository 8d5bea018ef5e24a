import type { CheckoutSession, SessionEvent, Status, WebhookEvent } from '@onetill/core'
import { sessionKey } from '@onetill/core'
import { at } from '../../packages/store/src/acme.fixture.ts'

/** What a delivery of the provider that does not exist says. */
export interface EventParts {
  readonly key?: string
  readonly trust?: WebhookEvent['trust']
  readonly sessionId?: string | null
  readonly reference?: string | null
  readonly session?: CheckoutSession | null
  readonly status?: Status | null
  /** Minute after 12:00. */
  readonly received?: number
  readonly occurred?: number | null
  readonly native?: unknown
}

let keys = 0

/** A delivery as core hands it on. */
export function delivery(parts: EventParts): WebhookEvent {
  const { trust = 'verified', sessionId = null, reference = null, session = null, status = null } = parts
  const { received = 5, occurred = null, native = {} } = parts
  const ids = { provider: 'acme', account: 'default' } as const
  const said: SessionEvent = {
    ...{ ...ids, environment: 'unknown', eventId: null, name: 'payment', sessionId, reference, status, detail: null },
    ...{ providerStatus: status?.toUpperCase() ?? null, amount: null, providerData: {}, notes: [] },
    occurredAt: occurred === null ? null : at(occurred),
    observed: { at: at(received), via: 'webhook', adapter: 'acme@0.0.1', overruled: false },
  }
  return {
    ...{ ...ids, key: parts.key ?? `evt-${++keys}`, keySource: 'event_id', trust, sessionId, reference, native },
    kind: session !== null ? 'session' : sessionId !== null || reference !== null ? 'reference' : 'other',
    sessionKey: sessionId === null ? null : sessionKey({ ...ids, id: sessionId }),
    session,
    event: trust === 'verified' && session === null ? said : null,
    receivedAt: at(received),
    secret: null,
  }
}
