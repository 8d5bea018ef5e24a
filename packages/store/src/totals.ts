import { sql, type Transaction } from 'kysely'
import { addMoney, type Money, subtractMoney } from '@onetill/core'
import type { Database, SessionTable, TotalTable } from './database.ts'
import type { Engine } from './engine.ts'
import type { Target } from './write-rows.ts'

type Counted = Pick<SessionTable, 'provider' | 'account' | 'environment' | 'status' | 'summary' | 'currency' | 'amount'>
type Group = Pick<TotalTable, 'provider' | 'account' | 'environment' | 'status' | 'summary' | 'currency'>

const GROUP = ['provider', 'account', 'environment', 'status', 'summary', 'currency'] as const

const groupKey = (group: Group): string => JSON.stringify(GROUP.map((column) => group[column]))

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
    const key = groupKey(group)
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
      await (engine.addAmounts === null ? writeExact(trx, engine, changed) : writeAdding(trx, engine, changed))
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
async function writeExact(trx: Transaction<Database>, engine: Engine, deltas: readonly Delta[]): Promise<void> {
  const rows = await trx
    .selectFrom('total')
    .selectAll()
    .where(({ or, and }) => or(deltas.map(({ group }) => and(group))))
    .execute()
  const known = new Map(rows.map((row) => [groupKey(row), row]))
  const sums = deltas.map(({ group, sessions, plus, minus }) => {
    const before = known.get(groupKey(group))
    return {
      ...group,
      sessions: (before?.sessions ?? 0) + sessions,
      amount: sumOf(group.currency, before?.amount ?? '0', plus, minus),
    }
  })
  await engine.writeRows(trx, TOTAL, sums)
}

const TOTAL: Target = { table: 'total', columns: [...GROUP, 'sessions', 'amount'], key: GROUP }

function sumOf(currency: string, known: string, plus: string, minus: string): string {
  if (currency === '') return '0'
  const of = (value: string): Money => ({ value, currency })
  return subtractMoney(addMoney(of(known), of(plus)), of(minus)).value
}
