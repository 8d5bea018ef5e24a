import { axis, columns, figure } from './chart.ts'
import type { Comparison, CurrencyAmounts, Group } from './comparison.ts'
import { type Html, html } from './markup.ts'
import { type Column, groupTable, quiet, tableOf } from './tables.ts'
import { grouped, groupName, NOT_REPORTED, points, quantileText, shareText } from './words.ts'

/** Paid shares against each other; nothing where there is no pair. */
export function differencePanel({ differences }: Comparison): Html | null {
  if (differences.length === 0) return null
  const together = differences.length > 5 ? ', all of them together' : ''
  return html`<section class="panel" aria-labelledby="differences"><h2 id="differences">Paid shares, against each other</h2>
<p class="calm">In points of a percent, with 95 % intervals${together}. Providers may count different things as the beginning of a session.</p>
${tableOf(
  'Paid shares, against each other',
  ['Groups', ({ left, right }) => `${groupName(left)} − ${groupName(right)}`],
  [
    { title: 'Difference', cell: ({ difference }) => points(difference) },
    { title: 'From', cell: ({ low }) => points(low) },
    { title: 'To', cell: ({ high }) => points(high) },
    {
      title: 'Verdict',
      align: 'start',
      cell: ({ beyondChance }) => (beyondChance ? 'more than chance' : quiet('may be chance')),
    },
  ],
  differences,
)}</section>`
}

const SUMS = [
  ['asked', 'Asked for, all sessions'],
  ['paid', 'Paid'],
  ['assumed', 'Paid, as ordered'],
  ['refunded', 'Refunded'],
] as const

interface AmountRow extends CurrencyAmounts {
  readonly group: Group
}

/** Exact sums per currency. */
export function amountPanel(groups: readonly Group[]): Html | null {
  const rows = groups.flatMap((group) => group.amounts.map((amounts): AmountRow => ({ group, ...amounts })))
  if (rows.length === 0) return null
  const without = groups.reduce((sum, { paidWithoutAmount }) => sum + paidWithoutAmount, 0)
  const unsaid = groups.reduce((sum, { refunds }) => sum + refunds.withoutAmount, 0)
  const body = html`<p class="calm">Exact, digit for digit; currencies are never added to each other. “As ordered”: the provider states no amount, only the caller did.</p>
${tableOf(
  'Amounts by currency',
  ['Group', ({ group }) => groupName(group.key)],
  [
    { title: 'Currency', align: 'start', cell: ({ currency }) => currency },
    ...SUMS.map(
      ([name, title]): Column<AmountRow> => ({
        title,
        cell: (row) => (row[name].sessions === 0 ? quiet('–') : grouped(row[name].value)),
      }),
    ),
  ],
  rows,
)}
${without + unsaid === 0 ? null : html`<p class="calm">${grouped(without)} paid and ${grouped(unsaid)} refunded sessions have no known amount and are in no sum.</p>`}`
  // A long one is there when it is asked for.
  if (rows.length > LONG) return html`<details class="panel"><summary>Amounts</summary>${body}</details>`
  return html`<section class="panel" aria-labelledby="amounts"><h2 id="amounts">Amounts</h2>${body}</section>`
}

const LONG = 40

/** Why sessions failed, in the closed words of the model. */
export function failurePanel(groups: readonly Group[]): Html | null {
  const failed = groups.filter(({ failures }) => failures.length > 0)
  const codes = [...new Set(failed.flatMap(({ failures }) => failures.map(({ code }) => code)))].sort((a, b) =>
    String(a) < String(b) ? -1 : 1,
  )
  if (failed.length === 0) return null
  return html`<section class="panel" aria-labelledby="failures"><h2 id="failures">Why sessions failed</h2>
<p class="calm">Counts. A provider that gives no reason is not one without reasons.</p>
${groupTable(
  'Why sessions failed',
  codes.map((code) => ({
    title: code === null ? `Reason ${NOT_REPORTED}` : code.replaceAll('_', ' '),
    cell: ({ failures }: Group) => grouped(failures.find((each) => each.code === code)?.sessions ?? 0),
  })),
  failed,
)}</section>`
}

/** Most days that are drawn; more would be thinner than a pixel. */
const MOST_DAYS = 400

/** Sessions of every day, one course per provider; nothing unless days are told apart. */
export function dayFigures({ by, groups }: Comparison): Html | null {
  const days = groups.flatMap(({ key }) => (key.day === undefined ? [] : [key.day])).sort()
  const [first] = days
  const last = days.at(-1)
  if (!by.includes('day') || first === undefined || last === undefined) return null
  const range = daysBetween(first, last)
  const courses = new Map<string, Map<string, Group>>()
  for (const group of groups) {
    const { day = '', ...rest } = group.key
    const course = courses.get(groupName(rest)) ?? new Map<string, Group>()
    courses.set(groupName(rest), course.set(day, group))
  }
  const most = Math.max(...groups.map(({ sessions }) => sessions))
  return figure({
    id: 'days',
    title: 'Sessions of every day',
    lead: `Green: paid. Grey: everything else. All to one scale; the highest column is ${grouped(most)} sessions.`,
    picture: html`<ol class="rows">${[...courses].map(
      ([name, course]) =>
        html`<li><p class="row-head"><b>${name}</b> <span>${grouped(total(course))} sessions</span></p>${columns(
          `${name}: ${grouped(total(course))} sessions on ${course.size} days`,
          range.map((day) => {
            const group = course.get(day)
            const [all, paid] = [group?.sessions ?? 0, group?.outcomes.paid.sessions ?? 0]
            return {
              title: `${day}: ${grouped(all)} sessions, ${grouped(paid)} paid`,
              height: all / most,
              part: paid / most,
            }
          }),
        )}</li>`,
    )}</ol>${axis([
      { at: 0, text: first },
      { at: 1, text: range.at(-1) ?? last },
    ])}`,
    table: groupTable(
      'Sessions of every day',
      [
        { title: 'Sessions', cell: ({ sessions }) => grouped(sessions) },
        { title: 'Paid', cell: ({ outcomes }) => grouped(outcomes.paid.sessions) },
        { title: 'Over', cell: ({ settled }) => grouped(settled) },
        { title: 'Paid, of what is over (95 %)', cell: ({ outcomes }) => shareText(outcomes.paid) },
        { title: 'Open now', cell: ({ outcomes }) => grouped(outcomes.open.sessions) },
        { title: 'Half within (95 %)', cell: ({ timeToPaid }) => quantileText(timeToPaid.p50) },
      ],
      groups,
    ),
  })
}

const total = (course: ReadonlyMap<string, Group>): number =>
  [...course.values()].reduce((sum, { sessions }) => sum + sessions, 0)

function daysBetween(first: string, last: string): readonly string[] {
  const days: string[] = []
  for (let at = Date.parse(`${first}T00:00:00Z`); days.length < MOST_DAYS; at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10)
    if (day > last) break
    days.push(day)
  }
  return days
}
