import type { Group } from './comparison.ts'
import { type Child, type Html, html } from './markup.ts'
import { groupName } from './words.ts'

/** A column of a table: numbers stand at the end. */
export interface Column<Row> {
  readonly title: string
  readonly cell: (row: Row) => Child
  readonly align?: 'start'
}

/** A table whose first column names the row; it scrolls sideways by itself where it has no room. */
export function tableOf<Row>(
  label: string,
  [first, name]: readonly [title: string, cell: (row: Row) => string],
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Html {
  const side = ({ align }: Column<Row>): string => (align === 'start' ? 'start' : 'end')
  return html`<div class="scroll" role="region" aria-label="Table: ${label}" tabindex="0"><table>
<thead><tr><th scope="col">${first}</th>${columns.map((column) => html`<th scope="col" class="${side(column)}">${column.title}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr><th scope="row">${name(row)}</th>${columns.map((column) => html`<td class="${side(column)}">${column.cell(row)}</td>`)}</tr>
`,
  )}</tbody></table></div>`
}

/** A table with a row per group. */
export const groupTable = (label: string, columns: readonly Column<Group>[], groups: readonly Group[]): Html =>
  tableOf(label, ['Group', ({ key }) => groupName(key)], columns, groups)

/** A word for nothing, quieter than a number. */
export const quiet = (text: string): Html => html`<span class="none">${text}</span>`
