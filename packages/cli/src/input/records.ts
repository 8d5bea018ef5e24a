import { usageError } from '../failure.ts'
import type { Shape } from '../output/writer.ts'
import { type Line, MAX_BYTES, readLines, tooLarge } from './lines.ts'
import { splitJson } from './split-json.ts'

/** One record as it stands in the input. */
export interface InputRecord {
  /** Its JSON text; null when there is none. */
  readonly text: string | null
  /** What was expected instead, where there is no text. */
  readonly missing: string
  /** Line it begins in, counted from 1. */
  readonly line: number
  /** Place among the records, counted from 1. */
  readonly number: number
}

/** Records that have arrived together. */
export interface Batch {
  readonly records: readonly InputRecord[]
  /** `list` when it is certain: an array, or more than one record. */
  readonly shape: Shape
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Cuts the input into records: one object, the elements of an array, values one after another, or NDJSON. NDJSON is
 * streamed; everything else is read whole, up to 256 MiB.
 * @throws invalid_input when there is nothing in it or it is too large
 */
export async function* readRecords(chunks: AsyncIterable<Buffer>): AsyncGenerator<Batch> {
  let kind: 'undecided' | 'lines' | 'document' = 'undecided'
  let waiting: Line[] = []
  let bytes = 0
  let count = 0
  const fromLines = (lines: readonly Line[]): Batch => {
    const records = lines.map(({ bytes: text, number }) => ({
      text: decode(text),
      missing: 'UTF-8 text',
      line: number,
      number: ++count,
    }))
    return { records, shape: count > 1 ? 'list' : 'one' }
  }
  for await (const lines of readLines(chunks)) {
    const filled = kind === 'document' ? lines : lines.filter((line) => !isBlank(line))
    if (kind === 'lines') {
      if (filled.length > 0) yield fromLines(filled)
      continue
    }
    // Blank lines are kept as well: a document's line numbers are counted through them.
    for (const line of lines) bytes += line.bytes.length + 1
    waiting.push(...lines)
    if (bytes > MAX_BYTES) throw tooLarge(lines.at(-1)?.number ?? 1)
    if (kind === 'undecided') kind = decide(waiting)
    if (kind !== 'lines') continue
    yield fromLines(waiting.filter((line) => !isBlank(line)))
    waiting = []
  }
  const rest = waiting.filter((line) => !isBlank(line))
  if (kind === 'document') yield fromDocument(waiting)
  else if (rest.length > 0) yield fromLines(rest)
  else if (count === 0) throw usageError('the input is empty; give a JSON object, an array or NDJSON')
}

function fromDocument(lines: readonly Line[]): Batch {
  const text = decode(
    Buffer.concat(lines.flatMap(({ bytes }, place) => (place === 0 ? [bytes] : [Buffer.from('\n'), bytes]))),
  )
  if (text === null) return { records: [{ text: null, missing: 'UTF-8 text', line: 1, number: 1 }], shape: 'one' }
  const records = splitJson(text).map((piece, place) => ({
    ...piece,
    missing: 'the closing bracket of the array',
    number: place + 1,
  }))
  return { records, shape: /^\s*\[/.test(text) || records.length > 1 ? 'list' : 'one' }
}

/** NDJSON holds a whole value in each line; a first line that does not may be a document, or a broken record. */
function decide(lines: readonly Line[]): 'undecided' | 'lines' | 'document' {
  const [first, second] = lines.filter((line) => !isBlank(line)).map(({ bytes }) => (decode(bytes) ?? '').trim())
  if (first === undefined) return 'undecided'
  if (first.startsWith('[')) return 'document'
  if (!first.startsWith('{') || isJson(first)) return 'lines'
  if (second === undefined) return 'undecided'
  // In a document an object stands behind its key; a line that begins with one is a record of its own.
  return second.startsWith('{') ? 'lines' : 'document'
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function isBlank({ bytes }: Line): boolean {
  for (const byte of bytes) if (byte !== 32 && byte !== 9 && byte !== 13) return false
  return true
}

/** Text of UTF-8 bytes, a byte order mark at the start left out; null when they are no UTF-8. */
function decode(bytes: Buffer): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}
