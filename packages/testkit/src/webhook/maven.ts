import { createHmac } from 'node:crypto'
import { post, toBytes, type WebhookRequestOptions } from './post.ts'

/** What {@link signedMavenRequest} signs, and with what. */
export interface MavenRequestOptions extends WebhookRequestOptions {
  /** The webhook's secret, `whsec_…`; several while it is being changed: one `v1` for each. */
  readonly secret: string | readonly string[]
  /**
   * When it was signed.
   * @default now
   */
  readonly at?: Date
}

/**
 * A delivery of Maven with its `Maven-Signature`, for tests of your endpoint. Signed here with `node:crypto`, not with what
 * Onetill verifies with. Source: docs.trymaven.com/integrations/webhooks, read 2026-11-20.
 * @example
 * const body = simulator.webhookBody(session_id)
 * const response = await handler(signedMavenRequest({ secret, body }))
 */
export const signedMavenRequest = ({ secret, at = new Date(), ...options }: MavenRequestOptions): Request => {
  const seconds = Math.floor(at.getTime() / 1000)
  const secrets = typeof secret === 'string' ? [secret] : secret
  const body = toBytes(options.body)
  const signatures = secrets.map(
    (key) => `v1=${createHmac('sha256', key).update(`${seconds}.`).update(body).digest('hex')}`,
  )
  return post({ ...options, body }, { 'maven-signature': [`t=${seconds}`, ...signatures].join(',') })
}
