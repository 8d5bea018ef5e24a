import { type SelectQueryBuilder, sql } from 'kysely'
import { addMoney, type CheckoutSession, minorUnits, money, type Status, type Summary } from '@onetill/core'
import type { Database } from './database.ts'
import type { Engine } from './engine.ts'
import { invalid } from './invalid.ts'
import { storedOf } from './rows.ts'
import { storable } from './storable.ts'
import type { StoredSession } from './stored-session.ts'

/** Which sessions. Everything given has to hold. */
export interface SessionFilter {
  readonly provider?: string | undefined
  readonly account?: string | undefined
  readonly environment?: CheckoutSession['environment'] | undefined
  readonly status?: Status | undefined
  readonly summary?: Summary | undefined
  readonly currency?: string | undefined
  /** Least amount, in major units as decimal text; needs `currency`. */
  readonly amountFrom?: string | undefined
  /** Greatest amount, in major units as decimal text; needs `currency`. */
  readonly amountTo?: string | undefined
  /** Listed at or after: `createdAt`, else when it was first known. UTC text. */
  readonly from?: string | undefined
  /** Listed before, UTC text. */
  readonly to?: string | undefined
  /** The merchant's reference, exactly. */
  readonly reference?: string | undefined
  /** Whether somebody has to look. */
  readonly attention?: boolean | undefined
  /** Beginning of an id or reference; else anywhere in the text of the newest 10,000 sessions that fit. */
  readonly text?: string | undefined
}

/** Which page. */
export interface PageOptions {
  /** Most sessions; 1 to 500. @default 50 */
  readonly limit?: number | undefined
  /** `next` of the page before. */
  readonly after?: string | undefined
}

/** One page of sessions, newest first. */
export interface SessionPage {
  readonly sessions: readonly StoredSession[]
  /** Where the next page begins; null: this is the last one. */
  readonly next: string | null
}

const MAX_LIMIT = 500
const DEFAULT_LIMIT = 50
/** How many of the newest sessions are looked through for a text anywhere. */
export const SEARCHED = 10_000

/** @throws invalid_input for a limit, cursor or amount that is none */
export async function listSessions(
  engine: Engine,
  filter: SessionFilter,
  { limit = DEFAULT_LIMIT, after }: PageOptions,
): Promise<SessionPage> {
  const { db, sortable } = engine
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw invalid('limit', `a whole number from 1 to ${MAX_LIMIT}`)
  const { text: words, ...exact } = filter
  const cursor = after === undefined ? null : readCursor(after)
  const text = words && storable(words)
  const rows = text
    ? await rowsOf(db, await searched(engine, exact, text, cursor, limit + 1))
    : await newestFirst(filtered(db.selectFrom('session').select(LISTED), exact, sortable), cursor, limit + 1).execute()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    sessions: page.filter(({ body }) => body !== '').map(storedOf),
    next: rows.length > limit && last !== undefined ? JSON.stringify([last.listed_at, last.key]) : null,
  }
}

const LISTED = ['listed_at', 'key', 'body'] as const
type Cursor = readonly [listedAt: string, key: string]

const newestFirst = <DB extends Record<Table, Position>, Table extends keyof DB & string, Row>(
  query: SelectQueryBuilder<DB, Table, Row>,
  cursor: Cursor | null,
  limit: number,
) =>
  (cursor === null ? query : query.where(sql<boolean>`(listed_at, key) < (${cursor[0]}, ${cursor[1]})`))
    .orderBy(sql`listed_at`, 'desc')
    .orderBy(sql`key`, 'desc')
    .limit(limit)

interface Position {
  readonly listed_at: string
  readonly key: string
}

/**
 * Keys of a page of what has a text. A whole index would be walked for what is rare, so it is looked for in bounded
 * places: at the beginning of what sessions are called by, and anywhere in the newest.
 */
async function searched(
  { db, sortable }: Engine,
  exact: SessionFilter,
  text: string,
  cursor: Cursor | null,
  limit: number,
): Promise<readonly string[]> {
  const positions = () => filtered(db.selectFrom('session').select(['listed_at', 'key']), exact, sortable)
  const beginning = (column: 'id' | 'reference' | 'key') => {
    const named = positions()
      .where(column, '>=', text)
      .where(column, '<', text + BEYOND)
      .orderBy(column)
      .limit(MAX_LIMIT)
    return db.selectFrom(named.as('named')).select(['named.listed_at', 'named.key'])
  }
  const newest = newestFirst(positions().select('search'), null, SEARCHED)
  const anywhere = db
    .selectFrom(newest.as('newest'))
    .select(['newest.listed_at', 'newest.key'])
    .where(sql<boolean>`newest.search like ${`%${escapeLike(text.toLowerCase())}%`} escape '\\'`)
  const all = beginning('id').union(beginning('reference')).union(beginning('key')).union(anywhere)
  const page = await newestFirst(db.selectFrom(all.as('found')).select('found.key'), cursor, limit).execute()
  return page.map(({ key }) => key)
}

/** Rows in the order of their keys here. Asked for by themselves, as a planner would rather walk along the order. */
async function rowsOf(db: Engine['db'], keys: readonly string[]) {
  if (keys.length === 0) return []
  const rows = await db.selectFrom('session').select(LISTED).where('key', 'in', keys).execute()
  const byKey = new Map(rows.map((row) => [row.key, row]))
  return keys.flatMap((key) => byKey.get(key) ?? [])
}

type Query<Row> = SelectQueryBuilder<Database, 'session', Row>

const EQUAL = ['provider', 'account', 'environment', 'status', 'summary', 'currency', 'reference'] as const

function filtered<Row>(query: Query<Row>, filter: SessionFilter, sortable: Engine['sortable']): Query<Row> {
  let narrowed = query
  for (const column of EQUAL) {
    const value = filter[column]
    if (value !== undefined) narrowed = narrowed.where(column, '=', storable(value))
  }
  const { from, to, attention, amountFrom, amountTo, currency } = filter
  if (from !== undefined) narrowed = narrowed.where('listed_at', '>=', from)
  if (to !== undefined) narrowed = narrowed.where('listed_at', '<', to)
  // As text in the statement: SQLite takes a partial index only for a condition it can read.
  if (attention === true) narrowed = narrowed.where(sql<boolean>`attention <> ''`)
  if (attention === false) narrowed = narrowed.where('attention', '=', '')
  if (amountFrom !== undefined)
    narrowed = narrowed.where('amount_minor', '>=', bound('amountFrom', amountFrom, currency))
  if (amountTo !== undefined) narrowed = narrowed.where('amount_minor', '<=', bound('amountTo', amountTo, currency))
  return narrowed

  function bound(field: string, value: string, of: string | undefined): string {
    if (of === undefined) throw invalid(field, '`currency` beside it: amounts of two currencies do not compare')
    try {
      return sortable(minorUnits(money(value, of)))
    } catch {
      throw invalid(field, 'an amount of `currency`, at most 38 digits in its minor units')
    }
  }
}

/** The end of the range of texts that begin like one. */
const BEYOND = '\u{10ffff}'

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

function readCursor(after: string): Cursor {
  try {
    const cursor: unknown = JSON.parse(after)
    if (Array.isArray(cursor) && typeof cursor[0] === 'string' && typeof cursor[1] === 'string')
      return [cursor[0], cursor[1]]
  } catch {
    // Told below.
  }
  throw invalid('after', '`next` of the page before')
}

/** Counts, and sums of what is asked for, of one group. */
export interface Total {
  readonly provider: string
  readonly account: string
  readonly environment: string
  readonly status: Status
  readonly summary: Summary
  /** Null: sessions of which no amount is known. */
  readonly currency: string | null
  readonly sessions: number
  /** Sum of `amount`, exact; null without a currency. */
  readonly amount: string | null
}

/** Counts and sums by provider, account, environment, status, summary word and currency; kept, not counted. */
export async function totalsOf(
  { db }: Engine,
  filter: Pick<SessionFilter, 'provider' | 'account' | 'environment'>,
): Promise<readonly Total[]> {
  let query = db.selectFrom('total').selectAll().where('sessions', '>', 0)
  for (const column of ['provider', 'account', 'environment'] as const) {
    const value = filter[column]
    if (value !== undefined) query = query.where(column, '=', value)
  }
  const rows = await query.execute()
  return rows
    .map(({ currency, amount, status, summary, ...rest }) => ({
      ...rest,
      status: status as Status,
      summary: summary as Summary,
      currency: currency === '' ? null : currency,
      amount: currency === '' ? null : exactText(amount, currency),
    }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

/** NUMERIC says 5.0 and 5.00 as it was added; ours is one text. */
const exactText = (value: string, currency: string): string =>
  addMoney({ value, currency }, { value: '0', currency }).value
