import type { Transaction } from 'kysely'
import type { Database, DeliveryTable } from './database.ts'
import { type DeliveryState, deliveryBodyOf } from './delivery.ts'
import { scheduleIn } from './due.ts'
import type { Engine } from './engine.ts'
import { type Observation, observeOther, type SessionIdentity } from './observation.ts'
import { entriesOf, type Recorded, writeEntries } from './record.ts'

/** A session that deliveries may have waited for. */
export type Expecting = SessionIdentity & { readonly key: string; readonly reference: string | null }

/** Applies deliveries that waited for these sessions, in the transaction that brought them. */
export async function applyWaiting(
  trx: Transaction<Database>,
  engine: Engine,
  sessions: readonly Expecting[],
  at: string,
): Promise<readonly Recorded[]> {
  const waiting = await waitingFor(trx, sessions)
  if (waiting.length === 0) return []
  const observations: Observation[] = []
  const due = new Map<string, SessionIdentity>()
  for (const delivery of waiting) {
    const targets = delivery.session_key === null ? await withReference(trx, delivery) : fitting(delivery, sessions)
    const [only, ...others] = targets
    if (only === undefined) continue
    for (const target of targets) due.set(target.key, identityOf(target))
    const { said, asOf } = deliveryBodyOf(delivery)
    const applies = said !== null && delivery.trust === 'verified' && others.length === 0
    if (applies) observations.push(observeOther(identityOf(only), { kind: 'word', ...said }, { via: 'webhook', asOf }))
    const state: DeliveryState = applies ? 'applied' : 'asked'
    await trx
      .updateTable('delivery')
      .set({ state, session_key: only.key })
      .where('key', '=', delivery.key)
      .where('state', '=', 'waiting')
      .execute()
  }
  const recorded = await writeEntries(trx, engine, entriesOf(observations), at)
  await scheduleIn(
    trx,
    due,
    [...due.keys()].map((key) => ({ key, at })),
  )
  return recorded
}

/** Sessions of an account that have a reference; more than one: nobody knows which is meant. */
export async function withReference(
  trx: Transaction<Database>,
  { provider, account, reference }: Pick<DeliveryTable, 'provider' | 'account' | 'reference'>,
): Promise<readonly Expecting[]> {
  if (reference === null) return []
  return trx
    .selectFrom('session')
    .select(['key', 'provider', 'account', 'id', 'reference'])
    .where('reference', '=', reference)
    .where('provider', '=', provider)
    .where('account', '=', account)
    .orderBy('listed_at', 'desc')
    .limit(MOST_MEANT)
    .execute()
}

/** Sessions for which deliveries wait although they are there: two transactions could not see each other. */
export async function overlooked(trx: Transaction<Database>): Promise<readonly Expecting[]> {
  const columns = ['session.key', 'session.provider', 'session.account', 'session.id', 'session.reference'] as const
  const byKey = trx
    .selectFrom('delivery')
    .innerJoin('session', 'session.key', 'delivery.session_key')
    .where('delivery.state', '=', 'waiting')
    .select(columns)
    .distinct()
    .limit(MOST_SETTLED)
  const byReference = trx
    .selectFrom('delivery')
    .innerJoin('session', (join) =>
      join
        .onRef('session.reference', '=', 'delivery.reference')
        .onRef('session.provider', '=', 'delivery.provider')
        .onRef('session.account', '=', 'delivery.account'),
    )
    .where('delivery.state', '=', 'waiting')
    .where('delivery.session_key', 'is', null)
    .select(columns)
    .distinct()
    .limit(MOST_SETTLED)
  return [...(await byKey.execute()), ...(await byReference.execute())]
}

const MOST_MEANT = 10
const MOST_SETTLED = 500

async function waitingFor(
  trx: Transaction<Database>,
  sessions: readonly Expecting[],
): Promise<readonly DeliveryTable[]> {
  if (sessions.length === 0) return []
  const references = sessions.flatMap(({ reference }) => (reference === null ? [] : [reference]))
  const keys = sessions.map(({ key }) => key)
  const found = await trx
    .selectFrom('delivery')
    .selectAll()
    .where('state', '=', 'waiting')
    .where(({ eb, or }) =>
      or([eb('session_key', 'in', keys), ...(references.length > 0 ? [eb('reference', 'in', references)] : [])]),
    )
    .orderBy('key')
    .execute()
  return found.filter((delivery) => fitting(delivery, sessions).length > 0)
}

const fitting = (
  { provider, account, session_key, reference }: DeliveryTable,
  sessions: readonly Expecting[],
): readonly Expecting[] =>
  sessions.filter(
    (session) =>
      session.provider === provider &&
      session.account === account &&
      (session_key === null ? session.reference === reference : session.key === session_key),
  )

const identityOf = ({ provider, account, id }: SessionIdentity): SessionIdentity => ({ provider, account, id })
