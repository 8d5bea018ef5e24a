import type { Readable } from 'node:stream'
import type { Sink } from './output/sink.ts'
import type { Terminal } from './output/terminal.ts'

/** Where progress is shown. */
export interface ProgressOutput {
  /** Whether a line may be drawn over itself. */
  readonly live: boolean
  readonly columns: () => number
  readonly write: (text: string) => void
}

/** What a command sees of the process. */
export interface CliContext {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: Readable
  /** Data, and nothing else. */
  readonly out: Sink
  /** Prints one line for people, `onetill: …`, on stderr. */
  readonly report: (line: string) => void
  readonly terminal: Terminal
  /** Where progress is shown, on stderr. */
  readonly progress: ProgressOutput
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal
}
