import { type CheckoutSession, type Environment, TillError } from '@onetill/core'
import { toUtc } from '@onetill/core/adapter'
import { COMPARE_VERSION, type Comparison, DIMENSIONS, type Dimension, type GroupKey } from './comparison.ts'
import { type Days, daysOf } from './days.ts'
import { differencesOf } from './differences.ts'
import { LEAST_FOR_RATE } from './interval.ts'
import { methodOf } from './method.ts'
import { type BadLine, type CompareSource, sessionsOf } from './source.ts'
import { type Tally, tally } from './tally.ts'

/** What is compared. */
export interface CompareOptions {
  readonly source: CompareSource
  /** What sessions are told apart by, beside provider and environment. @default nothing */
  readonly by?: readonly Dimension[] | undefined
  /** Created, else first seen, at or after: a day in `zone`, or a time with an offset. @default the first */
  readonly from?: string | undefined
  /** Created, else first seen, before: a day in `zone`, or a time with an offset. @default the last */
  readonly to?: string | undefined
  /** Name of the time zone in which days begin, e.g. `Europe/Berlin`. @default "UTC" */
  readonly zone?: string | undefined
  /** Only sessions of one environment. @default all, never in one group */
  readonly environment?: Environment | undefined
  /** Only sessions of accounts with this label. @default all */
  readonly account?: string | undefined
  /** UTC text of when the comparison is made; it is printed, nothing is decided by it. @default now */
  readonly asOf?: string | undefined
  /** Told of every line that is no session. */
  readonly onBadLine?: (bad: BadLine) => void
  /** Told how many sessions were read, after each. */
  readonly onProgress?: (read: number) => void
  readonly signal?: AbortSignal | undefined
}

/** More groups are no comparison any more, and would grow without end. */
export const MOST_GROUPS = 2_000

/**
 * Compares providers with each other by one definition. Sessions are read once and not kept, so memory does not grow with their
 * number. @throws invalid_input for a time or zone that is none, or more than 2,000 groups
 * @example
 * const comparison = await compareProviders({ source: { kind: 'store', store }, from: '2026-11-01', zone: 'Europe/Berlin' })
 */
export async function compareProviders(options: CompareOptions): Promise<Comparison> {
  const { source, environment = null, account = null, signal, onProgress, onBadLine } = options
  const days = daysOf(options.zone ?? 'UTC')
  const by = DIMENSIONS.filter((dimension) => options.by?.includes(dimension) === true)
  const from = options.from === undefined ? null : days.start(options.from, 'from')
  const to = options.to === undefined ? null : days.start(options.to, 'to')
  const asOf = toUtc(options.asOf ?? new Date().toISOString())
  if (asOf === null) throw new TillError({ code: 'invalid_input', message: 'asOf: expected a time with an offset' })

  const tallies = new Map<string, Tally>()
  let [sessions, leftOut, badLines] = [0, 0, 0]
  let first: string | null = null
  let last: string | null = null
  const onBad = (bad: BadLine): void => {
    badLines++
    onBadLine?.(bad)
  }
  for await (const found of sessionsOf(source, { from, to, environment, account }, onBad)) {
    signal?.throwIfAborted()
    const { session, firstSeenAt = null } = found
    const date = session.createdAt ?? firstSeenAt ?? session.observed.at
    const isMeant =
      (from === null || date >= from) &&
      (to === null || date < to) &&
      (environment === null || session.environment === environment) &&
      (account === null || session.account === account)
    if (isMeant) {
      sessions++
      if (first === null || date < first) first = date
      if (last === null || date > last) last = date
      tallyOf(tallies, keyOf(session, date, by, days)).add(session, date)
    } else leftOut++
    onProgress?.(sessions + leftOut)
  }
  const groups = [...tallies.values()].map((each) => each.group()).sort((a, b) => inOrder(a.key, b.key))
  return {
    version: COMPARE_VERSION,
    asOf,
    period: { from, to, zone: days.zone, first, last },
    by,
    confidence: 0.95,
    leastForRate: LEAST_FOR_RATE,
    ...{ sessions, leftOut, badLines, groups },
    differences: differencesOf(groups),
  }
}

function keyOf(session: CheckoutSession, date: string, by: readonly Dimension[], days: Days): GroupKey {
  const { provider, environment, account, processor, amount } = session
  return {
    ...{ provider, environment },
    ...(by.includes('account') ? { account } : {}),
    ...(by.includes('method') ? { method: methodOf(processor) } : {}),
    ...(by.includes('currency') ? { currency: amount?.currency ?? null } : {}),
    ...(by.includes('day') ? { day: days.of(date) } : {}),
  }
}

/** By one part after the other; what is not said comes last. */
function inOrder(left: GroupKey, right: GroupKey): number {
  const others = Object.values(right)
  for (const [place, one] of Object.values(left).entries()) {
    const other = others[place]
    if (one === other) continue
    if (one === null) return 1
    return other === null || other === undefined || one < other ? -1 : 1
  }
  return 0
}

function tallyOf(tallies: Map<string, Tally>, key: GroupKey): Tally {
  const name = JSON.stringify(Object.values(key))
  const known = tallies.get(name)
  if (known !== undefined) return known
  if (tallies.size >= MOST_GROUPS) {
    const message = `more than ${MOST_GROUPS} groups; take a shorter period, or tell fewer things apart`
    throw new TillError({ code: 'invalid_input', message })
  }
  const made = tally(key)
  tallies.set(name, made)
  return made
}
