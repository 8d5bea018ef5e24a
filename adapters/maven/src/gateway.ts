import type { CardProcessor, JsonRecord } from '@onetill/core'
import type { NativeProcessor } from './schema.ts'

type Field = Exclude<keyof NativeProcessor, 'test_skip'>
type Role =
  | 'chargeId'
  | 'paymentIntentId'
  | 'customerId'
  | 'paymentMethodId'
  | 'code'
  | 'responseCode'
  | 'avs'
  | 'cvv'
  | 'cavv'
  | 'networkTransactionId'
  | 'captureState'
type Fields = Partial<Record<Role, readonly Field[]>>

/**
 * Each gateway's field names → one set of roles; of several names the first that is there counts.
 * Source: `Processor` in docs.trymaven.com/api-reference/public-api-v1/get-session; bare names:
 * /integrations/authorizenet-setup and /testing; all read 2026-11-20.
 */
const GATEWAY_FIELDS = {
  stripe: {
    chargeId: ['stripe_charge_id', 'charge_id', 'transaction_id'],
    paymentIntentId: ['stripe_payment_intent_id', 'payment_intent_id'],
    customerId: ['stripe_customer_id', 'customer_id'],
    paymentMethodId: ['payment_method_id'],
  },
  authorizenet: {
    chargeId: ['authnet_transaction_id', 'transaction_id'],
    customerId: ['authnet_customer_profile_id', 'customer_profile_id'],
    paymentMethodId: ['authnet_payment_profile_id', 'payment_profile_id'],
    code: ['authnet_auth_code', 'auth_code'],
    responseCode: ['authnet_response_code', 'response_code'],
    avs: ['authnet_avs_result_code', 'avs_result_code'],
    cvv: ['authnet_cvv_result_code', 'cvv_result_code'],
    cavv: ['authnet_cavv_result_code', 'cavv_result_code'],
    networkTransactionId: ['authnet_network_trans_id', 'network_trans_id'],
    captureState: ['authnet_capture_status', 'capture_status'],
  },
  braintree: {
    chargeId: ['braintree_transaction_id', 'transaction_id'],
    customerId: ['braintree_customer_id', 'customer_id'],
    paymentMethodId: ['braintree_payment_method_token', 'payment_method_token'],
  },
  shift4: {
    chargeId: ['shift4_charge_id', 'charge_id', 'transaction_id'],
    customerId: ['shift4_customer_id', 'customer_id'],
    paymentMethodId: ['shift4_card_id', 'card_id'],
  },
} as const satisfies Record<string, Fields>

/** A gateway whose fields we know. */
type KnownGateway = keyof typeof GATEWAY_FIELDS

/** Any gateway the session does not name, or that has no fields in the schema (Fiserv): every name is tried. */
const ANY: Fields = (() => {
  const merged: Partial<Record<Role, Field[]>> = {}
  for (const fields of Object.values<Fields>(GATEWAY_FIELDS)) {
    for (const role of Object.keys(fields) as Role[]) merged[role] = [...(merged[role] ?? []), ...(fields[role] ?? [])]
  }
  return merged
})()

/** Whether the gateway is a row of the table. */
export function isKnownGateway(gateway: string | null | undefined): gateway is KnownGateway {
  return typeof gateway === 'string' && Object.hasOwn(GATEWAY_FIELDS, gateway)
}

/** Maven's flat `processor` object → one card processor; null when neither gateway nor object is there. */
export function toProcessor(
  gateway: string | null | undefined,
  native: NativeProcessor | null | undefined,
): CardProcessor | null {
  if (native === null || native === undefined) return typeof gateway === 'string' ? emptyProcessor(gateway) : null
  const fields: Fields = isKnownGateway(gateway) ? GATEWAY_FIELDS[gateway] : ANY
  const code = first(native, fields.code)
  const responseCode = first(native, fields.responseCode)
  const avs = first(native, fields.avs)
  const cvv = first(native, fields.cvv)
  const cavv = first(native, fields.cavv)
  const networkTransactionId = first(native, fields.networkTransactionId)
  const captureState = first(native, fields.captureState)
  const answered = code ?? responseCode ?? avs ?? cvv ?? cavv ?? networkTransactionId ?? captureState
  const brand = native.card_brand ?? null
  const last4 = native.card_last4 ?? null
  return {
    kind: 'card',
    gateway: gateway ?? 'unknown',
    chargeId: first(native, fields.chargeId),
    paymentIntentId: first(native, fields.paymentIntentId),
    customerId: first(native, fields.customerId),
    paymentMethodId: first(native, fields.paymentMethodId),
    card: brand === null && last4 === null ? null : { brand, last4 },
    receiptUrl: native.receipt_url ?? null,
    authorization:
      answered === null ? null : { code, responseCode, avs, cvv, cavv, networkTransactionId, captureState },
  }
}

/**
 * The documented fields as they came when one of them has no place in the processor (another gateway's field, a second
 * name of one role), so that nothing is lost; else null.
 */
export function unplaced(native: NativeProcessor, processor: CardProcessor): JsonRecord | null {
  const { chargeId, paymentIntentId, customerId, paymentMethodId, card, receiptUrl, authorization } = processor
  let placed = count(chargeId) + count(paymentIntentId) + count(customerId) + count(paymentMethodId)
  placed += count(receiptUrl) + count(card?.brand) + count(card?.last4)
  if (authorization !== null) {
    const { code, responseCode, avs, cvv, cavv, networkTransactionId, captureState } = authorization
    placed += count(code) + count(responseCode) + count(avs) + count(cvv) + count(cavv)
    placed += count(networkTransactionId) + count(captureState)
  }
  return countTexts(native) > placed ? native : null
}

function countTexts(native: NativeProcessor): number {
  let texts = 0
  for (const name in native) if (typeof native[name as Field] === 'string') texts++
  return texts
}

function emptyProcessor(gateway: string): CardProcessor {
  const ids = { chargeId: null, paymentIntentId: null, customerId: null, paymentMethodId: null }
  return { kind: 'card', gateway, ...ids, card: null, receiptUrl: null, authorization: null }
}

function first(native: NativeProcessor, names: readonly Field[] | undefined): string | null {
  if (names === undefined) return null
  for (const name of names) {
    const value = native[name]
    if (value !== null && value !== undefined) return value
  }
  return null
}

function count(value: string | null | undefined): 0 | 1 {
  return value === null || value === undefined ? 0 : 1
}
