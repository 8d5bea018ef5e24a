// Cuts JSON text into its elements without parsing it, so that every digit stays as it stands there.

/** One element of an array, or one value of several that follow each other. */
export interface Piece {
  /** Null: the text ends before the array does. */
  readonly text: string | null
  /** Line it begins in, counted from 1. */
  readonly line: number
}

const QUOTE = 34
const COMMA = 44
const BACKSLASH = 92
const OPENING = new Set([91, 123])
const CLOSING = new Set([93, 125])
const SQUARE_END = 93

/**
 * The elements of an array, or the values one after another. What is no JSON comes out as a piece too, for the parser
 * to refuse: broken elements leave the others readable as long as their brackets are in balance.
 */
export function splitJson(text: string): readonly Piece[] {
  const start = text.search(/\S/)
  return text[start] === '[' ? scan(text, start + 1, 'array') : scan(text, start, 'values')
}

function scan(text: string, from: number, kind: 'array' | 'values'): readonly Piece[] {
  const pieces: Piece[] = []
  let line = 1 + (text.slice(0, from).match(/\n/g)?.length ?? 0)
  let piece: { readonly start: number; readonly line: number } | null = null
  let depth = 0
  let separated: 'by nothing' | 'by a comma' = 'by nothing'
  const take = (end: number): void => {
    if (piece !== null) pieces.push({ text: text.slice(piece.start, end).trim(), line: piece.line })
    piece = null
  }
  for (let index = from; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 10) line++
    if (isSpace(code)) continue
    if (kind === 'array' && depth === 0 && (code === COMMA || code === SQUARE_END)) {
      if (piece === null && (code === COMMA || separated === 'by a comma')) pieces.push({ text: '', line })
      take(index)
      separated = 'by a comma'
      if (code === COMMA) continue
      return [...pieces, ...after(text, index + 1, line)]
    }
    piece ??= { start: index, line }
    if (code === QUOTE) index = endOfString(text, index)
    else if (OPENING.has(code)) depth++
    else if (CLOSING.has(code)) depth = Math.max(0, depth - 1)
    if (kind === 'values' && depth === 0 && CLOSING.has(code)) take(index + 1)
  }
  take(text.length)
  if (kind === 'array') pieces.push({ text: null, line })
  return pieces
}

/** Whatever follows the end of the array, as one piece to be refused. */
function after(text: string, from: number, line: number): readonly Piece[] {
  const rest = text.slice(from).trim()
  return rest === '' ? [] : [{ text: `] ${rest}`, line }]
}

/** A raw line break cannot stand in a JSON string, so a string that was never closed ends with its line. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === BACKSLASH) index++
    else if (code === QUOTE) return index
    else if (code === 10) return index - 1
  }
  return text.length
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13
}
