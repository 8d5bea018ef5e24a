import * as z from 'zod/mini'
import type { Leaves } from '@onetill/core/adapter'

/** "object" in the documents, a text in their example: anything passes here and is read as text or nothing. */
const loose = z.optional(z.unknown())

const refund = z.object({ id: z.string().check(z.minLength(1)), status: z.string() })

/** The answer of `GET /api/v1/sessions/{sessionId}`: what has to be there. The rest is checked where it is read. */
export const session = z.object({
  id: z.string().check(z.minLength(1)),
  status: z.string(),
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
export type NativeSession = Omit<z.infer<typeof session>, 'refunds'> &
  Leaves<
    'orderReference' | 'failureReason' | 'providerName' | 'paymentMethod' | 'expiresAt' | 'createdAt' | 'updatedAt'
  > & { readonly refunds?: readonly NativeRefund[] | null | undefined }
/** The part of a webhook under `data`. */
export type NativeEventData = z.infer<typeof eventData>
/** The provider's refund. */
export type NativeRefund = z.infer<typeof refund> &
  Leaves<'amount' | 'currency' | 'failureReason' | 'reason' | 'createdAt' | 'updatedAt'>
