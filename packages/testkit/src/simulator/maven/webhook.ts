import { createHmac } from 'node:crypto'
import { jsonText, rawNumber } from '../common/json-text.ts'
import type { MavenProcessor, MavenRecord, MavenSession } from './session.ts'

/** How a Maven webhook body is written. */
export interface MavenWebhookOptions {
  /**
   * `chat`: `caller` is null and `source` is `"chat"` (docs.trymaven.com/widget/quickstart).
   * @default 'voice'
   */
  readonly channel?: 'voice' | 'chat'
  /**
   * `bare`: Authorize.net's keys without their prefix, as /integrations/authorizenet-setup and /testing name them.
   * @default 'prefixed'
   */
  readonly processorKeys?: 'prefixed' | 'bare'
}

/** "Not sent for expired, cancelled, abandoned", nor before a result: docs.trymaven.com/integrations/webhooks (read 2026-11-20). */
const SILENT = ['PENDING', 'COLLECTING', 'expired', 'cancelled', 'abandoned']

/**
 * The JSON text of the webhook for a session as it is now; the amount is a number. Keys: docs.trymaven.com/integrations/webhooks
 * (read 2026-11-20); the place of the error is not in the readable part.
 * @throws {Error} for a word that no webhook is sent for
 */
export const toWebhookBody = (
  { session, record, at }: { readonly session: MavenSession; readonly record: MavenRecord; readonly at: Date },
  options: MavenWebhookOptions = {},
): string => {
  if (SILENT.includes(session.status)) throw new Error(`no webhook is sent for ${session.status}`)
  const chat = options.channel === 'chat'
  return jsonText({
    session_id: session.session_id,
    status: session.status,
    project: session.project_slug,
    environment: record.environment,
    amount: rawNumber(session.amount),
    currency: session.currency,
    mode: session.mode,
    gateway: session.gateway,
    caller: chat ? null : session.caller,
    source: chat ? 'chat' : undefined,
    error: session.error ?? undefined,
    // A fake id, epoch milliseconds behind the prefix: docs.trymaven.com/testing.
    transaction_id: session.processor?.test_skip === true ? `test_skip_${at.getTime()}` : undefined,
    processor: toWebhookProcessor(session.processor, options.processorKeys ?? 'prefixed'),
  })
}

/** Keys without a value are left out; the readable example shows none that are null. */
const toWebhookProcessor = (processor: MavenProcessor | null, keys: 'prefixed' | 'bare'): MavenProcessor => {
  const filled = Object.entries(processor ?? {}).filter(([, value]) => value !== null)
  const name = (key: string): string => (keys === 'bare' ? key.replace(/^authnet_/, '') : key)
  return Object.fromEntries(filled.map(([key, value]) => [name(key), value]))
}

/**
 * The text of the `Maven-Signature` header: `t=<seconds>,v1=<hex>`, HMAC-SHA256 over `<t>.<body>`. The signed string is
 * documented (docs.trymaven.com/integrations/webhooks, read 2026-11-20); hex, the comma, seconds and that the secret is used
 * whole, `whsec_` included, are not.
 */
export const signMavenWebhook = (secret: string, body: string, at: Date): string => {
  const seconds = Math.floor(at.getTime() / 1000)
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}
