import type { Transaction } from 'kysely'
import { type ProviderFacts, sessionKey, type WebhookEvent } from '@onetill/core'
import type { Database } from './database.ts'
import { type DeliveryState, insertDelivery, type SaidWord } from './delivery.ts'
import { scheduleIn } from './due.ts'
import type { Engine } from './engine.ts'
import { keepValue } from './keep.ts'
import { type Observation, type ObserverFacts, observe, observeOther, type SessionIdentity } from './observation.ts'
import { entriesOf, type Recorded, writeEntries } from './record.ts'
import { faultOf, indexable } from './storable.ts'
import { applyWaiting, type Expecting, withReference } from './waiting.ts'

/** What `deliver` needs to know of the adapter: its `provider`. */
export type DeliveryFacts = ObserverFacts & Pick<ProviderFacts, 'keeps'>

/** What became of a delivery. */
export interface Delivered {
  /** `repeated`: it was there already, and nothing was done. */
  readonly state: DeliveryState | 'repeated'
  /** Keys of the sessions that are to be read because of it. */
  readonly due: readonly string[]
  /** What changed. */
  readonly recorded: readonly Recorded[]
}

/**
 * A delivery in a transaction: remembered once, applied where it is verified and says something, and a read made due. A
 * hint never makes a session: whoever may write one could make us ask for anything.
 */
export async function deliverIn(
  trx: Transaction<Database>,
  engine: Engine,
  given: WebhookEvent,
  facts: DeliveryFacts,
  at: string,
): Promise<Delivered> {
  const event = possible(given)
  const { trust, sessionId, receivedAt } = event
  const native = keepValue(event.native, facts.keeps ?? [])
  const occurredAt = event.event?.occurredAt ?? receivedAt
  // Nothing is true before it happened: a provider's clock may be ahead of ours.
  const [asOf = receivedAt] = [occurredAt, receivedAt].sort()
  const said = trust === 'verified' ? saidBy(event) : null
  const speaks = trust === 'verified' && (event.session !== null || said !== null)
  const targets = await meant(trx, event)
  const state = stateOf(event, targets.length, speaks)
  const key = sessionId === null ? (targets[0]?.key ?? null) : event.sessionKey
  if ((await insertDelivery(trx, event, state, key, { asOf, said, native })) === 'repeated')
    return { state: 'repeated', due: [], recorded: [] }
  if (state === 'waiting' || state === 'unknown') return { state, due: [], recorded: [] }

  const identities = new Map(targets.map((target) => [target.key, identityOf(target)]))
  const observations: Observation[] = []
  const [only] = targets
  if (state === 'applied' && only !== undefined)
    observations.push(
      event.session !== null
        ? observe(event.session, facts, { asOf, native })
        : observeOther(identityOf(only), { kind: 'word', ...(said ?? NOTHING) }, { via: 'webhook', asOf }),
    )
  const entries =
    observations.length > 0
      ? entriesOf(observations)
      : trust === 'verified'
        ? targets.map((target) => ({ identity: identityOf(target), observations: [] }))
        : []
  const recorded = await writeEntries(trx, engine, entries, at)
  const due = [...identities.keys()]
  await scheduleIn(
    trx,
    identities,
    due.map((one) => ({ key: one, at })),
  )
  const more = await applyWaiting(trx, engine, recorded.map(expectingOf), at)
  return { state, due, recorded: merged(recorded, more) }
}

/** A session as something that deliveries may wait for. */
export const expectingOf = ({ key, stored: { session } }: Recorded): Expecting => {
  const { provider, account, id, reference } = session
  return { key, provider, account, id, reference: reference && indexable(reference) }
}

/** The later state of each session with the events of both. */
export function merged(first: readonly Recorded[], then: readonly Recorded[]): readonly Recorded[] {
  if (then.length === 0) return first
  const later = new Map(then.map((one) => [one.key, one]))
  return first.map((one) => {
    const more = later.get(one.key)
    return more === undefined ? one : { ...more, events: [...new Set([...one.events, ...more.events])] }
  })
}

/** A delivery may name anything; one of a session that cannot be is kept as one that names none. */
function possible(event: WebhookEvent): WebhookEvent {
  const { provider, account, sessionId: id } = event
  if (id === null || faultOf({ provider, account, id }) === null) return event
  return { ...event, kind: 'other', session: null, sessionId: null, sessionKey: null, reference: null }
}

const NOTHING: SaidWord = { status: 'unknown', detail: null, word: null }

function saidBy({ event }: WebhookEvent): SaidWord | null {
  if (event === null || event.status === null) return null
  return { status: event.status, detail: event.detail, word: event.providerStatus }
}

/** Sessions that the delivery names. Of one named by its id and verified also a session that is not known yet. */
async function meant(trx: Transaction<Database>, event: WebhookEvent): Promise<readonly Expecting[]> {
  const { provider, account, reference, sessionId: id, trust } = event
  if (id === null) return withReference(trx, { provider, account, reference })
  const key = sessionKey({ provider, account, id })
  const target = { key, provider, account, id, reference }
  if (trust === 'verified') return [target]
  const known = await trx.selectFrom('session').select('key').where('key', '=', key).executeTakeFirst()
  return known === undefined ? [] : [target]
}

function stateOf({ sessionId, reference }: WebhookEvent, targets: number, speaks: boolean): DeliveryState {
  if (sessionId === null && reference === null) return 'unknown'
  if (targets === 0) return 'waiting'
  return speaks && targets === 1 ? 'applied' : 'asked'
}

const identityOf = ({ provider, account, id }: SessionIdentity): SessionIdentity => ({ provider, account, id })
