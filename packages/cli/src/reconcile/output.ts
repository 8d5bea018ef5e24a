import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isTillError } from '@onetill/core'
import { systemCode, systemText, usageError } from '../failure.ts'
import { printable } from '../output/printable.ts'

/** How a result is written. */
export const RESULT_FORMATS = ['table', 'json', 'ndjson', 'csv', 'md', 'html', 'parquet'] as const
/** One of the formats. */
export type ResultFormat = (typeof RESULT_FORMATS)[number]

/** Ending of a file's name → its format. */
const ENDINGS: ReadonlyMap<string, ResultFormat> = new Map([
  ['json', 'json'],
  ['ndjson', 'ndjson'],
  ['jsonl', 'ndjson'],
  ['csv', 'csv'],
  ['md', 'md'],
  ['html', 'html'],
  ['htm', 'html'],
  ['parquet', 'parquet'],
  ['txt', 'table'],
])

/** The format that was asked for, else the one of the file's name. @throws invalid_input */
export function toFormat(format: ResultFormat | undefined, out: string | undefined): ResultFormat {
  const ending = /\.([a-z]+)$/i.exec(out ?? '')?.[1]?.toLowerCase() ?? ''
  const chosen = format ?? (out === undefined ? 'table' : ENDINGS.get(ending))
  if (chosen === undefined)
    throw usageError(`--out: say --format ${RESULT_FORMATS.join('|')}, or end the name with .html, .csv, .json …`)
  if (chosen === 'parquet' && out === undefined)
    throw usageError('--format parquet: say where with --out findings.parquet')
  return chosen
}

/** Writes a file beside its name and puts it there when it is whole; an end in between leaves nothing. */
export async function writeWhole(
  path: string,
  write: (part: string) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const part = `${path}.${randomBytes(4).toString('hex')}.part`
  try {
    await write(part)
    signal.throwIfAborted()
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    if (signal.aborted || systemCode(error) === null || isTillError(error)) throw error
    throw usageError(`--out: cannot write ${printable(path)}: ${systemText(error)}`)
  }
}

/** Writes pieces of text to a file. */
export async function writePieces(path: string, pieces: AsyncIterable<string>, signal: AbortSignal): Promise<void> {
  await pipeline(Readable.from(pieces), createWriteStream(path), { signal })
}
