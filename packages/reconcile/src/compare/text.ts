import type { Comparison, Group } from './comparison.ts'
import { OUTCOME_NAMES, OUTCOMES } from './outcomes.ts'
import {
  duration,
  grouped,
  groupName,
  minute,
  NOT_REPORTED,
  percentRange,
  points,
  quantileText,
  shareText,
} from './words.ts'

/** One line of the table: what it says of a group. Null: nothing; a line that says nothing of any group is left out. */
interface Line {
  readonly title: string
  readonly cell: (group: Group) => string | null
}

const counted = (count: number): string | null => (count === 0 ? null : grouped(count))

const LINES: readonly Line[] = [
  { title: 'sessions', cell: ({ sessions }) => grouped(sessions) },
  { title: 'over', cell: ({ settled }) => grouped(settled) },
  ...OUTCOME_NAMES.filter((name) => OUTCOMES[name].settled).map((name) => ({
    title: `  ${name.replace('_', ' ')}`,
    cell: ({ outcomes: { [name]: share } }: Group) =>
      share.sessions === 0 && OPTIONAL.has(name) ? null : shareText(share),
  })),
  { title: 'open now', cell: ({ outcomes }) => grouped(outcomes.open.sessions) },
  { title: '  oldest since', cell: ({ oldestOpen }) => oldestOpen && minute(oldestOpen).replace(/ UTC$/, '') },
  { title: 'in review', cell: ({ outcomes }) => counted(outcomes.review.sessions) },
  { title: 'unclear', cell: ({ outcomes }) => counted(outcomes.unclear.sessions) },
  { title: 'paid of all', cell: ({ paidOfAll }) => paidOfAll && percentRange(paidOfAll) },
  { title: 'paid within: half', cell: ({ timeToPaid: { p50 } }) => p50 && quantileText(p50) },
  { title: '  19 of 20', cell: ({ timeToPaid: { p95 } }) => p95 && quantileText(p95) },
  {
    title: '  times known',
    cell: ({ timeToPaid: { known }, outcomes: { paid } }) => `${grouped(known)} of ${grouped(paid.sessions)}`,
  },
  {
    title: 'refunded',
    cell: ({ refunds: { reported, refunded }, outcomes: { paid } }) =>
      reported === 0 && paid.sessions > 0 ? NOT_REPORTED : shareText(refunded),
  },
  { title: '  not reported', cell: ({ refunds }) => (refunds.reported === 0 ? null : counted(refunds.notReported)) },
  { title: 'reversed', cell: ({ reversed }) => counted(reversed) },
]

/** They are rare, so they have no line where there are none. */
const OPTIONAL: ReadonlySet<string> = new Set(['no_charge', 'unknown'])

const AMOUNTS = [
  ['paid', 'paid'],
  ['assumed', 'paid, as ordered'],
  ['refunded', 'refunded'],
] as const

/** More groups than this are a list with a line each. */
const MOST_ABREAST = 8

/**
 * The comparison as lines: groups side by side, below each other where `columns` leave no room; more than eight, or days, as a
 * list.
 */
export function comparisonText(comparison: Comparison, { columns }: { readonly columns: number }): readonly string[] {
  const { groups, by, period, sessions, differences } = comparison
  const isList = by.includes('day') || groups.length > MOST_ABREAST
  const told = differences.map(
    ({ left, right, difference, low, high, beyondChance }) =>
      `  ${groupName(left)} − ${groupName(right)}: ${points(difference)} points (${points(low)} to ${points(high)}), ${beyondChance ? 'more than chance' : 'may be chance'}`,
  )
  return [
    `${grouped(sessions)} sessions created ${periodText(period)}`,
    ...(isList ? ['', ...list(groups)] : abreast(groups, columns)),
    ...(told.length === 0 || isList ? [] : ['', 'Paid share, against each other', ...told]),
    '',
    ...NOTES,
  ]
}

const NOTES = [
  'Shares are of what is over, with 95 % intervals; under 30 sessions there is none.',
  'Paid of all: from what it is if no open session gets paid, to if all of them do.',
]

function abreast(groups: readonly Group[], columns: number): readonly string[] {
  const lines = [...LINES, ...amountLines(groups)]
  const titles = Math.max(...lines.map(({ title }) => title.length))
  const blocks = groups.map((group) => {
    const cells = [groupName(group.key), ...lines.map(({ cell }) => cell(group) ?? '')]
    return { cells, width: Math.max(...cells.map((cell) => cell.length)) }
  })
  const bands: (typeof blocks)[] = []
  let room = 0
  for (const block of blocks) {
    room -= block.width + 2
    const band = bands.at(-1)
    if (band !== undefined && room >= 0) band.push(block)
    else {
      bands.push([block])
      room = columns - titles - block.width - 2
    }
  }
  return bands.flatMap((band) => [
    '',
    ...['', ...lines.map(({ title }) => title)].flatMap((title, place) => {
      const cells = band.map(({ cells, width }) => (cells[place] ?? '').padStart(width))
      const saysNothing = place > 0 && cells.every((cell) => cell.trim() === '')
      return saysNothing ? [] : [[title.padEnd(titles), ...cells].join('  ').trimEnd()]
    }),
  ])
}

/** Title and cell of each column of the list. */
const COLUMNS: readonly Line[] = [
  { title: 'SESSIONS', cell: ({ sessions }) => grouped(sessions) },
  { title: 'OVER', cell: ({ settled }) => grouped(settled) },
  { title: 'PAID', cell: ({ outcomes }) => shareText(outcomes.paid) },
  { title: 'OPEN', cell: ({ outcomes }) => grouped(outcomes.open.sessions) },
  { title: 'HALF WITHIN', cell: ({ timeToPaid: { p50 } }) => p50 && duration(p50.ms) },
  { title: 'REFUNDED', cell: ({ refunds: { reported, refunded } }) => (reported === 0 ? '–' : shareText(refunded)) },
]

function list(groups: readonly Group[]): readonly string[] {
  const rows = [
    ['GROUP', ...COLUMNS.map(({ title }) => title)],
    ...groups.map((group) => [groupName(group.key), ...COLUMNS.map(({ cell }) => cell(group) ?? '–')]),
  ]
  const widths = ['GROUP', ...COLUMNS].map((_, place) => Math.max(...rows.map((row) => (row[place] ?? '').length)))
  return rows.map((row) =>
    row
      .map((cell, place) => (place === 0 ? cell.padEnd(widths[place] ?? 0) : cell.padStart(widths[place] ?? 0)))
      .join('  '),
  )
}

/** From when to when. */
export function periodText({ from, to, zone, first, last }: Comparison['period']): string {
  const start = from ?? first
  const end = to ?? last
  if (start === null || end === null) return `in no time (days of ${zone})`
  return `from ${minute(start)} to ${minute(end)} (days of ${zone})`
}

function amountLines(groups: readonly Group[]): readonly Line[] {
  const currencies = [...new Set(groups.flatMap(({ amounts }) => amounts.map(({ currency }) => currency)))].sort()
  return currencies.flatMap((currency) =>
    AMOUNTS.map(([name, title]) => ({
      title: `${title} ${currency}`,
      cell: ({ amounts }: Group) => {
        const sum = amounts.find((each) => each.currency === currency)?.[name]
        return sum === undefined || sum.sessions === 0 ? null : grouped(sum.value)
      },
    })),
  )
}
