import { withDecimals } from '../common/decimal.ts'
import { jsonText } from '../common/json-text.ts'
import type { Random } from '../common/random.ts'
import type { MaashRecord } from './session.ts'

/**
 * The JSON text of a webhook: docs.maash.io/webhooks (read 2026-11-20). Always US dollars; no session id; here
 * `transaction_id` is Maash's own and the merchant's is `ext_transaction_id`.
 */
export const toWebhookBody = (record: MaashRecord, status: string, at: Date, random: Random): string =>
  jsonText({
    id: `wh_${random.ulid(at)}`,
    event: 'checkout',
    action: status === 'init' ? 'create' : 'update',
    timestamp: at.toISOString(),
    version: '1.0.0',
    body: {
      transaction_id: record.ownTransactionId,
      merchant_id: record.merchantId,
      ext_transaction_id: record.transactionId,
      amount: withDecimals(record.amountUsd, 2),
      currency: 'USD',
      status,
    },
  })
