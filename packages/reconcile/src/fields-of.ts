import { type CheckoutSession, type Money, sessionKey } from '@onetill/core'
import { decimalText } from '@onetill/core/adapter'
import type { Field } from './record.ts'
import type { SeenSession } from './side.ts'

/** Text of a column of an object; a name with points leads into it. Null: not there. */
export function textAt(record: object, column: string): string | null {
  const whole = own(record, column)
  if (whole !== undefined) return textOf(whole)
  let value: unknown = record
  for (const part of column.split('.')) value = own(value, part)
  return textOf(value)
}

function own(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null
  if (typeof value === 'string') return value
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  // Numbers come as the digits that were written; what is none is kept as something no check lets through.
  return decimalText(value) ?? '[not text]'
}

/** The fields of a session. */
export function fieldsOf(seen: CheckoutSession | SeenSession): Readonly<Partial<Record<Field, string | null>>> {
  const [session, paidSeenAt] = 'session' in seen ? [seen.session, seen.paidSeenAt ?? null] : [seen, null]
  const { amounts, refunds, reversal } = session
  const refunded = refundedOf(session)
  return {
    key: sessionKey(session),
    provider: session.provider,
    account: session.account,
    reference: session.reference,
    status: session.status,
    environment: session.environment,
    amount: session.amount?.value ?? null,
    currency: session.amount?.currency ?? null,
    captured: amounts.captured?.value ?? null,
    capturedCurrency: amounts.captured?.currency ?? null,
    received: amounts.received?.value ?? null,
    receivedCurrency: amounts.received?.currency ?? null,
    refunded: refunded?.value ?? null,
    refundedCurrency: refunded?.currency ?? null,
    refundPending: String(
      session.refundStatus === 'pending' || (refunds ?? []).some(({ status }) => status === 'pending'),
    ),
    reversal: reversal?.state ?? null,
    reversed: reversal?.amount?.value ?? null,
    reversedCurrency: reversal?.amount?.currency ?? null,
    paidAt: session.paidAt ?? paidSeenAt,
    createdAt: session.createdAt,
    updatedAt: session.updatedAt,
    // What is finally taken does not rest on the caller, also where the ask does.
    assumed: String(session.assumed.includes('amount') && amounts.captured === null && amounts.received === null),
  }
}

/** What was given back; null: the provider does not say how much. */
function refundedOf({ amounts, amount, refundStatus }: CheckoutSession): Money | null {
  if (amounts.refunded !== null) return amounts.refunded
  const taken = amounts.captured ?? amounts.received ?? amount
  if (refundStatus === 'full') return taken
  const nothing = refundStatus === 'none' || refundStatus === 'pending' || refundStatus === 'failed'
  return nothing && taken !== null ? { value: '0', currency: taken.currency } : null
}
