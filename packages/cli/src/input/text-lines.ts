import type { CliContext } from '../context.ts'
import { readLines } from './lines.ts'
import { readSource } from './source.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Lines of a file, or of stdin for `-`; a byte order mark at the start is left out. `onBytes` is told how far it is. */
export async function* inputLines(
  file: string,
  context: CliContext,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<string> {
  let bytes = 0
  for await (const lines of readLines(readSource(file, context))) {
    for (const line of lines) {
      bytes += line.bytes.length + 1
      yield textOf(line.bytes)
    }
    onBytes(bytes)
  }
}

/** Bytes that are no UTF-8 become a text that is no JSON either, so that who reads it refuses that line and no other. */
function textOf(bytes: Buffer): string {
  try {
    return utf8.decode(bytes).replace(/\r$/, '')
  } catch {
    return 'not UTF-8'
  }
}
