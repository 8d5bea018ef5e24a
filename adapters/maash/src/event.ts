import type { MapContext, Note, SessionEvent } from '@onetill/core'
import { adapterName, type DecidedStatus, decideStatus, nativeReader, readMoney, readTime } from '@onetill/core/adapter'
import { provider } from './provider.ts'
import { event as eventSchema, type NativeEvent } from './schema.ts'
import { STATUS } from './status.ts'

/** Reads a webhook body. @throws invalid_response */
export const readEvent = nativeReader(eventSchema)

/** Whether a native value has the form of a webhook; where it has neither form, the channel says. */
export function isEvent(native: unknown, { via }: Pick<MapContext, 'via'>): boolean {
  if (typeof native !== 'object' || native === null) return via === 'webhook'
  return 'body' in native !== 'data' in native ? 'body' in native : via === 'webhook'
}

/** A webhook body as an event. It carries no session id: the merchant's reference is all that names the session. */
export function toEvent(native: unknown, context: MapContext): SessionEvent<'maash'> {
  const raw = readEvent(native)
  const { body } = raw
  const notes: Note[] = []
  const { pair, row, overruled } = decideEvent(raw, context)
  // A row that leads nowhere: the word decides nothing. A word without a row is unknown.
  const says = row?.to === null ? null : pair
  return {
    provider: provider.id,
    account: context.account,
    environment: context.environment,
    eventId: raw.id ?? null,
    name: toName(raw),
    sessionId: null,
    reference: body.ext_transaction_id,
    status: says?.status ?? null,
    detail: says?.detail ?? null,
    providerStatus: body.status,
    amount:
      body.amount === null || body.amount === undefined
        ? null
        : readMoney(body.amount, body.currency, { amount: 'body.amount', currency: 'body.currency' }, notes),
    occurredAt: readTime(raw.timestamp, 'timestamp'),
    providerData: { merchantId: body.merchant_id ?? null, providerTransactionId: body.transaction_id ?? null },
    notes,
    observed: { at: context.at, via: 'webhook', adapter: adapterName(provider), overruled },
  }
}

/** The words of webhooks are their own, whatever channel the context names. An event without a kind is a checkout. */
export function decideEvent({ event, body }: NativeEvent, { overrides }: MapContext): DecidedStatus {
  return decideStatus(STATUS, body.status, { via: 'webhook', overrides }, { event: event ?? 'checkout' })
}

/** Two words make the name; one alone says too little. */
function toName({ event, action }: NativeEvent): string | null {
  return typeof event === 'string' && typeof action === 'string' ? `${event}/${action}` : null
}
