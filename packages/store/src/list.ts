import { type SelectQueryBuilder, sql } from 'kysely'
import { addMoney, type Status, type Summary } from '@onetill/core'
import type { Engine } from './engine.ts'
import { alternatives, filtered, type PlainFilter, type SessionFilter } from './filter.ts'
import { invalid } from './invalid.ts'
import { storedOf } from './rows.ts'
import { storable } from './storable.ts'
import type { StoredSession } from './stored-session.ts'

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
export const SEARCHED = 1_500
/** How many sessions of all whose name begins with a text are looked at. */
const BEGINNING = 500

/** @throws invalid_input for a limit, cursor or amount that is none */
export async function listSessions(
  engine: Engine,
  filter: SessionFilter,
  { limit = DEFAULT_LIMIT, after }: PageOptions,
): Promise<SessionPage> {
  const { db, sortable } = engine
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw invalid('limit', `a whole number from 1 to ${MAX_LIMIT}`)
  const cursor = after === undefined ? null : readCursor(after)
  const exact = await planned(engine, alternatives(filter))
  const [only] = exact
  const text = filter.text && storable(filter.text)
  const rows = (await isEmpty(engine, exact))
    ? []
    : text
      ? await rowsOf(db, await searched(engine, exact, text, cursor, limit + 1))
      : exact.length === 1 && only !== undefined
        ? await newestFirst(
            filtered(db.selectFrom('session').select(LISTED), only, sortable),
            cursor,
            limit + 1,
          ).execute()
        : await rowsOf(db, await anyOf(engine, exact, cursor, limit + 1))
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    sessions: page.filter(({ body }) => body !== '').map(storedOf),
    next: rows.length > limit && last !== undefined ? JSON.stringify([last.listed_at, last.key]) : null,
  }
}

/** What is totalled. */
const TOTALLED = ['provider', 'account', 'environment', 'status', 'summary', 'currency'] as const

/** Whether the totals say that nothing fits: two words that never meet are each walked through otherwise. */
async function isEmpty({ db }: Engine, filters: readonly PlainFilter[]): Promise<boolean> {
  for (const filter of filters) {
    const given = TOTALLED.filter((column) => filter[column] !== undefined)
    if (given.length < 2) return false
    let query = db.selectFrom('total').select('sessions').where('sessions', '>', 0)
    for (const column of given) query = query.where(column, '=', storable(filter[column] ?? ''))
    if ((await query.limit(1).execute()).length > 0) return false
  }
  return true
}

/** Amounts in a range that are fetched and put in order; of more, a page is found sooner by a walk through what is newest. */
const FEW_AMOUNTS = 2_000

/** Decides which index is best for a range of amounts: a planner takes it for rarer than it is. */
async function planned({ db, sortable }: Engine, filters: readonly PlainFilter[]): Promise<readonly PlainFilter[]> {
  const planning = filters.map(async (filter): Promise<PlainFilter> => {
    const { currency, amountFrom, amountTo } = filter
    if (amountFrom === undefined && amountTo === undefined) return filter
    const range = filtered(db.selectFrom('session').select('key'), { currency, amountFrom, amountTo }, sortable)
    const some = await db
      .selectFrom(range.limit(FEW_AMOUNTS + 1).as('range'))
      .select(sql<number | string>`count(*)`.as('found'))
      .executeTakeFirstOrThrow()
    return Number(some.found) > FEW_AMOUNTS ? { ...filter, amounts: 'many' } : filter
  })
  return Promise.all(planning)
}

const LISTED = ['listed_at', 'key', 'body'] as const
const POSITION = ['listed_at', 'key'] as const
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

/** Keys of a page of what fits any filter: a page of each, put together. */
async function anyOf(
  { db, sortable }: Engine,
  exact: readonly PlainFilter[],
  cursor: Cursor | null,
  limit: number,
): Promise<readonly string[]> {
  const pages = exact.map((one) => {
    const page = newestFirst(filtered(db.selectFrom('session').select(POSITION), one, sortable), cursor, limit)
    return db.selectFrom(page.as('page')).select(['page.listed_at', 'page.key'])
  })
  return keysOf(db, pages, null, limit)
}

/**
 * Keys of a page of what has a text. A whole index would be walked for what is rare, so it is looked for in bounded
 * places: at the beginning of what sessions are called by, and anywhere in the newest.
 */
async function searched(
  { db, sortable }: Engine,
  exact: readonly PlainFilter[],
  text: string,
  cursor: Cursor | null,
  limit: number,
): Promise<readonly string[]> {
  const like = `%${escapeLike(text.toLowerCase())}%`
  const pages = exact.flatMap((one) => {
    const positions = () => filtered(db.selectFrom('session').select(POSITION), one, sortable)
    const beginning = (column: 'id' | 'reference' | 'key') => {
      // Bounded before the filter: of what begins like that, everything may have to be looked at for one that fits.
      const named = db
        .selectFrom('session')
        .select('key')
        .where(column, '>=', text)
        .where(column, '<', text + BEYOND)
        .orderBy(column)
        .limit(BEGINNING)
      return positions().where('key', 'in', named)
    }
    const newest = newestFirst(positions().select('search'), null, SEARCHED)
    const having = db
      .selectFrom(newest.as('newest'))
      .select(['newest.listed_at', 'newest.key'])
      .where(sql<boolean>`newest.search like ${like} escape '\\'`)
    const anywhere = db.selectFrom(newestFirst(having, cursor, limit).as('page')).select(['page.listed_at', 'page.key'])
    return [beginning('id'), beginning('reference'), beginning('key'), anywhere]
  })
  return keysOf(db, pages, cursor, limit)
}

/** Keys of several lists together, each once, newest first. */
async function keysOf(
  db: Engine['db'],
  [first, ...others]: readonly SelectQueryBuilder<never, never, Position>[],
  cursor: Cursor | null,
  limit: number,
): Promise<readonly string[]> {
  if (first === undefined) return []
  const all = others.reduce((together, other) => together.union(other), first)
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
