// Rows that did not come from a file DuckDB can read exactly are written to one it can.

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Reason } from './reasons.ts'

/** Position of the row in its source, counted from 1. */
export const LINE = '#line'
/** Why it cannot be used, where that was seen before. */
export const REASON = '#reason'

/** One row on its way to the file. */
export interface SpoolRow {
  readonly line: number | null
  readonly reason: Reason | null
  /** One text per column. */
  readonly values: readonly (string | null)[]
}

const BATCH = 2_000

/** Writes rows; a null is written without quotes, every text in them. */
export async function spool(path: string, rows: AsyncIterable<SpoolRow>): Promise<void> {
  const file = createWriteStream(path, { mode: 0o600 })
  const failed = once(file, 'error').then(([error]) => Promise.reject(error))
  failed.catch(() => {})
  let batch: string[] = []
  const flush = async (): Promise<void> => {
    const text = batch.join('')
    batch = []
    if (!file.write(text)) await Promise.race([once(file, 'drain'), failed])
  }
  for await (const { line, reason, values } of rows) {
    batch.push(`${[line === null ? null : String(line), reason, ...values].map(cell).join('\t')}\n`)
    if (batch.length >= BATCH) await flush()
  }
  await flush()
  file.end()
  await Promise.race([once(file, 'finish'), failed])
}

function cell(value: string | null): string {
  // DuckDB ends a text at a NUL in places; no field of ours may hold one.
  return value === null ? '' : `"${value.replaceAll('"', '""').replaceAll('\0', '\ufffd')}"`
}
