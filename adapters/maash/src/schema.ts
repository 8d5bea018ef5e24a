import * as z from 'zod/mini'
import type { Leaves } from '@onetill/core/adapter'

const text = z.nullish(z.string())
/** Checked where it is read. */
const later = z.optional(z.unknown())

/**
 * Answer of a read: what has to be there; the rest is checked where it is read.
 * Source: docs.maash.io/api-reference/get-checkout-session, read 2026-11-20.
 */
export const session = z.object({
  data: z.object({ session_id: z.string().check(z.minLength(1)), status: z.string() }),
})

/** Webhook body. Without the merchant's id it names no session. Source: docs.maash.io/webhooks, read 2026-11-20. */
export const event = z.object({
  id: text,
  event: text,
  action: text,
  timestamp: text,
  body: z.object({
    status: z.string(),
    ext_transaction_id: z.string().check(z.minLength(1)),
    transaction_id: text,
    merchant_id: text,
    amount: later,
    currency: text,
  }),
})

/** Both error forms, with and without `details`. Source: docs.maash.io/error-handling, read 2026-11-20. */
export const problem = z.object({
  error: later,
  details: z.nullish(z.object({ validation_errors: z.nullish(z.array(z.unknown())) })),
})

/** `data` of a read. */
export type NativeSession = z.infer<typeof session>['data'] &
  Leaves<
    | 'merchant_id'
    | 'transaction_id'
    | 'amount_usd'
    | 'merchant_currency'
    | 'merchant_amount'
    | 'supported_methods'
    | 'supported_tokens'
    | 'unsupported_tokens'
    | 'expires_at'
    | 'created_at'
    | 'updated_at'
    | 'metadata'
  >
/** Maash's webhook. */
export type NativeEvent = z.infer<typeof event>
