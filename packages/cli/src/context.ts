import type { Readable } from 'node:stream'
import type { Sink } from './output/sink.ts'
import type { Terminal } from './output/terminal.ts'

/** What a command sees of the process. */
export interface CliContext {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: Readable
  /** Data, and nothing else. */
  readonly out: Sink
  /** Prints one line for people, `onetill: …`, on stderr. */
  readonly report: (line: string) => void
  readonly terminal: Terminal
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal
}
