import type { Transaction } from 'kysely'
import type { Detail, Status, WebhookEvent } from '@onetill/core'
import { canonicalJson } from './canonical.ts'
import type { Database, DeliveryTable } from './database.ts'
import { indexable, storable } from './storable.ts'

/** What became of a delivery. */
export const DELIVERY_STATES = ['applied', 'asked', 'waiting', 'unknown'] as const
/**
 * `applied`: is in the session. `asked`: says nothing that counts, a read is due. `waiting`: its session is not known
 * yet. `unknown`: names no session; kept.
 */
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** What a verified delivery said of the status. */
export interface SaidWord {
  readonly status: Status
  readonly detail: Detail | null
  readonly word: string | null
}

/** What is kept of a delivery. */
export interface DeliveryBody {
  /** When it was true, UTC text. */
  readonly asOf: string
  /** What is applied when its session comes. */
  readonly said: SaidWord | null
  /** The provider's body, cut to what may be kept, or null. */
  readonly native: string | null
}

/** Writes a delivery, once. Of many at once only one is told that it is new. */
export async function insertDelivery(
  trx: Transaction<Database>,
  event: WebhookEvent,
  state: DeliveryState,
  sessionKey: string | null,
  body: DeliveryBody,
): Promise<'new' | 'repeated'> {
  const { provider, account, trust, reference, receivedAt } = event
  const key = deliveryKey(event)
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('delivery')
    .values({
      ...{ key, provider, account, received_at: receivedAt, trust, state, session_key: sessionKey },
      reference: reference && indexable(reference),
      name: storable(event.event?.name ?? '') || null,
      ...{ body: canonicalJson(body), times: 1 },
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst()
  if ((numInsertedOrUpdatedRows ?? 0n) > 0n) return 'new'
  await trx
    .updateTable('delivery')
    .set(({ eb, ref }) => ({ times: eb(ref('times'), '+', 1) }))
    .where('key', '=', key)
    .execute()
  return 'repeated'
}

/** Of the event, never of a header of the transport. */
export const deliveryKey = ({ provider, account, key }: Pick<WebhookEvent, 'provider' | 'account' | 'key'>): string =>
  JSON.stringify([provider, account, indexable(key)])

/** What was kept of it. */
export const deliveryBodyOf = ({ body }: Pick<DeliveryTable, 'body'>): DeliveryBody => JSON.parse(body) as DeliveryBody
