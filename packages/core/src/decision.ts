import type { DecidedStatus } from './build-session.ts'
import type { Decision } from './mapper.ts'
import { rowName } from './status-table.ts'

/** The row of a table that decided a field. */
export interface DecidingRow {
  /** @default the provider's word */
  readonly name?: string
  readonly source: string
  readonly documented: boolean
}

/** One line of `explain`. No row: the word is unknown, or there is none. */
export function decision(
  field: string,
  path: string,
  word: string | null | undefined,
  result: string,
  row: DecidingRow | undefined,
): Decision {
  return {
    field,
    path,
    word: word ?? null,
    result,
    row: row === undefined ? null : (row.name ?? word ?? null),
    source: row?.source ?? null,
    documented: row?.documented ?? null,
  }
}

/** The line of `explain` for the status; a row that decides nothing says `read again`. */
export function statusDecision(path: string, word: string, { pair, row }: DecidedStatus): Decision {
  const status = pair.detail === null ? pair.status : `${pair.status}/${pair.detail}`
  const deciding = row && { name: rowName(row), source: row.source, documented: row.documented }
  return decision('status', path, word, row?.to === null ? 'read again' : status, deciding)
}
