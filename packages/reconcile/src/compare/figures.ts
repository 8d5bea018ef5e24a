import { axis, type ChartRow, chartRows, figure, legend, span, stackedBar, whisker } from './chart.ts'
import type { Group } from './comparison.ts'
import { LEAST_FOR_RATE, type Share } from './interval.ts'
import { LOOKS } from './looks.ts'
import type { Html } from './markup.ts'
import { OUTCOME_NAMES } from './outcomes.ts'
import { groupTable, quiet } from './tables.ts'
import { duration, grouped, groupName, NOT_REPORTED, percent, percentRange, quantileText, shareText } from './words.ts'

/** What came of all sessions of each group, those that are open included. */
export function outcomeFigure(groups: readonly Group[], drawn: readonly Group[]): Html {
  const seen = OUTCOME_NAMES.filter((name) => groups.some(({ outcomes }) => outcomes[name].sessions > 0))
  return figure({
    id: 'outcomes',
    title: 'What came of the sessions',
    lead: 'All sessions of each group. What is hatched is not over yet, and can still become anything.',
    picture: [
      chartRows(
        drawn.map((group) => outcomeRow(group)),
        null,
      ),
      legend(seen.map((name) => LOOKS[name])),
    ],
    table: groupTable(
      'What came of the sessions',
      [
        { title: 'Sessions', cell: ({ sessions }) => grouped(sessions) },
        ...seen.map((name) => ({
          title: LOOKS[name].word,
          cell: ({ outcomes }: Group) => grouped(outcomes[name].sessions),
        })),
      ],
      groups,
    ),
  })
}

function outcomeRow({ key, sessions, outcomes }: Group): ChartRow {
  const name = groupName(key)
  const words = `${grouped(sessions)} sessions, ${grouped(outcomes.open.sessions)} open now`
  if (sessions < LEAST_FOR_RATE) return { name, words: `${words}: ${tooFew}`, drawing: null }
  const parts = OUTCOME_NAMES.map((outcome) => {
    const count = outcomes[outcome].sessions
    const share = count / sessions
    const { tone, word } = LOOKS[outcome]
    return {
      tone,
      share,
      title: `${word}: ${grouped(count)} of ${grouped(sessions)}, ${percent(share)}`,
      text: percent(share),
    }
  })
  const said = parts.filter(({ share }) => share > 0).map(({ title }) => title)
  return { name, words, drawing: stackedBar(`${name}: ${said.join('; ')}`, parts) }
}

const tooFew = `too few for a share`

/** How many of what is over were paid. */
export const paidFigure = (groups: readonly Group[], drawn: readonly Group[]): Html =>
  figure({
    id: 'paid',
    title: 'Paid, of what is over',
    lead: 'With 95 % intervals: where they overlap far, the difference may be chance.',
    picture: shareChart(drawn, 'Paid', ({ outcomes }) => outcomes.paid, 't-good'),
    table: groupTable(
      'Paid, of what is over',
      [
        { title: 'Paid', cell: ({ outcomes }) => grouped(outcomes.paid.sessions) },
        { title: 'Over', cell: ({ settled }) => grouped(settled) },
        { title: 'Share (95 %)', cell: ({ outcomes }) => shareText(outcomes.paid) },
        {
          title: 'Paid of all, as open ones end',
          cell: ({ paidOfAll }) => (paidOfAll === null ? '–' : percentRange(paidOfAll)),
        },
      ],
      groups,
    ),
  })

/** How many paid sessions were refunded, of those of which it is known. */
export const refundFigure = (groups: readonly Group[], drawn: readonly Group[]): Html =>
  figure({
    id: 'refunds',
    title: 'Refunded, of what was paid',
    lead: 'In full or in part, of the paid sessions of which the provider says so.',
    picture: shareChart(drawn, 'Refunded', ({ refunds }) => refunds.refunded, 't-gone'),
    table: groupTable(
      'Refunded, of what was paid',
      [
        { title: 'Reported', cell: ({ refunds }) => grouped(refunds.reported) },
        { title: 'Not reported', cell: ({ refunds }) => grouped(refunds.notReported) },
        { title: 'In full', cell: ({ refunds }) => grouped(refunds.full) },
        { title: 'In part', cell: ({ refunds }) => grouped(refunds.partial) },
        { title: 'Pending', cell: ({ refunds }) => grouped(refunds.pending) },
        { title: 'Failed', cell: ({ refunds }) => grouped(refunds.failed) },
        {
          title: 'Share (95 %)',
          cell: ({ refunds }) => (refunds.reported === 0 ? quiet(NOT_REPORTED) : shareText(refunds.refunded)),
        },
        { title: 'Reversed', cell: ({ reversed }) => grouped(reversed) },
      ],
      groups,
    ),
  })

function shareChart(groups: readonly Group[], word: string, shareOf: (group: Group) => Share, tone: string): Html {
  const rows = groups.map((group): ChartRow => {
    const name = groupName(group.key)
    const value = shareOf(group)
    const { share, low, high, of } = value
    if (share === null || low === null || high === null)
      return { name, words: of === 0 ? noneOf(group, word) : `${shareText(value)}: ${tooFew}`, drawing: null }
    const words = `${percent(share)} (${percentRange({ low, high })}) of ${grouped(of)}`
    return { name, words, drawing: whisker(`${name}: ${word} ${words}`, share, { low, high }, tone) }
  })
  return chartRows(rows, rows.some(({ drawing }) => drawing !== null) ? PERCENT_AXIS : null)
}

const noneOf = ({ outcomes }: Group, word: string): string =>
  word === 'Refunded' && outcomes.paid.sessions > 0 ? NOT_REPORTED : 'none yet'

const PERCENT_AXIS = axis([0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: `${at * 100} %` })))

/** How long it took from creation to payment. */
export function timeFigure(groups: readonly Group[], drawn: readonly Group[]): Html {
  const scale = scaleOf(drawn)
  return figure({
    id: 'times',
    title: 'From creation to payment',
    lead: 'Half of the paid sessions were paid by the point, 19 of 20 by the ring. The scale is logarithmic.',
    picture: chartRows(
      drawn.map(({ key, timeToPaid: { known, p50, p95 } }) => {
        const name = groupName(key)
        if (p50 === null || p95 === null)
          return { name, words: known === 0 ? NOT_REPORTED : `${grouped(known)} known: too few`, drawing: null }
        const words = `${duration(p50.ms)}, ${duration(p95.ms)}`
        return {
          name,
          words,
          drawing: span(
            `${name}: half within ${duration(p50.ms)}, 19 of 20 within ${duration(p95.ms)}`,
            scale.at(p50.ms),
            scale.at(p95.ms),
            scale.marks,
          ),
        }
      }),
      scale.axis,
    ),
    table: groupTable(
      'From creation to payment',
      [
        { title: 'Half within (95 %)', cell: ({ timeToPaid }) => quantileText(timeToPaid.p50) },
        { title: '19 of 20 within (95 %)', cell: ({ timeToPaid }) => quantileText(timeToPaid.p95) },
        { title: 'Both times known', cell: ({ timeToPaid }) => grouped(timeToPaid.known) },
        { title: 'Not reported', cell: ({ timeToPaid }) => grouped(timeToPaid.notReported) },
        { title: 'Paid before created', cell: ({ timeToPaid }) => grouped(timeToPaid.contradictory) },
      ],
      groups,
    ),
  })
}

/** Durations people know, in milliseconds: ends and marks of the scale. */
const MARKS = [
  1_000, 10_000, 60_000, 600_000, 3_600_000, 21_600_000, 86_400_000, 604_800_000, 2_592_000_000, 31_536_000_000,
]

/** A logarithmic scale that holds every quantile, from mark to mark. */
interface Scale {
  readonly at: (ms: number) => number
  readonly marks: readonly number[]
  readonly axis: Html | null
}

function scaleOf(groups: readonly Group[]): Scale {
  const all = groups.flatMap(({ timeToPaid: { p50, p95 } }) => (p50 === null || p95 === null ? [] : [p50.ms, p95.ms]))
  if (all.length === 0) return { at: () => 0, marks: [], axis: null }
  const [least, most] = [Math.min(...all), Math.max(...all)]
  const from = MARKS.findLastIndex((mark) => mark <= least)
  const to = MARKS.findIndex((mark) => mark >= most)
  const marks = MARKS.slice(Math.max(0, from), to < 0 ? undefined : Math.max(to, from + 1) + 1)
  const power = (ms: number): number => Math.log10(Math.max(1, ms))
  const [low, high] = [power(marks[0] ?? 1), power(marks.at(-1) ?? 1)]
  const at = (ms: number): number => Math.min(1, Math.max(0, (power(ms) - low) / (high - low)))
  return { at, marks: marks.map(at), axis: axis(marks.map((ms) => ({ at: at(ms), text: duration(ms) }))) }
}
