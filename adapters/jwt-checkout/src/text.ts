import type { Note } from '@onetill/core'
import { itemPath } from '@onetill/core/adapter'

/** A field the documents call "object" and show as text: text or null. Anything else is noted, not refused. */
export function readText(value: unknown, path: string, notes: Note[], index?: number): string | null {
  if (typeof value === 'string') return value
  if (value !== null && value !== undefined) notes.push({ code: 'schema_drift', path: itemPath(path, index) })
  return null
}
