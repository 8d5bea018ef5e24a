import type { Row } from '../output/row.ts'
import type { Sink } from '../output/sink.ts'
import { painter } from '../output/style.ts'
import { table } from '../output/table.ts'
import type { Terminal } from '../output/terminal.ts'
import { cut } from '../output/width.ts'

const HIDE_CURSOR = '\u001b[?25l'
const SHOW_CURSOR = '\u001b[?25h'

/** A table that is drawn over itself. */
export interface LiveTable {
  readonly draw: (rows: readonly Row[], now: Date) => Promise<void>
  /** Gives the cursor back. */
  readonly end: () => Promise<void>
}

/** A live table under the address of the board; only for a terminal whose cursor may be moved. */
export function createLiveTable(out: Sink, terminal: Terminal, url: string): LiveTable {
  const paint = painter(terminal)
  let drawn = 0
  return {
    draw: async (rows, now) => {
      // One column is left free: a full line would wrap in some terminals.
      const columns = terminal.columns() - 1
      const providers = new Set(rows.map(({ provider }) => provider)).size
      const head = [
        paint(cut(`Open ${url} in a browser: the board, live`, columns), 'bold'),
        cut('Simulated payers, nothing leaves this machine. Ctrl-C ends, the next start goes on.', columns),
        cut(
          `${now.toISOString().slice(11, 19)} simulated time · ${rows.length} sessions of ${providers} providers`,
          columns,
        ),
        '',
      ]
      const lines = shorten([...head, ...table(rows, { columns, paint })], terminal.rows() - 1)
      const back = drawn === 0 ? HIDE_CURSOR : `\u001b[${drawn}A\r\u001b[J`
      drawn = lines.length
      await out.write(`${back}${lines.join('\n')}\n`)
      await out.flush()
    },
    end: async () => {
      if (drawn === 0) return
      await out.write(SHOW_CURSOR)
      await out.flush()
    },
  }
}

/** What does not fit would scroll away and could not be drawn over. */
function shorten(lines: readonly string[], rows: number): readonly string[] {
  if (lines.length <= rows) return lines
  const shown = Math.max(1, rows - 1)
  return [...lines.slice(0, shown), `… ${lines.length - shown} more lines; a larger terminal shows them`]
}
