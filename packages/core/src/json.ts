import { invalidResponse } from './invalid.ts'
import { type NumberLiteral, numberLiteral } from './number-literal.ts'

const ZERO = 48
const NINE = 57
const DOT = 46
const QUOTE = 34
const BACKSLASH = 92

/**
 * JSON text → value, without losing a digit: a number that a double cannot give back arrives as a `NumberLiteral`.
 * `JSON.parse` alone serves every text without a literal of 16 or more digits, which is nearly every answer.
 * @throws invalid_response when the text is no JSON
 */
export function readJson(text: string): unknown {
  return mayHoldLongLiteral(text) ? readJsonExactly(text) : parse(text)
}

/**
 * Whether the text may hold a number of 16 or more digits. A run of 16 of `[0-9.]` covers one of the places looked at,
 * so every sixteenth character is enough. May say yes for a text in quotes; never says no wrongly.
 */
export function mayHoldLongLiteral(text: string): boolean {
  for (let index = 15; index < text.length; index += 16) {
    const code = text.charCodeAt(index)
    if (code > NINE || code < DOT || code === 47) continue
    // A run of 16 around this place reaches at least 8 characters to one side of it.
    if (!inRun(text.charCodeAt(index + 8)) && !inRun(text.charCodeAt(index - 8))) continue
    let from = index
    let to = index
    while (inRun(text.charCodeAt(from - 1))) from--
    while (inRun(text.charCodeAt(to + 1))) to++
    if (to - from >= 15) return true
  }
  return false
}

/**
 * As `readJson`, for every text: each literal a double might not give back is kept as text. The literals are swapped
 * for marked texts, `JSON.parse` does the parsing, and a walk without recursion puts them in, so depth is no danger.
 * @throws invalid_response when the text is no JSON
 */
export function readJsonExactly(text: string): unknown {
  const plain = parse(text)
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
  return literals.length === 0 ? plain : putIn(parse(out + text.slice(copied)), mark.character, literals)
}

/** Whether a double certainly gives the literal back. */
function survivesDouble(literal: string): boolean {
  return literal.length < 16 && !/[eE]/.test(literal)
}

function parse(text: string): unknown {
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

function inRun(code: number): boolean {
  return (code >= ZERO && code <= NINE) || code === DOT
}
