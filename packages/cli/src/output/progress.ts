import type { CliContext } from '../context.ts'
import { cut, widthOf } from './width.ts'

/** How far a piece of long work is. */
export interface Progress {
  /** Shows how far it is; as often as one likes. `total` null: it is not known. */
  readonly show: (label: string, done: number, total: number | null) => void
  /** Takes the bar away. */
  readonly end: () => void
}

const BAR = 24
/** Between two drawings of the bar, and between two lines where nothing can be drawn over. */
const EVERY_MS = { bar: 100, line: 5_000 } as const

/** Progress on stderr: one bar on a terminal, else a line every five seconds; work that is quick shows none. */
export function createProgress(
  { progress: { live, columns, write }, report }: Pick<CliContext, 'progress' | 'report'>,
  now: () => number = () => performance.now(),
): Progress {
  let shownAt = now()
  let drawn = false
  const every = live ? EVERY_MS.bar : EVERY_MS.line
  return {
    show: (label, done, total) => {
      if (now() - shownAt < every) return
      shownAt = now()
      const text = `${label} ${countText(done)}${total === null ? '' : ` of ${countText(total)} (${percent(done, total)} %)`}`
      if (!live) return report(text)
      const bar = total === null ? '' : `${barText(done, total)} `
      const line = cut(`${bar}${text}`, columns() - 1)
      write(`\r${line}${' '.repeat(Math.max(0, columns() - 1 - widthOf(line)))}`)
      drawn = true
    },
    end: () => {
      if (drawn) write(`\r${' '.repeat(columns() - 1)}\r`)
      drawn = false
    },
  }
}

const percent = (done: number, total: number): number =>
  total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100))

function barText(done: number, total: number): string {
  const filled = Math.floor((percent(done, total) / 100) * BAR)
  return `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}`
}

/** A count with its thousands apart: `1,234,567`. */
export function countText(count: number): string {
  return count.toString().replace(/\B(?=(\d{3})+$)/g, ',')
}
