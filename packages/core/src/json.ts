import { doublesSeen } from './decimal.ts'
import { invalidResponse } from './invalid.ts'
import { type NumberLiteral, numberLiteral } from './number-literal.ts'

const ZERO = 48
const NINE = 57
const QUOTE = 34
const BACKSLASH = 92

/**
 * Sixteen digits or points in a row. Written out sixteen times, because only then engines compile it to steps that skip
 * ahead: with `{16}` it costs more than `JSON.parse`, like this less than a loop that looks at every sixteenth character.
 */
const LONG = new RegExp('[0-9.]'.repeat(16))

/** Exponent at which a double loses digits or reads as zero although the literal is not. */
const TINY = /\d[eE]-0*(?:29\d|[3-9]\d\d|[1-9]\d{3,})/

/**
 * JSON text → value, without losing a digit: a number that a double may not give back arrives as a `NumberLiteral`.
 * `JSON.parse` alone serves every text without a literal of 16 or more digits, which is nearly every answer.
 * @throws invalid_response when the text is no JSON
 */
export function readJson(text: string): unknown {
  return mayHoldLongLiteral(text) || TINY.test(text) ? readJsonExactly(text) : parseJson(text)
}

/**
 * JSON text → what `use` makes of it, exactly, at the price of `JSON.parse` in the usual case: the text is only looked
 * at again, and where needed read and used again, when `use` took a JSON number as a double.
 * @throws invalid_response when the text is no JSON
 */
export function withJson<Result>(text: string, use: (value: unknown) => Result): Result {
  const { doubles, nearZero } = doublesSeen()
  const result = use(parseJson(text))
  const now = doublesSeen()
  if (now.doubles === doubles) return result
  const doubtful = mayHoldLongLiteral(text) || (now.nearZero !== nearZero && TINY.test(text))
  return doubtful ? use(readJsonExactly(text)) : result
}

/** Whether the text may hold a number of 16 or more digits. May say yes for a text in quotes; never says no wrongly. */
export function mayHoldLongLiteral(text: string): boolean {
  return LONG.test(text)
}

/**
 * As `readJson`, for every text: each literal a double might not give back is kept as text. The literals are swapped
 * for marked texts, `JSON.parse` does the parsing, and a walk without recursion puts them in, so depth is no danger.
 * @throws invalid_response when the text is no JSON
 */
export function readJsonExactly(text: string): unknown {
  const plain = parseJson(text)
  const literals: NumberLiteral[] = []
  const mark = unusedControlCharacter(text)
  let out = ''
  let copied = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === QUOTE) index = endOfString(text, index)
    else if (code === 45 || (code >= ZERO && code <= NINE)) {
      const end = endOfNumber(text, index)
      const literal = text.slice(index, end)
      if (!survivesDouble(literal)) {
        out += `${text.slice(copied, index)}"${mark.escaped}${literals.length}"`
        literals.push(numberLiteral(literal))
        copied = end
      }
      index = end - 1
    }
  }
  return literals.length === 0 ? plain : putIn(parseJson(out + text.slice(copied)), mark.character, literals)
}

/** Whether a double certainly gives the literal back. */
function survivesDouble(literal: string): boolean {
  return literal.length < 16 && !/[eE]/.test(literal)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The engine's message quotes the text, so it is left out.
    throw invalidResponse('', 'JSON')
  }
}

function putIn(root: unknown, mark: string, literals: readonly NumberLiteral[]): unknown {
  const holder: Record<string, unknown> = { root }
  const stack: Record<string, unknown>[] = [holder]
  for (let container = stack.pop(); container !== undefined; container = stack.pop()) {
    for (const key of Object.keys(container)) {
      const value = container[key]
      if (isContainer(value)) stack.push(value)
      else if (typeof value === 'string' && value.startsWith(mark)) {
        Object.defineProperty(container, key, {
          value: literals[Number(value.slice(1))],
          configurable: true,
          enumerable: true,
          writable: true,
        })
      }
    }
  }
  return holder['root']
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** A control character no string of the text holds; control characters can only stand there as `\u00XX`. */
function unusedControlCharacter(text: string): { readonly character: string; readonly escaped: string } {
  const lower = text.toLowerCase()
  for (let code = 1; code < 32; code++) {
    const escaped = `\\u${code.toString(16).padStart(4, '0')}`
    // 8, 9, 10, 12 and 13 have a short escape as well.
    if (code !== 8 && code !== 9 && code !== 10 && code !== 12 && code !== 13 && !lower.includes(escaped)) {
      return { character: String.fromCharCode(code), escaped }
    }
  }
  throw invalidResponse('', 'JSON that does not use every control character')
}

function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === BACKSLASH) index++
    else if (code === QUOTE) return index
  }
  return text.length
}

function endOfNumber(text: string, start: number): number {
  let end = start + 1
  while (end < text.length && /[0-9.eE+-]/.test(text.charAt(end))) end++
  return end
}
