import { addMoney } from '@onetill/core'
import { minorOf } from './row.ts'
import type { Target } from './write-rows.ts'

/** A row as the database gives it. */
export type Row = Readonly<Record<string, unknown>>

/** A table whose rows are called by their key. */
export interface KeyedTable {
  readonly name: Target['table']
  readonly key: readonly string[]
  /** What is the same on every database, without the key. */
  readonly columns: readonly string[]
  /** What a row is on both sides, where a database writes it in its own way. */
  readonly plain?: (row: Row) => Row
  /** Further columns, as the database that is written has them. */
  readonly made?: (row: Row, sortable: (minor: bigint) => string) => Row
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Tables in the order in which they are copied. Numbers that a database counts itself are counted anew. */
export const KEYED: readonly KeyedTable[] = [
  {
    name: 'session',
    key: ['key'],
    columns: [
      ...['provider', 'account', 'id', 'environment', 'status', 'detail', 'summary', 'reference', 'currency', 'amount'],
      ...['listed_at', 'updated_at', 'expires_at', 'sold_at', 'last_confirmed_at', 'attention', 'search', 'body'],
      ...['expected', 'resolution', 'decided', 'needs_look', 'announced'],
    ],
    made: ({ amount, currency }, sortable) => ({
      amount_minor: amount === null ? null : minorOf({ value: text(amount), currency: text(currency) }, sortable),
    }),
  },
  {
    name: 'observation',
    key: ['session_key', 'hash'],
    columns: ['via', 'as_of', 'times', 'adapter', 'body', 'native', 'recorded_at'],
  },
  {
    name: 'poll',
    key: ['key'],
    columns: ['provider', 'account', 'next_at', 'fence', 'failures'],
    // Whoever reads at this moment writes to the store it has, not to the copy.
    made: () => ({ owner: null }),
  },
  {
    name: 'delivery',
    key: ['key'],
    columns: [
      ...['provider', 'account', 'received_at', 'trust', 'state', 'session_key', 'reference', 'name', 'body', 'times'],
    ],
  },
  {
    name: 'total',
    key: ['provider', 'account', 'environment', 'status', 'summary', 'currency'],
    columns: ['sessions', 'amount'],
    // NUMERIC says 5.0 and 5.00 as it was added.
    plain: (row) => {
      const currency = text(row['currency'])
      const sum = { value: text(row['amount']), currency }
      return { ...row, amount: currency === '' ? '0' : addMoney(sum, { value: '0', currency }).value }
    },
  },
  { name: 'rate', key: ['bucket'], columns: ['times'] },
  {
    name: 'payer_link',
    key: ['hash'],
    columns: ['session_key', 'created_at', 'created_by', 'expires_at', 'revoked_at'],
  },
  {
    name: 'reconciliation_run',
    key: ['id'],
    columns: ['rules', 'as_of', 'kept_at', 'verdict', 'hash', 'state', 'body'],
  },
  {
    name: 'finding',
    key: ['id'],
    columns: [
      ...['rules', 'code', 'exception', 'state', 'first_seen_at', 'last_seen_at', 'first_run', 'last_run', 'runs'],
      ...['reopened', 'closed_at', 'closed_reason', 'body'],
    ],
  },
  { name: 'finding_session', key: ['session_key', 'finding_id'], columns: [] },
]

/** What is copied of a change; its number and transaction are those of the database it is in. */
export const CHANGE_COLUMNS = ['session_key', 'at', 'via', 'hash', 'events', 'diff'] as const
