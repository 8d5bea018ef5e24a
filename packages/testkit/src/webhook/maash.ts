import { post, type WebhookRequestOptions } from './post.ts'

/**
 * A delivery of Maash, for tests of your endpoint. It carries no signature: how `X-Maash-Signature` is made is not in the
 * readable part of docs.maash.io/webhooks (read 2026-11-20), so Onetill takes it as a hint. Who has a verifier of their own
 * passes their signature in `headers`.
 * @example await handler(maashHintRequest({ body: simulator.webhookBody(session_id, 'completed') }))
 */
export const maashHintRequest = (options: WebhookRequestOptions): Request => post(options)
