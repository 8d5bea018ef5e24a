import { isTillError } from './error.ts'
import type { CheckoutSession } from './session.ts'
import type { Delivery, WebhookEvent } from './webhook-contract.ts'
import { MAX_WEBHOOK_BYTES } from './webhook-read.ts'

/** What happens with the deliveries of a provider. */
export interface WebhookOptions<Session extends CheckoutSession = CheckoutSession> {
  /** Which account of the provider. @default the only or first one configured */
  readonly account?: string
  /** Takes the event. The delivery is answered 2xx only when this has resolved; when it fails the provider repeats. */
  readonly onEvent: (event: WebhookEvent<Session>) => void | Promise<void>
  /** What to do with a hint. `read`: the session is read first. `pass`: it is handed on as it is. @default "read" */
  readonly hints?: 'read' | 'pass'
  /** The session id for a hint that only has a reference, from your own records; null: none. @default none */
  readonly lookup?: (event: WebhookEvent<Session>) => string | null | Promise<string | null>
  /**
   * Told why a delivery was not taken: what `onEvent`, `lookup` or the read threw, or how it was refused. The answer says
   * no more than its status. Log it: a `TillError` is safe to print, what your own code throws is yours. @default none
   */
  readonly onError?: (error: unknown) => void
}

/** Answers deliveries: a standard `Request` in, a `Response` out. */
export type WebhookHandler = (request: Request) => Promise<Response>

/** What a handler needs of the client. */
export interface WebhookSource<Session extends CheckoutSession> {
  readonly read: (delivery: Delivery) => Promise<WebhookEvent<Session>>
  readonly retrieve: (id: string) => Promise<Session>
}

/** How long a provider should wait that came while its own API did not answer. */
const RETRY_AFTER_S = 60
const READ_BEFORE =
  'The body of this delivery was read before it could be verified. Hand over the request that nobody has read: no request.json(), request.text() or body parser before it.'

/**
 * A handler for one provider's deliveries. 2xx: taken. 400, 401, 413: refused, nothing of it was used. 405: not a POST.
 * 500: your own code failed, or read the body first. 503: the provider could not be asked. Because of a hint the session is read over the API.
 */
export function webhookHandler<Session extends CheckoutSession>(
  { read, retrieve }: WebhookSource<Session>,
  { onEvent, lookup, hints = 'read', onError }: WebhookOptions<Session>,
): WebhookHandler {
  return async (request) => {
    if (request.method !== 'POST') return problem(405, 'Send deliveries as POST', { allow: 'POST' })
    if (request.bodyUsed || request.body?.locked === true) return problem(500, READ_BEFORE)
    const body = await limitedBody(request).catch(() => undefined)
    if (body === undefined) return problem(400, 'The delivery did not arrive whole')
    if (body === null) return problem(413, 'The delivery is too large')
    let event: WebhookEvent<Session>
    try {
      event = await read({ headers: request.headers, body })
    } catch (error) {
      onError?.(error)
      if (isTillError(error) && error.code === 'webhook_refused') return problem(401, 'The delivery was refused')
      return problem(500, 'The delivery could not be read')
    }
    try {
      await onEvent(event.trust === 'hint' && hints === 'read' ? await asked(event, retrieve, lookup) : event)
      return new Response(null, { status: 204 })
    } catch (error) {
      onError?.(error)
      if (isTillError(error) && error.retry === 'later' && error.operation === 'retrieve') {
        const seconds = Math.max(1, Math.ceil((error.retryAfterMs ?? RETRY_AFTER_S * 1000) / 1000))
        return problem(503, 'The provider could not be asked', { 'retry-after': String(seconds) })
      }
      return problem(500, 'The delivery was not taken')
    }
  }
}

/** The hint with the session as the provider's API says it is; without one where nobody knows its id. */
async function asked<Session extends CheckoutSession>(
  event: WebhookEvent<Session>,
  retrieve: (id: string) => Promise<Session>,
  lookup: WebhookOptions<Session>['lookup'],
): Promise<WebhookEvent<Session>> {
  const id = event.sessionId ?? (event.reference === null ? null : ((await lookup?.(event)) ?? null))
  if (id === null) return event
  try {
    return { ...event, kind: 'session', session: await retrieve(id) }
  } catch (error) {
    // A hint may name anything.
    if (isTillError(error) && FOREIGN.has(error.code)) return event
    throw error
  }
}

const FOREIGN: ReadonlySet<string> = new Set(['not_found', 'gone', 'invalid_input', 'rejected', 'permission'])

/** The raw bytes, read once; null when there are too many of them. */
async function limitedBody(request: Request): Promise<Uint8Array | null> {
  const declared = request.headers.get('content-length')
  if (declared !== null && /^\d{1,15}$/.test(declared) && Number(declared) > MAX_WEBHOOK_BYTES) return null
  const reader = request.body?.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
    if (done) break
    length += value.byteLength
    if (length > MAX_WEBHOOK_BYTES) {
      await reader?.cancel()
      return null
    }
    chunks.push(value)
  }
  const body = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    body.set(chunk, at)
    at += chunk.byteLength
  }
  return body
}

/** RFC 9457, without a detail that would help an attacker. */
function problem(status: number, title: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify({ type: 'about:blank', status, title }), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })
}
