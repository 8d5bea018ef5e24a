/** One line of the printed table. */
export interface Row {
  readonly name: string
  /** The slowest step. */
  readonly ms: number
  /** The step that grew most, in bytes. */
  readonly grown: number
  /** What came of it. */
  readonly code: string
}

/** Rows in columns: name, ms, MB, code. */
export function table(rows: readonly Row[]): string {
  const cells = [
    ['name', 'ms', 'MB', 'code'],
    ...rows.map(({ name, ms, grown, code }) => [name, ms.toFixed(0), (grown / 2 ** 20).toFixed(1), code]),
  ]
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  return cells
    .map(([name = '', ms = '', mb = '', code = '']) => {
      const [nameWidth = 0, msWidth = 0, mbWidth = 0] = widths
      return `${name.padEnd(nameWidth)}  ${ms.padStart(msWidth)}  ${mb.padStart(mbWidth)}  ${code}`
    })
    .join('\n')
}
