import type { Transaction } from 'kysely'
import type { WebhookEvent } from '@onetill/core'
import { canonicalJson } from './canonical.ts'
import type { Database } from './database.ts'

/** What became of a delivery. */
export const DELIVERY_STATES = ['applied', 'asked', 'waiting', 'unknown'] as const
/** `applied`: is in the session. `asked`: a hint, a read is due. `waiting`: its session is not known yet. `unknown`: kept. */
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** Whether the delivery is a new one. Of many at once only one is told so. */
export async function insertDelivery(
  trx: Transaction<Database>,
  event: WebhookEvent,
  state: DeliveryState,
  name: string | null,
): Promise<'new' | 'repeated'> {
  const { provider, account, trust, sessionKey, reference, receivedAt, native } = event
  const key = deliveryKey(event)
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('delivery')
    .values({
      ...{ key, provider, account, received_at: receivedAt, trust, state, session_key: sessionKey, reference, name },
      ...{ body: canonicalJson(native), times: 1 },
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
  JSON.stringify([provider, account, key])
