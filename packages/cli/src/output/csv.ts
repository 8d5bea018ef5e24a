import { printable } from './printable.ts'

/** What a spreadsheet takes for the beginning of a formula; the wide forms are folded to plain ones by some. */
const FORMULA = /^\s*[=+\-@\uff0b\uff0d\uff1d\uff20]/
const NUMBER = /^-?\d+(?:\.\d+)?$/

/**
 * One line of CSV (RFC 4180, but with a plain line break). No cell is a formula: a text that looks like one begins with
 * `'`. Characters that a terminal acts on become `\ufffd`.
 */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map(csvCell).join(',')}\n`
}

function csvCell(cell: string | null): string {
  if (cell === null) return ''
  const text = printable(cell)
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
  return /[",\s]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
