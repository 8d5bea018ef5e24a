import type { Adapter } from './adapter-contract.ts'
import { isTillError, TillError } from './error.ts'
import { invalidInputs } from './invalid.ts'
import { readJson } from './json.ts'
import { type MapContext, nameProvider } from './mapper.ts'
import { withoutDepths } from './nesting.ts'
import { type CheckoutSession, sessionKey } from './session.ts'
import { refused } from './signature.ts'
import type { Delivery, HeadersLike, WebhookEvent, WebhookReader, WebhookReading } from './webhook-contract.ts'

/** Largest body of a delivery in bytes. */
export const MAX_WEBHOOK_BYTES = 1024 * 1024

/**
 * A delivery as an event: verified first, read afterwards. Without a verifier it is a hint, of which nothing but the
 * session it names is taken. No network.
 * @throws webhook_refused when it is not the provider's, or not to be read; unsupported; invalid_input for a parsed body
 */
export async function readWebhook(adapter: Adapter, delivery: Delivery, now: () => number): Promise<WebhookEvent> {
  const { provider, account, environment, webhook } = adapter
  if (webhook === undefined)
    throw new TillError({
      code: 'unsupported',
      message: `${provider.id} does not offer webhooks`,
      ...{ provider: provider.id, account, operation: 'readWebhook' },
    })
  try {
    const body = rawBytes(delivery.body)
    const receivedAt = delivery.receivedAt ?? now()
    const at = new Date(receivedAt).toISOString()
    const verification =
      webhook.verify === null
        ? null
        : await webhook.verify({ header: (name) => headerOf(delivery.headers, name), body, receivedAt })
    const text = decode(body)
    const native = parsed(text)
    const context: MapContext = { at, via: 'webhook', account, environment, expected: null, overrides: [] }
    const { eventId, sessionId, reference, session, event } = reading(webhook, native, text, context)
    const verified = verification !== null
    // Whoever may write the id of a message could use up the one of a real message.
    const known = verified && eventId !== null
    const names = sessionId !== null || reference !== null
    return {
      provider: provider.id,
      account,
      key: known ? eventId : `sha256:${await sha256(body)}`,
      keySource: known ? 'event_id' : 'body_hash',
      kind: verified && session !== null ? 'session' : names ? 'reference' : 'other',
      trust: verified ? 'verified' : 'hint',
      sessionId,
      sessionKey: sessionId === null ? null : sessionKey({ provider: provider.id, account, id: sessionId }),
      reference,
      session: verified ? session : null,
      event: verified ? event : null,
      receivedAt: at,
      secret: verification?.secret ?? null,
      native,
    }
  } catch (error) {
    throw nameProvider(error, provider.id, account)
  }
}

const NOTHING: WebhookReading = { eventId: null, sessionId: null, reference: null, session: null, event: null }

/** A body of a form nobody has modelled is no error: it is kept and answered. */
function reading(
  webhook: WebhookReader<CheckoutSession>,
  native: unknown,
  text: string,
  context: MapContext,
): WebhookReading {
  if (native === text) return NOTHING
  try {
    return webhook.read(native, text, context)
  } catch (error) {
    if (isTillError(error) && error.code === 'invalid_response') return NOTHING
    throw error
  }
}

function rawBytes(body: unknown): Uint8Array {
  if (body instanceof Uint8Array || Object.prototype.toString.call(body) === '[object Uint8Array]') {
    const bytes = body as Uint8Array
    if (bytes.length > MAX_WEBHOOK_BYTES) throw refused(`it is larger than ${MAX_WEBHOOK_BYTES} bytes`)
    return bytes
  }
  throw invalidInputs([
    {
      path: 'body',
      expected:
        "the raw bytes: of a Request `new Uint8Array(await request.arrayBuffer())`, in Express `express.raw({ type: '*/*', limit: '1mb' })` on this route instead of express.json()",
    },
  ])
}

/** The one value of a header. Twice the same name is an ambiguity that somebody may have wanted. */
function headerOf(headers: HeadersLike, name: string): string | null {
  if (headers instanceof Headers) return headers.get(name)
  const found: string[] = []
  for (const [key, value] of Object.entries(headers)) {
    if (key.toLowerCase() !== name || value === undefined) continue
    found.push(...(typeof value === 'string' ? [value] : value))
  }
  if (found.length > 1) throw refused(`the header ${name} is there ${found.length} times`)
  return found[0] ?? null
}

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    throw refused('its body is no UTF-8 text')
  }
}

/** JSON, or the text itself where it is none. */
function parsed(text: string): unknown {
  try {
    return readJson(withoutDepths(text))
  } catch {
    return text
  }
}

async function sha256(body: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', Uint8Array.from(body))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
