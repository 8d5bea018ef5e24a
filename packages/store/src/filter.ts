import { type SelectQueryBuilder, sql } from 'kysely'
import { type CheckoutSession, minorUnits, money, type Status, type Summary } from '@onetill/core'
import type { Database } from './database.ts'
import type { Engine } from './engine.ts'
import { invalid } from './invalid.ts'
import { indexable } from './storable.ts'

/** Which sessions. Everything given has to hold. */
export interface SessionFilter {
  readonly provider?: string | undefined
  readonly account?: string | undefined
  readonly environment?: CheckoutSession['environment'] | undefined
  readonly status?: Status | undefined
  /** One word, or any of several. */
  readonly summary?: Summary | readonly Summary[] | undefined
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
  /** Whether the provider said something that cannot be right, whatever was decided of it. */
  readonly attention?: boolean | undefined
  /**
   * What somebody has to look at, and nobody has decided on since something new came: reviews, words we do not know,
   * contradictions, money taken back, sessions that are gone, refunds that wait or failed.
   */
  readonly undecided?: Undecided | undefined
  /** Beginning of an id or reference, of which 500 are looked at; else anywhere in the text of the newest 1,500 sessions that fit. */
  readonly text?: string | undefined
}

/** What else has to be looked at. */
export interface Undecided {
  /** Also what is `processing` and was listed before this time, UTC text. @default nothing */
  readonly stuckBefore?: string | undefined
}

/** A filter that is one walk along an index; several of them together are a `SessionFilter` without its text. */
export interface PlainFilter extends Omit<SessionFilter, 'summary' | 'undecided' | 'text'> {
  readonly summary?: Summary | undefined
  readonly look?: 'wanted' | 'stuck'
  /** `many`: the index of amounts is not used for their range. */
  readonly amounts?: 'many'
}

/** Filters of which any fits, for one that says several things: a walk for each is cheaper than one over all. */
export function alternatives({ summary, undecided, text: _, ...rest }: SessionFilter): readonly PlainFilter[] {
  const words = summary === undefined || typeof summary === 'string' ? [summary] : [...new Set(summary)]
  return words.flatMap((word) => {
    const one: PlainFilter = word === undefined ? rest : { ...rest, summary: word }
    return undecided === undefined ? [one] : [{ ...one, look: 'wanted' }, ...stuck(one, undecided)]
  })
}

function stuck(filter: PlainFilter, { stuckBefore }: Undecided): readonly PlainFilter[] {
  if (stuckBefore === undefined || (filter.status ?? 'processing') !== 'processing') return []
  const to = filter.to === undefined || stuckBefore < filter.to ? stuckBefore : filter.to
  return [{ ...filter, status: 'processing', to, look: 'stuck' }]
}

type Query<Row> = SelectQueryBuilder<Database, 'session', Row>

const EQUAL = ['provider', 'account', 'environment', 'status', 'summary', 'currency', 'reference'] as const
/** As text in the statement: SQLite takes a partial index only for a condition it can read. */
const LOOKS = { wanted: sql<boolean>`needs_look = 1`, stuck: sql<boolean>`decided is null` }

/** Narrows a query down. @throws invalid_input for an amount that is none */
export function filtered<Row>(query: Query<Row>, filter: PlainFilter, sortable: Engine['sortable']): Query<Row> {
  let narrowed = query
  for (const column of EQUAL) {
    const value = filter[column]
    if (value !== undefined) narrowed = narrowed.where(column, '=', indexable(value))
  }
  const { from, to, attention, look, amountFrom, amountTo, currency } = filter
  if (from !== undefined) narrowed = narrowed.where('listed_at', '>=', from)
  if (to !== undefined) narrowed = narrowed.where('listed_at', '<', to)
  if (attention === true) narrowed = narrowed.where(sql<boolean>`attention <> ''`)
  if (attention === false) narrowed = narrowed.where('attention', '=', '')
  if (look !== undefined) narrowed = narrowed.where(LOOKS[look])
  // A plus before it changes nothing but that no index is used.
  const amount = filter.amounts === 'many' ? sql<string>`+amount_minor` : sql<string>`amount_minor`
  if (amountFrom !== undefined) narrowed = narrowed.where(amount, '>=', bound('amountFrom', amountFrom, currency))
  if (amountTo !== undefined) narrowed = narrowed.where(amount, '<=', bound('amountTo', amountTo, currency))
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
