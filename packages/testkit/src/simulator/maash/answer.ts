import { rawNumber, readJson } from '../common/json-text.ts'
import { toShortTime } from '../common/time.ts'
import { wordAt } from './lifecycle.ts'
import type { ExactMaashSession, MaashPayment, MaashRecord } from './session.ts'
import { toSessionToken } from './session-token.ts'

/** `data` of `GET /checkout/sessions/{session_id}` at a moment. */
export const toAnswer = (
  record: MaashRecord,
  now: Date,
  methods: Readonly<Record<string, boolean>> | null,
): ExactMaashSession => {
  const word = wordAt(record, now)
  return {
    session_id: record.id,
    merchant_id: record.merchantId,
    transaction_id: record.transactionId,
    amount_usd: rawNumber(record.amountUsd),
    ...(record.merchantCurrency === null ? {} : { merchant_currency: record.merchantCurrency }),
    ...(record.merchantAmount === null ? {} : { merchant_amount: rawNumber(record.merchantAmount) }),
    status: record.forced ?? word,
    // Documented, and absent from the documents' example.
    ...(methods === null ? {} : { supported_methods: methods }),
    supported_tokens: record.supported,
    unsupported_tokens: record.unsupported,
    expires_at: record.expiresAt,
    created_at: record.createdAt,
    updated_at: word === record.word ? record.updatedAt : record.expiresAt,
    metadata: readJson(record.metadata),
  }
}

/** `data` of `POST /checkout/sessions`: no status, no amount; `transaction_id` is Maash's own here. */
export const toCreated = (record: MaashRecord): unknown => {
  const checkoutUrl = `https://pay.maash.io/checkout/${record.id}`
  return {
    session_id: record.id,
    checkout_url: checkoutUrl,
    checkout_url_with_token: `${checkoutUrl}?token=${toSessionToken(record.id)}`,
    ext_transaction_id: record.transactionId,
    transaction_id: record.ownTransactionId,
    expires_at: record.expiresAt,
    created_at: record.createdAt,
  }
}

/** `data` of `POST /checkout/sessions/select-payment`; `expires_at` is the session's. */
export const toSelected = (record: MaashRecord, payment: MaashPayment, now: Date): unknown => ({
  payment_id: payment.id,
  transaction_id: record.transactionId,
  status: 'awaiting_payment',
  wallet_address: payment.address,
  payment_uri: payment.uri,
  qr_code_url: payment.qrCodeUrl,
  amount_usd: rawNumber(record.amountUsd),
  token: payment.token,
  chain: payment.chain,
  token_amount_expected: payment.tokenAmount,
  expires_at: record.expiresAt,
  created_at: payment.createdAt,
  updated_at: toShortTime(now),
})
