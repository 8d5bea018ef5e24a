// A result as text for people and for other programs. Each writer gives pieces, so that no report has to fit in memory.
import { canonicalJson } from './canonical.ts'
import { CODES, isCode, STATES } from './codes.ts'
import type { Finding, ShownRecord } from './finding.ts'
import { type SideRecord, saleTime } from './record.ts'
import type { Result } from './result.ts'

/** Findings, one canonical JSON a line. */
export async function* ndjson(result: Result): AsyncIterable<string> {
  for await (const finding of result.findings()) yield `${canonicalJson(finding)}\n`
}

const COLUMNS = [
  ...['id', 'code', 'also', 'severity', 'exception', 'rung', 'reason', 'difference'],
  ...['left_count', 'left_key', 'left_reference', 'left_status', 'left_amount', 'left_currency', 'left_time'],
  ...['right_count', 'right_key', 'right_reference', 'right_status', 'right_amount', 'right_currency', 'right_time'],
]

/** Findings as CSV (RFC 4180). No cell can be taken for a formula by a spreadsheet. */
export async function* csv(result: Result): AsyncIterable<string> {
  yield `${COLUMNS.join(',')}\r\n`
  for await (const finding of result.findings()) {
    const { id, code, also, severity, exception, rung, reason, difference, count } = finding
    const money = difference.map(({ amount, currency }) => `${amount} ${currency}`).join('; ')
    const cells = [
      ...[id, code, also.join(' '), severity, String(exception), rung, reason, money],
      ...[String(count.left), ...sideCells(finding.left)],
      ...[String(count.right), ...sideCells(finding.right)],
    ]
    yield `${cells.map(csvCell).join(',')}\r\n`
  }
}

function sideCells(records: readonly ShownRecord[]): readonly (string | null)[] {
  const each = (of: (record: ShownRecord) => string | null | undefined): string =>
    records.map((record) => of(record) ?? '').join('; ')
  return [
    each(({ key }) => key),
    each(({ reference }) => reference),
    each(({ word, status }) => word ?? status),
    each(({ value, amount }) => value ?? amount),
    each(({ valueCurrency, currency }) => valueCurrency ?? currency),
    each((record) => saleTime({ ...NO_TIMES, ...record } as SideRecord)),
  ]
}

const NO_TIMES = { paidAt: null, createdAt: null, updatedAt: null }

/** A cell that begins like a formula gets an apostrophe before it; a plain negative number is none. */
export function csvCell(value: string | null): string {
  if (value === null) return ''
  const isNumber = /^-\d+(\.\d+)?( [A-Z0-9]+)?$/.test(value)
  const safe = /^[\s]*[=+\-@|%\t\r\uff1d\uff0b\uff0d\uff20]/.test(value) && !isNumber ? `'${value}` : value
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Most findings in a Markdown report. */
const MARKDOWN_FINDINGS = 100

/** A page a person can read: what it comes to, the sums, and the first findings. */
export async function* markdown(result: Result): AsyncIterable<string> {
  const { summary, classes, identity, quarantine } = result
  yield `# Reconciliation as of ${summary.asOf}\n\n`
  yield `${VERDICTS[summary.verdict]} ${summary.findings} findings, ${summary.exceptions} of them exceptions. `
  yield `Left: ${summary.records.left.usable} records, ${summary.records.left.invalid} set aside. `
  yield `Right: ${summary.records.right.usable} records, ${summary.records.right.invalid} set aside. `
  yield `Basis: ${summary.basis}.\n\n`
  yield table(
    ['Currency', 'Left', 'Right', 'Difference', 'Explained', 'Remainder'],
    identity.map(({ currency, left, right, difference, explained, remainder }) => [
      currency,
      left,
      right,
      difference,
      explained,
      remainder,
    ]),
  )
  yield table(
    ['Class', 'Currency', 'Records left', 'Records right', 'Left', 'Right', 'Difference', 'Meaning'],
    classes.map(({ class: name, currency, records, left, right, difference }) => [
      ...[name, currency ?? '', String(records.left), String(records.right), left ?? '', right ?? '', difference ?? ''],
      isCode(name) ? CODES[name].meaning : STATES[name],
    ]),
  )
  if (quarantine.length > 0)
    yield table(
      ['Side', 'Line', 'Reason', 'What to do'],
      quarantine
        .slice(0, MARKDOWN_FINDINGS)
        .map(({ side, line, reason, hint }) => [side, String(line ?? ''), reason, hint]),
    )
  const rows: string[][] = []
  for await (const finding of result.findings()) {
    rows.push(markdownRow(finding))
    if (rows.length === MARKDOWN_FINDINGS) break
  }
  if (rows.length > 0) yield table(['Code', 'Also', 'Left', 'Right', 'Difference', 'Id'], rows)
  if (summary.findings > rows.length) yield `${summary.findings - rows.length} more findings are not shown.\n`
}

const VERDICTS = {
  clean: 'Clean.',
  findings: 'There are differences.',
  unbalanced: '**The sums do not add up: this is a defect of the comparison, please report it.**',
} as const

function markdownRow({ code, also, left, right, difference, id }: Finding): string[] {
  const money = difference.map(({ amount, currency }) => `${amount} ${currency}`).join(', ')
  const names = (records: readonly ShownRecord[]): string =>
    records.map(({ key, reference }) => key ?? reference ?? 'unnamed').join(', ')
  return [code, also.join(', '), names(left), names(right), money, id]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownCell).join(' | ')} |\n`
  return `${line(head)}|${head.map(() => ' --- |').join('')}\n${rows.map(line).join('')}\n`
}

/** Nothing in a record can end a cell, begin a link or be markup. */
function markdownCell(text: string): string {
  return text.replace(/[\\`*_[\]<>|~]/g, '\\$&').replace(/\s+/g, ' ')
}
