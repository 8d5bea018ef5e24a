import { type Issue, TillError } from '@onetill/core'
import { metadataNames } from './columns.ts'
import type { SideName } from './record.ts'
import type { Rules } from './rules.ts'

/**
 * Refuses rules that name a column the file does not have: its values would be missing in every record, and each of
 * them a finding. A field that is not named may be missing. @throws invalid_options
 */
export function checkColumns(rules: Rules, side: SideName, columns: readonly string[]): void {
  const { fields, metadata } = rules[side]
  const named: readonly (readonly [place: string, column: string | undefined])[] = [
    ...Object.entries(fields).map(([field, { column }]) => [`fields.${field}`, column] as const),
    ...metadataNames(rules, side).map((name) => [`metadata.${name}`, metadata[name]] as const),
  ]
  const issues = named.flatMap(([place, column]): readonly Issue[] => {
    if (column === undefined || columns.includes(column)) return []
    // Not all of them are told: the first line may be a record.
    const near = columns.find((one) => plain(one) === plain(column))
    const hint = near === undefined ? 'the header has none of this name' : `the header has "${near}"`
    return [{ path: `${side}.${place}`, expected: `a column "${column}"; ${hint}` }]
  })
  if (issues.length === 0) return
  const shown = issues.slice(0, 5).map(({ path, expected }) => `${path}: expected ${expected}`)
  throw new TillError({ code: 'invalid_options', message: `rules: ${shown.join('; ')}`, issues })
}

/** Letters and digits only, in one case. */
const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
