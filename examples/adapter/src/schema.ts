import * as z from 'zod/mini'
import type { Leaves } from '@onetill/core/adapter'

/** An amount: two texts. What is in them is checked where it is read. */
const amount = z.nullish(z.object({ value: z.optional(z.unknown()), currency: z.optional(z.unknown()) }))

/** The answer of `GET /v2/payments/{id}`: only what has to be there. Everything else is checked in map.ts. */
export const payment = z.object({
  id: z.string().check(z.minLength(1)),
  status: z.string(),
  amount,
  amountCaptured: amount,
  amountRefunded: amount,
  amountChargedBack: amount,
  details: z.nullish(z.object({ failureReason: z.optional(z.unknown()) })),
  _links: z.nullish(z.object({ checkout: z.nullish(z.object({ href: z.optional(z.unknown()) })) })),
})

/** An error answer; `title` and `detail` are texts and not read. */
export const problem = z.object({ field: z.optional(z.unknown()) })

/** Mollie's payment. */
export type NativePayment = z.infer<typeof payment> &
  Leaves<
    | 'mode'
    | 'method'
    | 'description'
    | 'metadata'
    | 'createdAt'
    | 'expiresAt'
    | 'paidAt'
    | 'canceledAt'
    | 'expiredAt'
    | 'failedAt'
  >

/** Mollie's form of an amount. */
export type NativeAmount = NativePayment['amount']
