import * as z from 'zod/mini'
import type { Leaves } from '@onetill/core/adapter'

const text = z.exactOptional(z.nullable(z.string()))

/** Text fields of `processor`: the 23 of the published schema (get-session), then the bare names of the guides. */
export const PROCESSOR_FIELDS = [
  'card_brand',
  'card_last4',
  'receipt_url',
  'stripe_charge_id',
  'stripe_payment_intent_id',
  'payment_method_id',
  'stripe_customer_id',
  'authnet_transaction_id',
  'authnet_auth_code',
  'authnet_response_code',
  'authnet_avs_result_code',
  'authnet_cvv_result_code',
  'authnet_cavv_result_code',
  'authnet_network_trans_id',
  'authnet_capture_status',
  'authnet_customer_profile_id',
  'authnet_payment_profile_id',
  'braintree_transaction_id',
  'braintree_customer_id',
  'braintree_payment_method_token',
  'shift4_charge_id',
  'shift4_customer_id',
  'shift4_card_id',
  'transaction_id',
  'charge_id',
  'payment_intent_id',
  'customer_id',
  'auth_code',
  'response_code',
  'avs_result_code',
  'cvv_result_code',
  'cavv_result_code',
  'network_trans_id',
  'capture_status',
  'customer_profile_id',
  'payment_profile_id',
  'payment_method_token',
  'card_id',
] as const

/**
 * Maven's session as read, in a webhook and in the create answer: what all three have to carry. They differ in which of
 * the other fields they have (`project_slug` or `project`, `phone_number`, `environment`) and in the type of `amount`;
 * those are checked where they are read.
 */
export const session = z.object({ session_id: z.string().check(z.minLength(1)), status: z.string() })

/** Both error forms: a text, or FastAPI's list. */
export const problem = z.object({
  detail: z.union([
    z.string(),
    z.array(z.object({ loc: z.nullish(z.array(z.union([z.string(), z.number()]))), type: text })),
  ]),
})

/** Maven's session. */
export type NativeSession = z.infer<typeof session> &
  Leaves<
    | 'is_terminal'
    | 'amount'
    | 'currency'
    | 'mode'
    | 'caller'
    | 'project_slug'
    | 'project'
    | 'gateway'
    | 'environment'
    | 'source'
    | 'created_at'
    | 'updated_at'
    | 'processor'
    | 'error'
    | 'description'
    | 'callback'
    | 'memory'
    | 'transfer_status'
    | 'expires_at'
    | 'completed_at'
    | 'phone_number'
    | 'sip_uri'
  >
/** Name of a text field of Maven's `processor`. */
export type ProcessorField = (typeof PROCESSOR_FIELDS)[number]
