import * as z from 'zod/mini'

const text = z.exactOptional(z.nullable(z.string()))

/** Fields of `processor`: the 23 of the published schema (get-session), the bare names of the guides, test_skip. */
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

/**
 * Maven's session as read, in a webhook and in the create answer: one loose schema, since the three differ in which
 * fields they carry (`project_slug` or `project`, `phone_number`, `environment`) and in the type of `amount`.
 * `amount` is checked where it is read, because text, number and long literals all have to pass.
 */
export const session = z.object({
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

/** Both error forms: a text, or FastAPI's list. */
export const problem = z.object({
  detail: z.union([
    z.string(),
    z.array(z.object({ loc: z.nullish(z.array(z.union([z.string(), z.number()]))), type: text })),
  ]),
})

/** Maven's session. */
export type NativeSession = z.infer<typeof session>
/** Maven's `processor` object. */
export type NativeProcessor = z.infer<typeof processor>
