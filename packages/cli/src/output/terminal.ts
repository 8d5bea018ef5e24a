import type { WriteStream } from 'node:tty'

/** What the standard output can show. */
export interface Terminal {
  /** Whether it is a terminal whose cursor may be moved. */
  readonly live: boolean
  /** Whether colours may be used. */
  readonly color: boolean
  /** Columns now; 80 when it is no terminal and `COLUMNS` does not say. */
  readonly columns: () => number
  /** Rows now. */
  readonly rows: () => number
}

/**
 * Reads the terminal's abilities. Colour needs a terminal, no `NO_COLOR` (no-color.org: any non-empty value), no
 * `TERM=dumb`, no `--no-color`.
 */
export function readTerminal(
  stream: Pick<WriteStream, 'isTTY' | 'columns' | 'rows'>,
  env: Readonly<Record<string, string | undefined>>,
  argv: readonly string[],
): Terminal {
  const live = stream.isTTY === true && env['TERM'] !== 'dumb'
  const plain = (env['NO_COLOR'] ?? '') !== '' || argv.includes('--no-color')
  return {
    live,
    color: live && !plain,
    columns: () => size(stream.columns) ?? size(env['COLUMNS']) ?? 80,
    rows: () => size(stream.rows) ?? size(env['LINES']) ?? 24,
  }
}

function size(value: number | string | undefined): number | null {
  const count = typeof value === 'string' ? (/^\d{1,5}$/.test(value) ? Number(value) : 0) : (value ?? 0)
  return count > 0 ? count : null
}
