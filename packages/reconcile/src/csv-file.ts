import { open } from 'node:fs/promises'
import { fileBytes, markLength, refuseWide, unreadable } from './bytes.ts'

/** What the first line of a CSV file says. */
export interface CsvHead {
  readonly delimiter: string
  readonly columns: readonly string[]
}

const HEAD_BYTES = 1 << 20
const DELIMITERS = [',', ';', '\t', '|']

/** Reads the header. @throws invalid_input for a file that is not there, empty, UTF-16, or names a column twice */
export async function readCsvHead(path: string, place: string, delimiter?: string): Promise<CsvHead> {
  const head = await firstBytes(path, place)
  refuseWide(head, place)
  const text = new TextDecoder().decode(head.subarray(markLength(head)))
  const first = firstRecord(text)
  if (first.trim() === '') throw unreadable(place, 'a header line with the names of the columns')
  const chosen = delimiter ?? mostFrequent(first)
  const columns = cells(first, chosen)
  const twice = columns.find((name, index) => columns.indexOf(name) !== index)
  if (twice !== undefined) throw unreadable(place, `every column once; "${twice}" stands twice in the header`)
  return { delimiter: chosen, columns }
}

async function firstBytes(path: string, place: string): Promise<Uint8Array> {
  try {
    const file = await open(path)
    try {
      const { bytesRead, buffer } = await file.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  } catch {
    throw unreadable(place, 'a file that can be read')
  }
}

function firstRecord(text: string): string {
  let quoted = false
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '"') quoted = !quoted
    else if (!quoted && (text[index] === '\n' || text[index] === '\r')) return text.slice(0, index)
  }
  return text
}

function mostFrequent(header: string): string {
  const count = (delimiter: string): number => cells(header, delimiter).length
  return DELIMITERS.reduce((best, one) => (count(one) > count(best) ? one : best))
}

function cells(record: string, delimiter: string): readonly string[] {
  const found: string[] = []
  let cell = ''
  let quoted = false
  for (let index = 0; index < record.length; index++) {
    const character = record[index] ?? ''
    if (character === '"') {
      if (quoted && record[index + 1] === '"') {
        cell += '"'
        index++
      } else quoted = !quoted
    } else if (character === delimiter && !quoted) {
      found.push(cell)
      cell = ''
    } else cell += character
  }
  return [...found, cell]
}

const QUOTE = 0x22
const NEWLINE = 0x0a
const RETURN = 0x0d

/** What is asked of a file: physical lines of records by number, and of bytes by place. Both count from 1. */
export interface LinesWanted {
  /** Numbers of records after the header, those that could not be read left out, ascending. */
  readonly records: readonly number[]
  /** First bytes of records that could not be read, ascending. */
  readonly bytes: readonly number[]
}

/** Physical lines, as an editor counts them; a record with line breaks inside is where it begins. */
export async function physicalLines(
  path: string,
  place: string,
  { records, bytes }: LinesWanted,
): Promise<{ readonly records: readonly number[]; readonly bytes: readonly number[] }> {
  const found: { records: number[]; bytes: number[] } = { records: [], bytes: [] }
  let byte = 0
  let line = 1
  let record = 0
  let skipped = 0
  let quoted = false
  let atStart = true
  let header = true
  let unread = false
  const begin = (): void => {
    atStart = false
    if (unread) {
      found.bytes.push(line)
      unread = false
    } else if (header) header = false
    else {
      record++
      if (records[found.records.length] === record) found.records.push(line)
    }
  }
  for await (const chunk of fileBytes(path, place)) {
    let index: number = byte === 0 ? markLength(chunk) : 0
    byte += index
    let quote = chunk.indexOf(QUOTE, index)
    while (index < chunk.length) {
      const newline = chunk.indexOf(NEWLINE, index)
      const end = newline < 0 ? chunk.length : newline + 1
      if (quote >= 0 && quote < index) quote = chunk.indexOf(QUOTE, index)
      while (skipped < bytes.length && (bytes[skipped] ?? 0) <= byte) skipped++
      const isAsked = skipped < bytes.length && byte + end - index >= (bytes[skipped] ?? 0)
      const isPlain = !quoted && !isAsked && (quote < 0 || quote >= end)
      // Most lines hold nothing that has to be looked at, and begin with something.
      if (isPlain && (!atStart || (chunk[index] !== NEWLINE && chunk[index] !== RETURN))) {
        if (atStart) begin()
        byte += end - index
        index = end
        if (newline >= 0) {
          line++
          atStart = true
        }
        continue
      }
      for (; index < end; index++) {
        const code = chunk[index]
        byte++
        // The reader counts blank lines to the record after them; a person does not.
        if (byte === bytes[skipped]) unread = true
        if (atStart && code !== NEWLINE && code !== RETURN) begin()
        if (code === QUOTE) quoted = !quoted
        else if (code === NEWLINE) {
          line++
          if (!quoted) atStart = true
        }
      }
    }
  }
  return found
}
