import type { Channel } from './session.ts'
import type { StatusPair } from './status.ts'

/** One row of a status table: a provider's word in a context → our status. */
export interface StatusRow {
  /** The provider's word as documented; several words joined by `/`. */
  readonly word: string
  /** Channels it holds for; absent: all. */
  readonly channels?: readonly Channel[]
  /** Further facts that have to be equal; absent: none. Rows with facts stand before the row without. */
  readonly when?: Readonly<Record<string, string>>
  /** Our reading; null: the word decides nothing, the session is read again. */
  readonly to: StatusPair | null
  /** Page the reading comes from, and the day it was read. */
  readonly source: string
  /** Whether the page says so, or we infer it. */
  readonly documented: boolean
}

/** A row by which the user overrules the adapter's table. Its word is compared as the table compares its own. */
export type StatusOverride = Pick<StatusRow, 'word' | 'channels' | 'when'> & { readonly to: StatusPair }

/** A status table, ready for look-ups. */
export interface StatusTable {
  readonly rows: readonly StatusRow[]
  /** Brings spellings of one word together; rows of the user are compared by it as well. */
  readonly fold: (word: string) => string
  /** The first row for the word whose channel and facts fit, or undefined: an unknown word. */
  find(word: string, channel: Channel, facts: Facts): StatusRow | undefined
}

/** Facts beside the word, as text; null and absent never equal anything. */
export type Facts = Readonly<Record<string, string | null | undefined>>

/** How words are compared. */
export interface TableOptions {
  /** Brings spellings of one word together. @default exact text */
  readonly fold?: (word: string) => string
}

/** Indexes rows by word. First fitting row wins; there is no default row. */
export function statusTable(rows: readonly StatusRow[], options: TableOptions = {}): StatusTable {
  const fold = options.fold ?? ((word: string) => word)
  const byWord = new Map<string, Candidate[]>()
  for (const row of rows) {
    const word = fold(row.word)
    byWord.set(word, [...(byWord.get(word) ?? []), { row, conditions: Object.entries(row.when ?? {}) }])
  }
  return {
    rows,
    fold,
    find(word, channel, facts) {
      const candidates = byWord.get(word) ?? byWord.get(fold(word))
      if (candidates === undefined) return undefined
      for (const { row, conditions } of candidates) if (holds(row.channels, conditions, channel, facts)) return row
      return undefined
    },
  }
}

/** Whether an override holds in this context (its word is compared by the caller). */
export function fits(
  { channels, when }: Pick<StatusRow, 'channels' | 'when'>,
  channel: Channel,
  facts: Facts,
): boolean {
  return holds(channels, Object.entries(when ?? {}), channel, facts)
}

/** A row with its conditions as a list: going through an object's keys for each answer costs more than all the rest. */
interface Candidate {
  readonly row: StatusRow
  readonly conditions: readonly Condition[]
}
type Condition = readonly [fact: string, value: string]

function holds(
  channels: readonly Channel[] | undefined,
  conditions: readonly Condition[],
  channel: Channel,
  facts: Facts,
): boolean {
  if (channels !== undefined && !channels.includes(channel)) return false
  for (const [fact, value] of conditions) if (facts[fact] !== value) return false
  return true
}

/** Name of a row for people, tests and `explain`: `payment-success [mode=charge]`. */
export function rowName(row: Pick<StatusRow, 'word' | 'channels' | 'when'>): string {
  const facts = Object.entries(row.when ?? {}).map(([key, value]) => `${key}=${value}`)
  const conditions = [...(row.channels === undefined ? [] : [row.channels.join('|')]), ...facts]
  return conditions.length === 0 ? row.word : `${row.word} [${conditions.join(', ')}]`
}
