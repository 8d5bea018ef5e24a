// What somebody would write by hand for one provider: the answer's fields copied into the model, nothing checked.
// Peers of the benchmark only; they know just the case of the text they are given.
import type { CheckoutSession, JsonRecord, Refund } from '@onetill/core'
import type { NativeJwtCheckout as JwtCheckout, NativeMaven as Maven, NativeMaash } from './peer-schemas.ts'

const EMPTY_AMOUNTS = {
  priced: null,
  authorized: null,
  received: null,
  captured: null,
  refunded: null,
  settled: null,
  fee: null,
}
const EMPTY = {
  schemaVersion: 1,
  account: 'default',
  environment: 'unknown',
  reference: null,
  detail: null,
  providerDone: null,
  amount: null,
  amounts: EMPTY_AMOUNTS,
  expected: null,
  assumed: [],
  mismatch: [],
  purpose: null,
  createdAt: null,
  updatedAt: null,
  expiresAt: null,
  completedAt: null,
  paidAt: null,
  payVia: null,
  processor: null,
  refunds: null,
  refundStatus: 'unknown',
  refundEvidence: null,
  reversal: null,
  failure: null,
  customer: null,
  description: null,
  metadata: null,
  providerData: null,
  notes: [],
} as const

type Tokens = { readonly tokens: Readonly<Record<string, { readonly chain: readonly string[] }>> }

type Maash = NativeMaash['data']

/** Right for the amounts of the committed texts. */
const decimal = (value: unknown): string => {
  const text = String(value)
  const point = text.indexOf('.')
  return point < 0 ? `${text}.00` : text.padEnd(point + 3, '0')
}
const utc = (text: string): string => new Date(text).toISOString()

/** Maven, a paid Authorize.net session. */
export function mavenByHand(raw: Maven, at: string): CheckoutSession {
  const processor = raw.processor ?? {}
  return {
    ...EMPTY,
    provider: 'maven',
    id: raw.session_id ?? '',
    status: raw.status === 'payment-success' ? 'paid' : 'unknown',
    providerStatus: raw.status ?? null,
    providerDone: raw.is_terminal ?? null,
    amount: { value: String(raw.amount), currency: raw.currency ?? '' },
    purpose: 'payment',
    createdAt: utc(raw.created_at ?? ''),
    updatedAt: utc(raw.updated_at ?? ''),
    expiresAt: utc(raw.expires_at ?? ''),
    completedAt: utc(raw.completed_at ?? ''),
    paidAt: utc(raw.completed_at ?? ''),
    processor: {
      kind: 'card',
      gateway: raw.gateway ?? '',
      chargeId: processor.authnet_transaction_id ?? null,
      paymentIntentId: null,
      customerId: processor.authnet_customer_profile_id ?? null,
      paymentMethodId: processor.authnet_payment_profile_id ?? null,
      card: { brand: processor.card_brand ?? null, last4: processor.card_last4 ?? null },
      receiptUrl: processor.receipt_url ?? null,
      authorization: {
        code: processor.authnet_auth_code ?? null,
        responseCode: processor.authnet_response_code ?? null,
        avs: processor.authnet_avs_result_code ?? null,
        cvv: processor.authnet_cvv_result_code ?? null,
        cavv: processor.authnet_cavv_result_code ?? null,
        networkTransactionId: processor.authnet_network_trans_id ?? null,
        captureState: processor.authnet_capture_status ?? null,
      },
    },
    customer: { phone: raw.caller ?? null, email: null, name: null },
    description: raw.description ?? null,
    providerData: {
      project: raw.project_slug ?? null,
      mode: raw.mode ?? null,
      callback: raw.callback ?? null,
      memory: raw.memory ?? null,
      transferStatus: raw.transfer_status ?? null,
      source: null,
      processor: processor as JsonRecord,
    },
    observed: { at, via: 'read', adapter: 'maven@0.1.0', overruled: false },
  }
}

/** Maash, an open or confirming session. */
export function maashByHand({ data }: { readonly data: Maash }, at: string): CheckoutSession {
  const tokens = (value: unknown) =>
    Object.entries((value as Tokens).tokens).map(([token, { chain }]) => ({ token, chains: chain }))
  return {
    ...EMPTY,
    provider: 'maash',
    id: data.session_id ?? '',
    reference: data.transaction_id ?? null,
    status: data.status === 'pending' ? 'open' : 'processing',
    detail: data.status === 'pending' ? 'created' : 'confirming',
    providerStatus: data.status ?? null,
    amount: { value: decimal(data.merchant_amount), currency: data.merchant_currency ?? '' },
    amounts: { ...EMPTY_AMOUNTS, priced: { value: decimal(data.amount_usd), currency: 'USD' } },
    createdAt: utc(data.created_at ?? ''),
    updatedAt: utc(data.updated_at ?? ''),
    expiresAt: utc(data.expires_at ?? ''),
    processor: {
      kind: 'crypto',
      accepted: tokens(data.supported_tokens),
      refused: tokens(data.unsupported_tokens),
      methods: null,
      selected: null,
    },
    metadata: (data.metadata ?? null) as JsonRecord | null,
    providerData: { merchantId: data.merchant_id ?? null, providerTransactionId: null },
    observed: { at, via: 'read', adapter: 'maash@0.1.0', overruled: false },
  }
}

const REFUND_STATES: Record<string, 'succeeded' | 'pending' | 'failed'> = {
  COMPLETED: 'succeeded',
  PENDING: 'pending',
  FAILED: 'failed',
}

/** JWT checkout, a partly refunded session. */
export function jwtCheckoutByHand(raw: JwtCheckout, at: string): CheckoutSession {
  const text = (value: unknown) => (value ?? null) as string | null
  const list = (raw.refunds ?? []).map(
    (refund): Refund => ({
      id: refund.id ?? '',
      amount: { value: decimal(refund.amount), currency: String(refund.currency) },
      status: REFUND_STATES[refund.status ?? ''] ?? 'unknown',
      providerStatus: refund.status ?? '',
      reason: text(refund.reason),
      failureReason: text(refund.failureReason),
      createdAt: utc(refund.createdAt ?? ''),
      updatedAt: utc(refund.updatedAt ?? ''),
    }),
  )
  return {
    ...EMPTY,
    provider: 'jwt-checkout',
    id: raw.id ?? '',
    reference: raw.orderReference ?? null,
    status: 'paid',
    providerStatus: raw.status ?? null,
    amounts: { ...EMPTY_AMOUNTS, refunded: list.find(({ status }) => status === 'succeeded')?.amount ?? null },
    createdAt: utc(raw.createdAt ?? ''),
    updatedAt: utc(raw.updatedAt ?? ''),
    expiresAt: utc(String(raw.expiresAt)),
    processor: { kind: 'hosted', name: text(raw.providerName), method: raw.paymentMethod ?? null },
    refunds: list,
    refundStatus: 'partial',
    refundEvidence: 'list',
    providerData: { failureReason: text(raw.failureReason) },
    observed: { at, via: 'read', adapter: 'jwt-checkout@0.1.0', overruled: false },
  }
}
