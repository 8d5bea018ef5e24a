const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/

/**
 * Text form of a JSON path: `refunds[0].amount`. A key that is no plain word is shown as a quoted, shortened text
 * without control characters, because keys can be the payer's or provider's free text.
 */
export function jsonPath(parts: readonly PropertyKey[]): string {
  let text = ''
  for (const part of parts) {
    if (typeof part === 'number') text += `[${part}]`
    else {
      const key = String(part)
      if (!PLAIN_KEY.test(key)) text += `["${key.replace(/[^\x20-\x7e]|["\\]/g, '?').slice(0, 64)}"]`
      else text += text === '' ? key : `.${key}`
    }
  }
  return text
}

/** Longer than any name of ours: no misspelling, but perhaps a credential that came to the wrong place. */
const MAX_NAME = 32

/** A name the caller passed that does not exist, for a message. A very long one is not repeated. */
export function unknownName(name: string): string {
  return name.length > MAX_NAME ? '...' : name
}

/** Path of a field that the caller passed and that does not exist. */
export function unknownPath(parts: readonly PropertyKey[], name: string): string {
  return jsonPath([...parts, unknownName(name)])
}
