import { readJson } from '@onetill/core/adapter'

/** A piece of JSON text and where it began: line of NDJSON, or place in an array, from 1. */
export interface Piece {
  readonly line: number
  readonly text: string
}

/** Lines that are not blank. */
export async function* lines(chunks: AsyncIterable<string>): AsyncIterable<Piece> {
  let rest = ''
  let line = 0
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split('\n')
    rest = parts.pop() ?? ''
    for (const text of parts) {
      line++
      if (text.trim() !== '') yield { line, text }
    }
  }
  if (rest.trim() !== '') yield { line: line + 1, text: rest }
}

/** Elements of one array, without holding the array. What stands outside of it is an element of its own. */
export async function* elements(chunks: AsyncIterable<string>): AsyncIterable<Piece> {
  let text = ''
  let depth = 0
  let inText = false
  let escaped = false
  let line = 0
  for await (const chunk of chunks) {
    let from = 0
    for (let index = 0; index < chunk.length; index++) {
      const character = chunk[index]
      if (inText) {
        if (escaped) escaped = false
        else if (character === '\\') escaped = true
        else if (character === '"') inText = false
        continue
      }
      if (character === '"') inText = true
      const opens = character === '[' || character === '{'
      const closes = character === ']' || character === '}'
      if (opens) depth++
      if (closes) depth--
      const ends = (closes && depth === 0) || (character === ',' && depth === 1)
      if (depth === 1 && opens && character === '[') {
        text = ''
        from = index + 1
      } else if (ends) {
        const piece = text + chunk.slice(from, index)
        text = ''
        from = index + 1
        if (piece.trim() !== '') {
          line++
          yield { line, text: piece }
        }
      }
    }
    text += chunk.slice(from)
  }
  if (text.trim() !== '') yield { line: line + 1, text }
}

/** The object of a piece, exact; null when it is none. */
export function objectOf(text: string): object | null {
  try {
    const value = readJson(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
