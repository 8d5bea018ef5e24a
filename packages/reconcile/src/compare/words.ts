// How numbers of a comparison are written for people.
import type { GroupKey } from './comparison.ts'
import type { Quantile } from './durations.ts'
import type { Interval, Share } from './interval.ts'

/** What stands where a provider says nothing. */
export const NOT_REPORTED = 'not reported'

/** Digits in groups of three, of a count or of decimal text. */
export const grouped = (digits: string | number): string => {
  const [whole = '', fraction] = String(digits).split('.')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${fraction === undefined ? '' : `.${fraction}`}`
}

const inPercent = (share: number): string => (share * 100).toFixed(1)

/** `71.2 %` */
export const percent = (share: number): string => `${inPercent(share)} %`

/** `69.3–73.0 %` */
export const percentRange = ({ low, high }: Interval): string => `${inPercent(low)}–${inPercent(high)} %`

/** `71.2 % (69.3–73.0)`, or where there are too few `12 of 20`. */
export function shareText({ sessions, of, share, low, high }: Share): string {
  if (share === null || low === null || high === null) return of === 0 ? '–' : `${grouped(sessions)} of ${grouped(of)}`
  return `${percent(share)} (${inPercent(low)}–${inPercent(high)})`
}

/** `+4.1`, in points of a percent. */
export const points = (difference: number): string =>
  `${difference > 0 ? '+' : ''}${inPercent(difference)}`.replace('-', '−')

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const

/** `850 ms`, `42 s`, `3 min 20 s`, `2 h 5 min`: the two largest units, cut. */
export function duration(ms: number): string {
  const place = UNITS.findIndex(([, length]) => ms >= length)
  const unit = UNITS[place]
  if (unit === undefined) return `${ms} ms`
  const [name, length] = unit
  const first = `${Math.floor(ms / length)} ${name}`
  const next = UNITS[place + 1]
  const rest = next === undefined ? 0 : Math.floor((ms % length) / next[1])
  return next === undefined || rest === 0 ? first : `${first} ${rest} ${next[0]}`
}

/** `42 s (40 s–45 s)`; a side without a bound is `…`. */
export function quantileText(quantile: Quantile | null): string {
  if (quantile === null) return '–'
  const { ms, low, high } = quantile
  return `${duration(ms)} (${low === null ? '…' : duration(low)}–${high === null ? '…' : duration(high)})`
}

/** What a group is called: the provider, `test` where it is not live money, and what else it is told apart by. */
export function groupName({ provider, environment, account, method, currency, day }: GroupKey): string {
  return [
    provider,
    ...(environment === 'live' ? [] : [environment === 'test' ? 'test' : 'live or test not said']),
    ...(account === undefined ? [] : [account]),
    ...(method === undefined ? [] : [method ?? `method ${NOT_REPORTED}`]),
    ...(currency === undefined ? [] : [currency ?? `currency ${NOT_REPORTED}`]),
    ...(day === undefined ? [] : [day]),
  ].join(' · ')
}

/** `2026-11-20 12:00 UTC` */
export const minute = (utc: string): string => `${utc.slice(0, 10)} ${utc.slice(11, 16)} UTC`
