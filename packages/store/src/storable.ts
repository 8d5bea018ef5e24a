import { invalid } from './invalid.ts'
import type { SessionIdentity } from './observation.ts'

// PostgreSQL refuses U+0000 in text, SQLite ends the text there; half of a surrogate pair has no UTF-8.
const HALF = /\p{Surrogate}/gu
const SUSPECT = /[\0\ud800-\udfff]/

/** Text as a column can have it. What is kept as JSON needs it not: there both are escapes. */
export const storable = (text: string): string =>
  // Nearly every text is sound, and this is seen at once.
  SUSPECT.test(text) ? text.replaceAll('\0', '\ufffd').replace(HALF, '\ufffd') : text

/** Sessions are told apart by their identity, so nothing of it is replaced. @throws invalid_input */
export function checkIdentity(identity: SessionIdentity): void {
  for (const field of ['provider', 'account', 'id'] as const)
    if (storable(identity[field]) !== identity[field])
      throw invalid(`identity.${field}`, 'text without U+0000 and without half of a surrogate pair')
}
