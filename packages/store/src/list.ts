import { type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { addMoney, type CheckoutSession, minorUnits, money, type Status, type Summary, TillError } from '@onetill/core'
import type { Database } from './database.ts'
import type { Engine } from './engine.ts'
import { storedOf } from './rows.ts'
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
  { db, sortable }: Engine,
  filter: SessionFilter,
  { limit = DEFAULT_LIMIT, after }: PageOptions,
): Promise<SessionPage> {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw invalid('limit', `a whole number from 1 to ${MAX_LIMIT}`)
  const { text, ...exact } = filter
  let query = filtered(db.selectFrom('session').selectAll(), exact, sortable)
  if (text !== undefined && text !== '') {
    // A whole index is walked for what is rare, so a text is looked for in two bounded places.
    const found = filtered(db.selectFrom('session').select('key'), exact, sortable)
      .where(beginsWith(text))
      .limit(MAX_LIMIT)
    const newest = filtered(db.selectFrom('session').select(['key', 'search']), exact, sortable)
      .orderBy('listed_at', 'desc')
      .orderBy('key', 'desc')
      .limit(SEARCHED)
    const anywhere = db
      .selectFrom(newest.as('newest'))
      .select('newest.key')
      .where(sql<boolean>`newest.search like ${`%${escapeLike(text.toLowerCase())}%`} escape '\\'`)
    query = query.where('key', 'in', found.union(anywhere))
  }
  if (after !== undefined) {
    const [listedAt, key] = readCursor(after)
    query = query.where(sql<boolean>`(listed_at, key) < (${listedAt}, ${key})`)
  }
  const rows = await query
    .orderBy('listed_at', 'desc')
    .orderBy('key', 'desc')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    sessions: page.filter(({ body }) => body !== '').map(storedOf),
    next: rows.length > limit && last !== undefined ? JSON.stringify([last.listed_at, last.key]) : null,
  }
}

type Query<Row> = SelectQueryBuilder<Database, 'session', Row>

const EQUAL = ['provider', 'account', 'environment', 'status', 'summary', 'currency', 'reference'] as const

function filtered<Row>(query: Query<Row>, filter: SessionFilter, sortable: Engine['sortable']): Query<Row> {
  let narrowed = query
  for (const column of EQUAL) {
    const value = filter[column]
    if (value !== undefined) narrowed = narrowed.where(column, '=', value)
  }
  const { from, to, attention, amountFrom, amountTo, currency } = filter
  if (from !== undefined) narrowed = narrowed.where('listed_at', '>=', from)
  if (to !== undefined) narrowed = narrowed.where('listed_at', '<', to)
  if (attention !== undefined) narrowed = narrowed.where('attention', attention ? '<>' : '=', '')
  if (amountFrom !== undefined)
    narrowed = narrowed.where('amount_minor', '>=', bound('amountFrom', amountFrom, currency))
  if (amountTo !== undefined) narrowed = narrowed.where('amount_minor', '<=', bound('amountTo', amountTo, currency))
  return narrowed

  function bound(field: string, value: string, of: string | undefined): string {
    if (of === undefined) throw invalid(field, '`currency` beside it: amounts of two currencies do not compare')
    return sortable(minorUnits(money(value, of)))
  }
}

/** The end of the range of texts that begin like one. */
const BEYOND = '\u{10ffff}'

function beginsWith(text: string) {
  return ({ or, and, eb }: ExpressionBuilder<Database, 'session'>) =>
    or(
      (['id', 'reference', 'key'] as const).map((column) =>
        and([eb(column, '>=', text), eb(column, '<', text + BEYOND)]),
      ),
    )
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

function readCursor(after: string): readonly [string, string] {
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

export function invalid(path: string, expected: string): TillError {
  return new TillError({
    code: 'invalid_input',
    message: `${path}: expected ${expected}`,
    issues: [{ path, expected }],
  })
}
