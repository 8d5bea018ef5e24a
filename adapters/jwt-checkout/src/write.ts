// Answers of the two writes.
import * as z from 'zod/mini'
import { type MapContext, type Note, type PayVia, type Refund, TillError } from '@onetill/core'
import {
  buildSession,
  type Leaves,
  NO_STATUS,
  nativeReader,
  optionalText,
  readJson,
  readMoney,
  readTime,
} from '@onetill/core/adapter'
import { type JwtCheckoutSession, jwtCheckoutMapper } from './map.ts'
import { provider } from './provider.ts'
import { REFUND_WORDS } from './status.ts'

type NativeCreated = Leaves<'id' | 'sessionId' | 'status' | 'checkoutUrl' | 'createdAt' | 'updatedAt' | 'expiresAt'>
type NativeRefunded = { readonly status: string } & Leaves<
  'refundId' | 'id' | 'amount' | 'currency' | 'reason' | 'createdAt' | 'updatedAt'
>

const readCreated = nativeReader<NativeCreated>(z.object({}))
const readRefunded = nativeReader<NativeRefunded>(z.object({ status: z.string() }))

/** What the answer to a create says. Only `checkoutUrl` is in the readable part of docs.kadosei.com/create-a-payment. */
export interface JwtCheckoutCreated {
  /** Null: the answer names none. */
  readonly id: string | null
  readonly payVia: PayVia | null
  /** The session by that answer, or null when it has no status: then it has to be read. */
  readonly session: (context: MapContext) => JwtCheckoutSession | null
  /** The session by its id alone. */
  readonly bare: (id: string, context: MapContext) => JwtCheckoutSession
}

/** Reads the answer to a create. @throws invalid_response */
export function toCreated(answer: string): JwtCheckoutCreated {
  const native = readJson(answer)
  const raw = readCreated(native)
  const id = optionalText(raw.id, 'id') ?? optionalText(raw.sessionId, 'sessionId')
  const url = optionalText(raw.checkoutUrl, 'checkoutUrl')
  const payVia: PayVia | null = url === null ? null : { kind: 'url', url }
  return {
    id,
    payVia,
    session: (context) =>
      typeof raw.status === 'string' && id !== null ? jwtCheckoutMapper.toSession({ ...raw, id }, context) : null,
    bare: (id, context) =>
      buildSession(
        provider,
        {
          id,
          status: NO_STATUS,
          providerStatus: null,
          payVia,
          providerData: { failureReason: null },
          notes: [{ code: 'status_not_reported', path: 'status' }],
        },
        context,
      ),
  }
}

/** The answer to a refund → the refund. @throws invalid_response */
export function toRefunded(answer: string): Refund {
  const raw = readRefunded(readJson(answer))
  const notes: Note[] = []
  // `refundId` here, `id` in a read (docs.kadosei.com/refunds).
  const id = optionalText(raw.refundId, 'refundId') ?? optionalText(raw.id, 'id')
  if (id === null || id === '') throw new TillError(NO_ID)
  return {
    id,
    amount: readMoney(raw.amount, raw.currency, { amount: 'amount', currency: 'currency' }, notes),
    status: REFUND_WORDS.get(raw.status)?.to ?? 'unknown',
    providerStatus: raw.status,
    reason: optionalText(raw.reason, 'reason'),
    failureReason: null,
    createdAt: readTime(raw.createdAt, 'createdAt'),
    updatedAt: readTime(raw.updatedAt, 'updatedAt'),
  }
}

const NO_ID = {
  code: 'invalid_response',
  message: 'the answer is not as documented: refundId: expected text',
  issues: [{ path: 'refundId', expected: 'text' }],
} as const
