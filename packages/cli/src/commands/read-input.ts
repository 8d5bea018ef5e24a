import { isTillError } from '@onetill/core'
import { invalidResponse } from '@onetill/core/adapter'
import type { CliContext } from '../context.ts'
import { EXIT_CODES } from '../exit-codes.ts'
import { failureLine } from '../failure.ts'
import { type InputRecord, readRecords } from '../input/records.ts'
import { readSource } from '../input/source.ts'
import type { Shape } from '../output/writer.ts'

/** What came of the input. */
export interface InputResult {
  readonly shape: Shape
  readonly exitCode: number
}

/**
 * Gives each record's JSON text to `use`. A record that throws a `TillError` is reported with its line and number; the
 * rest goes on, and the exit code says so.
 */
export async function eachRecord(
  file: string,
  context: CliContext,
  use: (text: string, record: InputRecord) => Promise<void>,
): Promise<InputResult> {
  let shape: Shape = 'one'
  let read = 0
  let failed = 0
  for await (const batch of readRecords(readSource(file, context))) {
    shape = batch.shape
    for (const record of batch.records) {
      read++
      try {
        await use(textOf(record), record)
      } catch (error) {
        if (!isTillError(error)) throw error
        failed++
        context.report(`record ${record.number} (line ${record.line}): ${failureLine(error)}`)
      }
    }
    await context.out.flush()
  }
  if (failed > 0 && read > 1) context.report(`${failed} of ${read} records could not be read`)
  return { shape, exitCode: failed === 0 ? EXIT_CODES.ok.code : EXIT_CODES.input.code }
}

function textOf({ text, missing }: InputRecord): string {
  if (text === null) throw invalidResponse('', missing)
  return text
}
