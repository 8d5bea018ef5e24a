import { sql, type Transaction } from 'kysely'
import { addMoney, type Money, subtractMoney } from '@onetill/core'
import type { Database, SessionTable, TotalTable } from './database.ts'
import type { Engine } from './engine.ts'

type Counted = Pick<SessionTable, 'provider' | 'account' | 'environment' | 'status' | 'summary' | 'currency' | 'amount'>
type Group = Pick<TotalTable, 'provider' | 'account' | 'environment' | 'status' | 'summary' | 'currency'>

const GROUP = ['provider', 'account', 'environment', 'status', 'summary', 'currency'] as const

/** Changes of counts and sums that a batch makes; exact, whatever the currency. */
export interface Tally {
  readonly add: (row: Counted) => void
  readonly remove: (row: Counted) => void
  /** Writes them in the transaction of the rows themselves. */
  readonly write: (trx: Transaction<Database>, engine: Engine) => Promise<void>
}

interface Delta {
  readonly group: Group
  sessions: number
  plus: string
  minus: string
}

export function tally(): Tally {
  const deltas = new Map<string, Delta>()
  const deltaOf = ({ provider, account, environment, status, summary, currency }: Counted): Delta => {
    const group: Group = { provider, account, environment, status, summary, currency: currency ?? '' }
    const key = JSON.stringify(Object.values(group))
    const known = deltas.get(key)
    if (known !== undefined) return known
    const made: Delta = { group, sessions: 0, plus: '0', minus: '0' }
    deltas.set(key, made)
    return made
  }
  return {
    add: (row) => {
      const delta = deltaOf(row)
      delta.sessions++
      delta.plus = plus(delta.plus, row)
    },
    remove: (row) => {
      const delta = deltaOf(row)
      delta.sessions--
      delta.minus = plus(delta.minus, row)
    },
    write: async (trx, engine) => {
      const changed = [...deltas.entries()]
        .filter(([, { sessions, plus, minus }]) => sessions !== 0 || plus !== minus)
        // Everybody in the same order, so that nobody waits for each other.
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, delta]) => delta)
      if (changed.length === 0) return
      await (engine.addAmounts === null ? writeExact(trx, changed) : writeAdding(trx, engine, changed))
    },
  }
}

const plus = (sum: string, { amount, currency }: Counted): string =>
  amount === null || currency === null ? sum : addMoney({ value: sum, currency }, { value: amount, currency }).value

/** The database adds. */
async function writeAdding(
  trx: Transaction<Database>,
  { addAmounts }: Engine,
  deltas: readonly Delta[],
): Promise<void> {
  const values = deltas.map(({ group, sessions, plus, minus }) => ({
    ...group,
    sessions,
    amount: sql<string>`${plus}::numeric - ${minus}::numeric`,
  }))
  await trx
    .insertInto('total')
    .values(values)
    .onConflict((conflict) =>
      conflict.columns([...GROUP]).doUpdateSet({
        sessions: sql`total.sessions + excluded.sessions`,
        amount: addAmounts?.('total.amount', 'excluded.amount') ?? sql`excluded.amount`,
      }),
    )
    .execute()
}

/** We add, as the database has no exact numbers; nobody else writes meanwhile. */
async function writeExact(trx: Transaction<Database>, deltas: readonly Delta[]): Promise<void> {
  for (const { group, sessions, plus, minus } of deltas) {
    const known = await trx
      .selectFrom('total')
      .select(['sessions', 'amount'])
      .where((where) => where.and(group))
      .executeTakeFirst()
    const row = {
      ...group,
      sessions: (known?.sessions ?? 0) + sessions,
      amount: sumOf(group.currency, known?.amount ?? '0', plus, minus),
    }
    await trx
      .insertInto('total')
      .values(row)
      .onConflict((conflict) =>
        conflict.columns([...GROUP]).doUpdateSet({ sessions: row.sessions, amount: row.amount }),
      )
      .execute()
  }
}

function sumOf(currency: string, known: string, plus: string, minus: string): string {
  if (currency === '') return '0'
  const of = (value: string): Money => ({ value, currency })
  return subtractMoney(addMoney(of(known), of(plus)), of(minus)).value
}
