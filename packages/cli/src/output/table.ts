import { alignAmounts, amountText } from './amount.ts'
import type { Row } from './row.ts'
import { LOOKS, type Paint } from './style.ts'
import { cut, fill, widthOf } from './width.ts'

/** How a table is drawn. */
export interface TableOptions {
  readonly columns: number
  readonly paint: Paint
}

interface Column {
  readonly title: string
  /** Columns it needs at least. */
  readonly min: number
  /** Columns it takes at most. */
  readonly max: number
  readonly align?: 'right'
  readonly cell: (row: Row) => string
}

const GAP = '  '
/** Below this width two lines a session are more readable than a table. */
const NARROWEST = 60

const statusText = ({ summary, detail }: Row): string =>
  `${LOOKS[summary].icon} ${summary}${detail === null ? '' : `/${detail}`}`
const shortStatus = ({ summary }: Row): string => `${LOOKS[summary].icon} ${summary}`

/** All columns, left to right. */
const COLUMNS = {
  provider: { title: 'PROVIDER', min: 12, max: 24, cell: (row) => row.provider },
  name: { title: 'REFERENCE/ID', min: 12, max: 36, cell: (row) => row.name },
  status: { title: 'STATUS', min: 12, max: 26, cell: statusText },
  word: { title: 'THEIR WORD', min: 10, max: 24, cell: (row) => row.word },
  amount: { title: 'AMOUNT', min: 6, max: 64, cell: () => '' },
  processor: { title: 'PROCESSOR', min: 20, max: 24, cell: (row) => row.processor },
  age: { title: 'AGE', min: 3, max: 6, align: 'right', cell: (row) => row.age },
  refunds: { title: 'REFUNDS', min: 16, max: 26, cell: (row) => row.refunds },
} as const satisfies Record<string, Column>
type Name = keyof typeof COLUMNS
const NAMES = Object.keys(COLUMNS) as readonly Name[]

/** Left out in this order when there is no room. */
const DISPENSABLE: readonly Name[] = ['processor', 'refunds', 'word', 'age', 'provider']

/** A cell the provider says nothing for. */
const NOTHING = '–'

/** Rows as lines of at most `columns` columns; narrow ones give two lines a row. */
export function table(rows: readonly Row[], options: TableOptions): readonly string[] {
  const lines = options.columns < NARROWEST ? stacked(rows, options) : wide(rows, options)
  const assumed = rows.some(({ amount }) => amount.money !== null && amount.source === 'caller')
  return assumed ? [...lines, cut('* as ordered: the provider states no amount', options.columns)] : lines
}

function wide(rows: readonly Row[], { columns, paint }: TableOptions): readonly string[] {
  const amounts = alignAmounts(rows.map(({ amount }) => amount))
  const text = (name: Name, row: Row, place: number): string =>
    name === 'amount' ? (amounts[place] ?? '') : COLUMNS[name].cell(row)
  const natural = (name: Name): number => {
    const column: Column = COLUMNS[name]
    const widest = Math.max(widthOf(column.title), ...rows.map((row, place) => widthOf(text(name, row, place))))
    return Math.min(column.max, widest)
  }
  const widths = new Map(NAMES.map((name) => [name, natural(name)]))
  const saysNothing = (name: Name): boolean => rows.every((row, place) => text(name, row, place) === NOTHING)
  const least = (name: Name, width: number): number =>
    name === 'amount' ? width : Math.min(width, leastOf(name, rows))
  share(widths, columns, { least, saysNothing })

  const line = (cell: (name: Name, width: number) => string): string =>
    [...widths]
      .map(([name, width]) => cell(name, width))
      .join(GAP)
      .trimEnd()
  const align = (name: Name): 'left' | 'right' => {
    const column: Column = COLUMNS[name]
    return column.align ?? 'left'
  }
  const heading = paint(
    line((name, width) => fill(COLUMNS[name].title, width, align(name))),
    'bold',
  )
  return [
    heading,
    ...rows.map((row, place) =>
      line((name, width) => {
        if (name !== 'status') return fill(text(name, row, place), width, align(name))
        return paint(fill(fittingStatus(row, width), width), LOOKS[row.summary].color)
      }),
    ),
  ]
}

function leastOf(name: Name, rows: readonly Row[]): number {
  const { min } = COLUMNS[name]
  return name === 'status' ? Math.max(min, ...rows.map((row) => widthOf(shortStatus(row)))) : min
}

/** What columns may lose. */
interface Shares {
  readonly least: (name: Name, width: number) => number
  readonly saysNothing: (name: Name) => boolean
}

/** Leaves columns out, those that say nothing first, then narrows the widest, until the rest has room. */
function share(widths: Map<Name, number>, columns: number, { least, saysNothing }: Shares): void {
  const total = (of: (name: Name, width: number) => number): number =>
    [...widths].reduce((sum, [name, width]) => sum + of(name, width), GAP.length * (widths.size - 1))
  for (const name of DISPENSABLE) if (total((_, width) => width) > columns && saysNothing(name)) widths.delete(name)
  for (const name of DISPENSABLE) if (total(least) > columns) widths.delete(name)
  for (let over = total((_, width) => width) - columns; over > 0; over--) {
    const spare = [...widths].map(([name, width]) => ({ name, width, room: width - least(name, width) }))
    const widest = spare.filter(({ room }) => room > 0).sort((a, b) => b.room - a.room)[0]
    if (widest === undefined) return
    widths.set(widest.name, widest.width - 1)
  }
}

function stacked(rows: readonly Row[], { columns, paint }: TableOptions): readonly string[] {
  return rows.flatMap((row) => {
    const amount = amountText(row.amount)
    const left = Math.max(widthOf(shortStatus(row)), columns - widthOf(amount) - 1)
    const first = `${paint(fill(fittingStatus(row, left), left), LOOKS[row.summary].color)} ${amount}`
    const more = [row.word, row.age].filter((part) => part !== NOTHING).map((part) => ` · ${part}`)
    // A long id gives way to the word and the age, down to what still tells it from others.
    const room = columns - 2 - widthOf(`${row.provider} ${more.join('')}`)
    const second = `${row.provider} ${cut(row.name, Math.max(COLUMNS.name.min, room))}${more.join('')}`
    return [first, `  ${cut(second, columns - 2)}`]
  })
}

function fittingStatus(row: Row, width: number): string {
  return widthOf(statusText(row)) <= width ? statusText(row) : shortStatus(row)
}
