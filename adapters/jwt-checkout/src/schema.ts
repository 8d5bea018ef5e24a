import * as z from 'zod/mini'

const text = z.nullish(z.string())
/** "object" in the documents, a text in their example: anything passes here and is read as text or nothing. */
const loose = z.optional(z.unknown())

const refund = z.object({
  id: z.string().check(z.minLength(1)),
  amount: z.unknown(),
  currency: z.unknown(),
  status: z.string(),
  failureReason: loose,
  reason: loose,
  createdAt: text,
  updatedAt: text,
})

/** The answer of `GET /api/v1/sessions/{sessionId}`. Amounts are checked where they are read. */
export const session = z.object({
  id: z.string().check(z.minLength(1)),
  orderReference: text,
  status: z.string(),
  failureReason: loose,
  providerName: loose,
  paymentMethod: text,
  expiresAt: loose,
  createdAt: text,
  updatedAt: text,
  refunds: z.nullish(z.array(refund)),
})

/** Where a webhook may name what it is about. Its form is not documented, so nothing is required. */
const naming = z.object({ sessionId: loose, orderReference: loose })

/** A webhook body: any object. */
export const event = z.extend(naming, { event: loose, type: loose, eventId: loose, data: loose })

/** The part of a webhook under `data`. */
export const eventData = z.extend(naming, { id: loose })

/** Both error forms; `code` and `statusCode` repeat the HTTP status and are not read. */
export const problem = z.object({ message: loose, requestId: loose })

/** The provider's session. */
export type NativeSession = z.infer<typeof session>
/** The part of a webhook under `data`. */
export type NativeEventData = z.infer<typeof eventData>
/** The provider's refund. */
export type NativeRefund = z.infer<typeof refund>
