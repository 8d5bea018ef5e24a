// The whole answers as zod schemas, as an application would write them from the documents: for the peers.
import * as z from 'zod/mini'

const text = z.nullish(z.string())
const unknown = z.optional(z.unknown())

const processor = z.object({
  card_brand: text,
  card_last4: text,
  receipt_url: text,
  stripe_charge_id: text,
  stripe_payment_intent_id: text,
  payment_method_id: text,
  stripe_customer_id: text,
  authnet_transaction_id: text,
  authnet_auth_code: text,
  authnet_response_code: text,
  authnet_avs_result_code: text,
  authnet_cvv_result_code: text,
  authnet_cavv_result_code: text,
  authnet_network_trans_id: text,
  authnet_capture_status: text,
  authnet_customer_profile_id: text,
  authnet_payment_profile_id: text,
  braintree_transaction_id: text,
  braintree_customer_id: text,
  braintree_payment_method_token: text,
  shift4_charge_id: text,
  shift4_customer_id: text,
  shift4_card_id: text,
  transaction_id: text,
  charge_id: text,
  payment_intent_id: text,
  customer_id: text,
  auth_code: text,
  response_code: text,
  avs_result_code: text,
  cvv_result_code: text,
  cavv_result_code: text,
  network_trans_id: text,
  capture_status: text,
  customer_profile_id: text,
  payment_profile_id: text,
  payment_method_token: text,
  card_id: text,
  test_skip: z.exactOptional(z.nullable(z.boolean())),
})

/** Maven's session. */
export const maven = z.object({
  session_id: z.string().check(z.minLength(1)),
  status: z.string(),
  is_terminal: z.nullish(z.boolean()),
  amount: z.optional(z.unknown()),
  currency: text,
  mode: text,
  caller: text,
  project_slug: text,
  project: text,
  gateway: text,
  environment: text,
  source: text,
  created_at: text,
  updated_at: text,
  processor: z.nullish(processor),
  error: z.nullish(z.object({ code: text, message: text })),
  description: text,
  callback: text,
  memory: text,
  transfer_status: text,
  expires_at: text,
  completed_at: text,
  phone_number: text,
  sip_uri: text,
})

/** Maash's session. */
export const maash = z.object({
  data: z.object({
    session_id: z.string().check(z.minLength(1)),
    status: z.string(),
    merchant_id: text,
    transaction_id: text,
    amount_usd: unknown,
    merchant_currency: text,
    merchant_amount: unknown,
    supported_methods: unknown,
    supported_tokens: unknown,
    unsupported_tokens: unknown,
    expires_at: text,
    created_at: text,
    updated_at: text,
    metadata: unknown,
  }),
})

const refund = z.object({
  id: z.string().check(z.minLength(1)),
  amount: z.unknown(),
  currency: z.unknown(),
  status: z.string(),
  failureReason: unknown,
  reason: unknown,
  createdAt: text,
  updatedAt: text,
})

/** A session of the JWT checkout API. */
export const jwtCheckout = z.object({
  id: z.string().check(z.minLength(1)),
  orderReference: text,
  status: z.string(),
  failureReason: unknown,
  providerName: unknown,
  paymentMethod: text,
  expiresAt: unknown,
  createdAt: text,
  updatedAt: text,
  refunds: z.nullish(z.array(refund)),
})

/** Maven's session. */
export type NativeMaven = z.infer<typeof maven>
/** Maash's session. */
export type NativeMaash = z.infer<typeof maash>
/** A session of the JWT checkout API. */
export type NativeJwtCheckout = z.infer<typeof jwtCheckout>
