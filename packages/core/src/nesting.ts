import { invalidResponse } from './invalid.ts'

/** Deepest nesting that is read. Far more than any answer has, far less than hurts. */
const MAX_NESTING = 1_000
/** Places at which too deep a value is left out; a text with more of them is refused. */
const MAX_CUTS = 1_000
/** A text up to this length is parsed as it is: it cannot nest deep enough to take much memory. */
const SHORT = 65_536

const QUOTE = 34
const BACKSLASH = 92

/**
 * A JSON text with `null` in place of whatever is nested deeper than 1,000. `JSON.parse` takes more than 130 bytes for
 * each level, a gigabyte for 8 MiB of brackets. What is left out is not looked at; texts up to 64 Ki stay as they are.
 * @throws invalid_response when there are more than 1,000 such places
 */
export function withoutDepths(text: string): string {
  if (text.length <= SHORT) return text
  let out = ''
  let cuts = 0
  let copied = 0
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === QUOTE) index = closingQuote(text, index)
    // `[` or `{`: 91 and 123 differ in one bit, as 93 and 125 do.
    else if ((code & 0xdf) === 91) {
      if (++depth === MAX_NESTING + 1) {
        if (++cuts > MAX_CUTS) throw invalidResponse('', `JSON nested at most ${MAX_NESTING} deep`)
        out += `${text.slice(copied, index)}null`
      }
    } else if ((code & 0xdf) === 93 && depth-- === MAX_NESTING + 1) copied = index + 1
  }
  if (cuts === 0) return text
  // A text that ends inside such a place ends too early; without its end it is no JSON, as before.
  return depth > MAX_NESTING ? out : out + text.slice(copied)
}

/** Place of the quote that ends a string, or the end of the text. */
function closingQuote(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = end
    while (text.charCodeAt(slashes - 1) === BACKSLASH) slashes--
    if ((end - slashes) % 2 === 0) return end
  }
  return text.length
}
