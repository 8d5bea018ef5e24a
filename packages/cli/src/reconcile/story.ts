import type { Explanation, Quarantined } from '@onetill/reconcile'
import { printable } from '../output/printable.ts'
import { painter } from '../output/style.ts'
import type { Terminal } from '../output/terminal.ts'
import { cut, fill, widthOf } from '../output/width.ts'

/** Most records of a side whose fields stand beside each other; more do not fit a terminal. */
const BESIDE = 2

/** One finding in full: what it is, why, both sides beside each other, what to do. */
export function storyLines(
  { finding, code, also, story, fields }: Explanation,
  quarantine: readonly Quarantined[],
  terminal: Terminal,
): readonly string[] {
  const paint = painter(terminal)
  const width = terminal.columns()
  const heads = [
    '',
    ...finding.left.slice(0, BESIDE).map(() => 'LEFT'),
    ...finding.right.slice(0, BESIDE).map(() => 'RIGHT'),
  ]
  const rows = fields.map(({ label, left, right, differs }) => ({
    differs,
    cells: [label, ...[...left.slice(0, BESIDE), ...right.slice(0, BESIDE)].map((text) => printable(text ?? '–'))],
  }))
  const room = Math.floor((width - 24) / Math.max(1, heads.length - 1))
  const widths = heads.map((head, at) =>
    Math.min(
      at === 0 ? 20 : Math.max(12, room),
      Math.max(widthOf(head), ...rows.map(({ cells }) => widthOf(cells[at] ?? ''))),
    ),
  )
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => (at === cells.length - 1 ? cell : fill(cell, widths[at] ?? 0)))
      .join('  ')
      .trimEnd()
  const lines = quarantine.flatMap(({ side, line: at }) => (at === null ? [] : [`${side} line ${at}`]))
  return [
    paint(`${finding.code}  ${finding.severity}${finding.exception ? '' : ', no exception'}`, 'bold'),
    finding.id,
    '',
    code.meaning,
    ...story.map(printable),
    ...(lines.length === 0 ? [] : [`It stands in ${lines.slice(0, 20).join(', ')}${lines.length > 20 ? ' …' : ''}.`]),
    ...also.map(({ name, meaning }) => `Also ${name}: ${meaning}`),
    ...(rows.length === 0
      ? []
      : [
          '',
          paint(line(heads), 'bold'),
          ...rows.map(({ cells, differs }) =>
            differs ? paint(`${line(cells)}  ≠`, 'yellow') : cut(line(cells), Math.max(width, 40)),
          ),
        ]),
    ...hidden(finding.count, { left: finding.left.length, right: finding.right.length }),
    '',
    `What to do: ${code.action}`,
  ]
}

interface Counts {
  readonly left: number
  readonly right: number
}

function hidden(all: Counts, shown: Counts): readonly string[] {
  const more = all.left - Math.min(shown.left, BESIDE) + all.right - Math.min(shown.right, BESIDE)
  return more <= 0 ? [] : [`${more} more records belong to it; --format json shows them`]
}
