import type { Code, CodeRow, Finding, Result } from '@onetill/reconcile'
import { printable } from '../output/printable.ts'
import { countText } from '../output/progress.ts'
import { type Color, type Paint, painter } from '../output/style.ts'
import type { Terminal } from '../output/terminal.ts'
import { cut, fill, widthOf } from '../output/width.ts'

/** What a summary is made of. */
export interface SummaryParts {
  readonly result: Result
  readonly codes: Readonly<Record<Code, CodeRow>>
  readonly names: { readonly left: string; readonly right: string }
  readonly top: readonly Finding[]
  readonly since: string | null
}

const VERDICTS = {
  clean: { text: 'CLEAN', color: 'green', icon: '✓' },
  findings: { text: 'DIFFERENCES', color: 'red', icon: '✗' },
  unbalanced: { text: 'THE SUMS DO NOT ADD UP', color: 'magenta', icon: '!' },
} as const satisfies Record<string, { readonly text: string; readonly color: Color; readonly icon: string }>

const SEVERITIES = {
  high: { icon: '✗', color: 'red' },
  medium: { icon: '!', color: 'yellow' },
  low: { icon: '○', color: 'gray' },
} as const satisfies Record<string, { readonly icon: string; readonly color: Color }>

/** What a run came to, for a person with ten seconds. */
export function summaryLines(parts: SummaryParts, terminal: Terminal): readonly string[] {
  const paint = painter(terminal)
  const columns = terminal.columns()
  const { result, names, since } = parts
  const { summary } = result
  const verdict = VERDICTS[summary.verdict]
  const { left: ours, right: theirs } = summary.records
  const aside = ours.invalid + theirs.invalid
  const head = [
    paint(`${verdict.icon} ${verdict.text}`, verdict.color) + paint(`  ${countsText(result)}`, 'bold'),
    cut(`left   ${names.left}: ${countText(ours.usable)} records`, columns),
    cut(`right  ${names.right}: ${countText(theirs.usable)} records`, columns),
    ...(aside === 0
      ? []
      : [`${countText(aside)} ${aside === 1 ? 'row' : 'rows'} could not be read; set aside, see below`]),
    cut(`as of ${summary.asOf}, basis ${summary.basis}, rules ${printable(summary.rules)}`, columns),
    ...(since === null ? [] : [`findings since ${since}; the sums are those of everything`]),
  ]
  return [
    ...head,
    ...section(moneyLines(result), columns, paint),
    ...section(classLines(parts), columns, paint),
    ...topLines(parts, columns, paint),
    ...badLines(result, paint),
  ]
}

function countsText({ summary: { findings, exceptions, verdict } }: Result): string {
  if (verdict === 'unbalanced') return 'this is a defect of the comparison; please report it'
  if (findings === 0) return 'both sides say the same'
  const waiting = findings - exceptions
  const rest = waiting === 0 ? '' : `, ${countText(waiting)} to wait for or not verifiable`
  return exceptions === 0 ? `no exception${rest}` : `${countText(exceptions)} to settle${rest}`
}

interface Cell {
  readonly text: string
  readonly align?: 'right'
}

interface Line {
  readonly cells: readonly Cell[]
  readonly color?: Color
}

/** Lines with the columns as wide as their widest cell, the first one as heading. */
function section(lines: readonly Line[], columns: number, paint: Paint): readonly string[] {
  if (lines.length < 2) return []
  const count = Math.max(...lines.map(({ cells }) => cells.length))
  const widths = Array.from({ length: count }, (_, at) =>
    Math.max(...lines.map(({ cells }) => widthOf(cells[at]?.text ?? ''))),
  )
  const shown = lines.map(({ cells, color }, index) => {
    const text = cells.map((cell, at) => fill(cell.text, widths[at] ?? 0, cell.align ?? 'left')).join('  ')
    const line = cut(text.trimEnd(), columns)
    if (index === 0) return paint(line, 'bold')
    return color === undefined ? line : paint(line, color)
  })
  return ['', ...shown]
}

/** Digits with thousands apart; nothing is rounded. */
const grouped = (amount: string): string =>
  amount.replace(/^(-?)(\d+)/, (_, sign, whole) => `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}`)

const left = (text: string): Cell => ({ text })
const right = (text: string): Cell => ({ text, align: 'right' })

function moneyLines({ identity }: Result): readonly Line[] {
  const remains = identity.some(({ remainder }) => /[1-9]/.test(remainder))
  const head = ['LEFT', 'RIGHT', 'DIFFERENCE', ...(remains ? ['UNEXPLAINED'] : [])]
  return [
    { cells: [left('MONEY'), ...head.map(right)] },
    ...identity.map(({ currency, left: ours, right: theirs, difference, remainder }) => ({
      cells: [left(currency), ...[ours, theirs, difference, ...(remains ? [remainder] : [])].map(grouped).map(right)],
    })),
  ]
}

function classLines({ result, codes, since }: SummaryParts): readonly Line[] {
  const { classes } = result
  const found = new Map<string, number>(result.summary.codes.map(({ code, findings }) => [code, findings]))
  const named = new Set<string>(classes.map((total) => total.class))
  const unsummed = [...found].filter(([code, findings]) => findings > 0 && !named.has(code)).map(([code]) => code)
  const lines = (name: string): readonly Line[] => {
    const row = Object.entries(codes).find(([code]) => code === name)?.[1]
    const look = row === undefined ? STATE : SEVERITIES[row.severity]
    const totals = classes.filter((total) => total.class === name)
    const findings = found.get(name) ?? 0
    const records = (side: 'left' | 'right'): string =>
      totals.length === 0 ? '' : countText(totals.reduce((sum, total) => sum + total.records[side], 0))
    const money = totals.filter(({ difference }) => difference !== null)
    return [money[0], ...money.slice(1)].map((total, at) => ({
      color: look.color,
      cells: [
        left(at === 0 ? `${look.icon} ${name}` : ''),
        right(at > 0 ? '' : findings === 0 ? '–' : countText(findings)),
        ...[records('left'), records('right')].map((count) => right(at === 0 ? count : '')),
        right(grouped(total?.difference ?? '')),
        left(total?.currency ?? ''),
      ],
    }))
  }
  const head = [since === null ? 'FINDINGS' : 'RECENT', 'IN LEFT', 'IN RIGHT', 'DIFFERENCE']
  return [{ cells: [left('CLASS'), ...head.map(right), left('')] }, ...[...unsummed, ...named].flatMap(lines)]
}

const STATE = { icon: '✓', color: 'green' } as const

function topLines({ top, result }: SummaryParts, columns: number, paint: Paint): readonly string[] {
  if (top.length === 0) return []
  const rows = top.map((finding) => [
    finding.id.slice(0, 8),
    `${SEVERITIES[finding.severity].icon} ${finding.code}`,
    nameOf(finding),
    finding.difference.map(({ amount, currency }) => `${grouped(amount)} ${currency}`).join(', ') ||
      statusText(finding),
  ])
  const widths = [0, 1].map((at) => Math.max(...rows.map((row) => widthOf(row[at] ?? ''))))
  const amount = Math.max(...rows.map((row) => widthOf(row[3] ?? '')))
  const name = Math.min(
    Math.max(...rows.map((row) => widthOf(row[2] ?? ''))),
    Math.max(8, columns - 6 - (widths[0] ?? 0) - (widths[1] ?? 0) - amount),
  )
  const lines = rows.map(([id = '', code = '', who = '', money = ''], at) => {
    const color = SEVERITIES[top[at]?.severity ?? 'low'].color
    const text = `${fill(id, widths[0] ?? 0)}  ${fill(code, widths[1] ?? 0)}  ${fill(who, name)}  ${fill(money, amount, 'right')}`
    return paint(cut(text, columns), color)
  })
  const more = result.summary.findings - top.length
  return [
    '',
    paint(more > 0 ? `LOOK AT THESE FIRST, of ${countText(result.summary.findings)}` : 'FINDINGS', 'bold'),
    ...lines,
    cut(`one in full: --explain ${top[0]?.id.slice(0, 8)}   all of them: --out report.html`, columns),
  ]
}

/** What stands in place of an amount: why it was set aside, else both sides' words. */
function statusText({ reason, left: [ours], right: [theirs] }: Finding): string {
  if (reason !== null) return reason.replaceAll('_', ' ')
  return printable(`${ours?.word ?? ours?.status ?? '–'} / ${theirs?.word ?? theirs?.status ?? '–'}`)
}

function nameOf({ left: ours, right: theirs }: Finding): string {
  const [record] = [...ours, ...theirs]
  const { reference, key } = record ?? {}
  return printable(reference ?? key ?? 'a row without a name')
}

/** Most lines named of one reason. */
const MOST_LINES = 6

function badLines({ quarantine }: Result, paint: Paint): readonly string[] {
  const groups = new Map<string, { readonly side: string; readonly hint: string; readonly lines: string[] }>()
  for (const { side, line, reason, hint, key, reference } of quarantine) {
    const group = groups.get(`${side} ${reason}`) ?? { side, hint, lines: [] }
    groups.set(`${side} ${reason}`, group)
    group.lines.push(line === null ? printable(reference ?? key ?? 'without a name') : String(line))
  }
  if (groups.size === 0) return []
  const rows = [...groups.values()].map(({ side, hint, lines }) => {
    const more = lines.length - MOST_LINES
    const named = `${lines.slice(0, MOST_LINES).join(', ')}${more > 0 ? ` and ${countText(more)} more` : ''}`
    // Not cut: the end of a hint is what to do.
    return `${side}, line ${named}: ${hint}`
  })
  return ['', paint('SET ASIDE', 'bold'), ...rows]
}
