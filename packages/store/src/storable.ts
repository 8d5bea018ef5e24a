import { createHash } from 'node:crypto'
import type { TillError } from '@onetill/core'
import { invalid } from './invalid.ts'
import type { SessionIdentity } from './observation.ts'

// PostgreSQL refuses U+0000 in text, SQLite ends the text there; half of a surrogate pair has no UTF-8.
const HALF = /\p{Surrogate}/gu
const SUSPECT = /[\0\ud800-\udfff]/

/** Text as a column can have it. What is kept as JSON needs it not: there both are escapes. */
export const storable = (text: string): string =>
  // Nearly every text is sound, and this is seen at once.
  SUSPECT.test(text) ? text.replaceAll('\0', '\ufffd').replace(HALF, '\ufffd') : text

/** The longest text that is as it is in an index: PostgreSQL refuses a row of one above 2,704 bytes. */
const MAX_INDEXED = 300

/** Text as an indexed column can have it: of one that is very long the beginning, and a hash of it all. */
export function indexable(text: string): string {
  const whole = storable(text)
  if (whole.length <= MAX_INDEXED) return whole
  const hash = createHash('sha256').update(whole).digest('hex')
  return storable(whole.slice(0, MAX_INDEXED - hash.length)) + hash
}

/** The longest each part may be, so that the key of all of them fits into an index. */
const MAX_IDENTITY = { provider: 100, account: 100, id: 500 } as const

/** Sessions are told apart by their identity, so nothing of it is replaced. @throws invalid_input */
export function checkIdentity(identity: SessionIdentity): void {
  const fault = faultOf(identity)
  if (fault !== null) throw fault
}

/** Why no session can be called that; null: one can. */
export function faultOf(identity: SessionIdentity): TillError | null {
  for (const field of ['provider', 'account', 'id'] as const) {
    const [text, most] = [identity[field], MAX_IDENTITY[field]]
    if (storable(text) !== text)
      return invalid(`identity.${field}`, 'text without U+0000 and without half of a surrogate pair')
    if (text.length > most) return invalid(`identity.${field}`, `at most ${most} characters`)
  }
  return null
}
