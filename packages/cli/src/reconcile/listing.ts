import { type Color, painter } from '../output/style.ts'
import type { Terminal } from '../output/terminal.ts'
import { cut, fill, widthOf } from '../output/width.ts'

/** One line of a list. */
export interface Line {
  readonly cells: readonly string[]
  readonly color?: Color
}

/** A column of a list. */
export interface ListColumn {
  readonly title: string
  readonly align?: 'right'
}

/** Lines under their titles, the columns as wide as their widest cell, cut to the terminal. */
export function listing(columns: readonly ListColumn[], lines: readonly Line[], terminal: Terminal): readonly string[] {
  const paint = painter(terminal)
  const all = [columns.map(({ title }) => title), ...lines.map(({ cells }) => cells)]
  const widths = columns.map((_, at) => Math.max(...all.map((cells) => widthOf(cells[at] ?? ''))))
  return all.map((cells, index) => {
    const text = columns.map(({ align }, at) => fill(cells[at] ?? '', widths[at] ?? 0, align ?? 'left')).join('  ')
    const line = cut(text.trimEnd(), terminal.columns())
    const color = index === 0 ? 'bold' : lines[index - 1]?.color
    return color === undefined ? line : paint(line, color)
  })
}

/** A field of JSON that was stored, or null: what an older version has kept may lack it. */
export function fieldOf(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found: unknown = value
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return null
    found = Reflect.get(found, name)
  }
  return found
}

/** The same as text; empty where there is none. */
export function textOf(value: unknown, ...path: readonly (string | number)[]): string {
  const found = fieldOf(value, ...path)
  return typeof found === 'string' || typeof found === 'number' ? `${found}` : ''
}
