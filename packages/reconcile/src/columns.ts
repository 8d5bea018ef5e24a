import type { Field, SideName } from './record.ts'
import type { Rules, SideRules } from './rules.ts'

/** The column of a field, and in which unit it counts. */
export function columnOf(
  { fields }: SideRules,
  field: Field,
): { readonly column: string; readonly unit: 'major' | 'minor' } {
  return fields[field] ?? { column: field, unit: 'major' }
}

const METADATA = 'metadata.'

/** Names of the metadata keys of a side on the ladder, each once. */
export function metadataNames({ ladder }: Rules, side: SideName): readonly string[] {
  const named = ladder.map((rung) => rung[side]).filter((field) => field.startsWith(METADATA))
  return [...new Set(named.map((field) => field.slice(METADATA.length)))]
}
