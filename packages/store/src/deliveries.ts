import { sql } from 'kysely'
import type { DeliveryTable } from './database.ts'
import { type DeliveryState, deliveryBodyOf } from './delivery.ts'
import type { Engine } from './engine.ts'

/** A delivery as it was kept. */
export interface StoredDelivery {
  /** What makes it unique. */
  readonly key: string
  readonly provider: string
  readonly account: string
  /** When it came first, UTC text. */
  readonly receivedAt: string
  readonly trust: 'verified' | 'hint'
  readonly state: DeliveryState
  /** The session it belongs to, by `sessionKey`, or null. */
  readonly sessionKey: string | null
  /** The merchant's reference it named, or null. */
  readonly reference: string | null
  /** The provider's name of the event, or null. */
  readonly name: string | null
  /** The provider's body, cut to what may be kept, or null. */
  readonly native: string | null
  /** How often it came. */
  readonly times: number
}

/** Which deliveries. Everything given has to hold. */
export interface DeliveryFilter {
  readonly provider?: string | undefined
  readonly account?: string | undefined
  readonly state?: DeliveryState | undefined
  readonly sessionKey?: string | undefined
}

/** How many deliveries there are of one account in one state. */
export interface DeliveryCount {
  readonly provider: string
  readonly account: string
  readonly state: DeliveryState
  readonly deliveries: number
  /** How often one of them came again. */
  readonly repeats: number
}

const MAX_DELIVERIES = 500

/** Deliveries, newest first. `before`: the last of the page before. */
export async function listDeliveries(
  { db }: Engine,
  { provider, account, state, sessionKey }: DeliveryFilter,
  { limit = 50, before }: { readonly limit?: number | undefined; readonly before?: StoredDelivery | undefined },
): Promise<readonly StoredDelivery[]> {
  let query = db
    .selectFrom('delivery')
    .selectAll()
    .orderBy('received_at', 'desc')
    .orderBy('key', 'desc')
    .limit(Math.max(1, Math.min(limit, MAX_DELIVERIES)))
  if (provider !== undefined) query = query.where('provider', '=', provider)
  if (account !== undefined) query = query.where('account', '=', account)
  if (state !== undefined) query = query.where('state', '=', state)
  if (sessionKey !== undefined) query = query.where('session_key', '=', sessionKey)
  if (before !== undefined)
    query = query.where(({ eb, or, and }) =>
      or([
        eb('received_at', '<', before.receivedAt),
        and([eb('received_at', '=', before.receivedAt), eb('key', '<', before.key)]),
      ]),
    )
  return (await query.execute()).map(deliveryOf)
}

/** Deliveries counted by account and state. */
export async function countDeliveries({ db }: Engine): Promise<readonly DeliveryCount[]> {
  const rows = await db
    .selectFrom('delivery')
    .select(['provider', 'account', 'state'])
    .select(sql<number>`count(*)`.as('deliveries'))
    .select(sql<number>`cast(sum(times - 1) as bigint)`.as('repeats'))
    .groupBy(['provider', 'account', 'state'])
    .orderBy('provider')
    .orderBy('account')
    .orderBy('state')
    .execute()
  return rows.map((row) => ({ ...row, state: row.state as DeliveryState }))
}

function deliveryOf(row: DeliveryTable): StoredDelivery {
  const { key, provider, account, received_at, trust, state, session_key, reference, name, times } = row
  return {
    ...{ key, provider, account, receivedAt: received_at, reference, name, times },
    // What the store wrote itself.
    ...{ trust: trust as StoredDelivery['trust'], state: state as DeliveryState, sessionKey: session_key },
    native: deliveryBodyOf(row).native,
  }
}
