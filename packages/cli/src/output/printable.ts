// What must never reach a terminal: control characters (C0, DEL, C1), format and bidi controls, line separators, halves
// of pairs, private use.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu
const UNSAFE_IN_JSON = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Co}]/gu

/** Text of a provider or payer for people: one line, nothing a terminal acts on; each such character becomes `\ufffd`. */
export function printable(text: string): string {
  return text.replace(UNSAFE, '\ufffd')
}

/** JSON text that is inert in a terminal as well: what `JSON.stringify` leaves raw is escaped, so it parses to the same value. */
export function jsonText(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(UNSAFE_IN_JSON, escapeUnits)
}

function escapeUnits(character: string): string {
  let escaped = ''
  for (let index = 0; index < character.length; index++) {
    escaped += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`
  }
  return escaped
}
