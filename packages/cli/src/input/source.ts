import { createReadStream } from 'node:fs'
import { addAbortSignal, type Readable } from 'node:stream'
import type { CliContext } from '../context.ts'
import { systemCode, systemText, usageError } from '../failure.ts'
import { printable } from '../output/printable.ts'

/** The bytes of a file, or of stdin for `-`; ends early when the command is interrupted. @throws invalid_input */
export async function* readSource(file: string, context: CliContext): AsyncGenerator<Buffer> {
  const { signal, report } = context
  const stream: Readable = file === '-' ? context.stdin : createReadStream(file)
  if ('isTTY' in stream && stream.isTTY === true) report('reading JSON from the terminal; end it with Ctrl-D')
  addAbortSignal(signal, stream)
  try {
    for await (const chunk of stream) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk)
  } catch (error) {
    if (signal.aborted) throw error
    if (systemCode(error) === null) throw error
    throw usageError(`cannot read ${file === '-' ? 'stdin' : printable(file)}: ${systemText(error)}`)
  }
}
