import { usageError } from '../failure.ts'

/** One line of the input. */
export interface Line {
  readonly bytes: Buffer
  /** Counted from 1. */
  readonly number: number
}

/** Largest line, and largest JSON document that is no NDJSON, in bytes: it has to fit into one text. */
export const MAX_BYTES = 256 * 1024 * 1024

const NEWLINE = 10

/** Cuts bytes at line breaks, one list per chunk, so that a slow input comes out as it arrives. */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly Line[]> {
  let rest: Buffer[] = []
  let restBytes = 0
  let number = 1
  for await (const chunk of chunks) {
    const lines: Line[] = []
    let from = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      lines.push({ bytes: joined(rest, chunk.subarray(from, end)), number: number++ })
      rest = []
      restBytes = 0
      from = end + 1
    }
    if (from < chunk.length) {
      rest.push(chunk.subarray(from))
      restBytes += chunk.length - from
      if (restBytes > MAX_BYTES) throw tooLarge(number)
    }
    if (lines.length > 0) yield lines
  }
  if (restBytes > 0) yield [{ bytes: joined(rest, Buffer.alloc(0)), number }]
}

/** What is too large for one text. */
export function tooLarge(line: number): Error {
  return usageError(`line ${line} makes the JSON larger than ${MAX_BYTES} bytes; give it as NDJSON, one object a line`)
}

function joined(before: readonly Buffer[], last: Buffer): Buffer {
  return before.length === 0 ? last : Buffer.concat([...before, last])
}
