import type { Status, Summary } from '@onetill/core'
import { toUtc } from '@onetill/core/adapter'
import type { SessionFilter } from '@onetill/store'
import { usageError } from '../failure.ts'

/** Options that choose sessions, as typed. */
export interface FilterOptions {
  readonly provider?: string
  readonly account?: string
  readonly environment?: 'live' | 'test' | 'unknown'
  readonly status?: Status
  readonly summary?: Summary
  readonly currency?: string
  readonly amountFrom?: string
  readonly amountTo?: string
  readonly from?: string
  readonly to?: string
  readonly reference?: string
  readonly text?: string
  readonly attention?: boolean
}

/** The filter of a query. @throws invalid_input */
export function toFilter({ from, to, attention, ...rest }: FilterOptions): SessionFilter {
  const { provider, account, environment, status, summary, currency, amountFrom, amountTo, reference, text } = rest
  return {
    ...{ provider, account, environment, status, summary, amountFrom, amountTo, reference, text },
    currency: currency?.toUpperCase(),
    from: from === undefined ? undefined : toTime('--from', from),
    to: to === undefined ? undefined : toTime('--to', to),
    ...(attention === true ? { attention } : {}),
  }
}

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])

/** A time as people type it: with an offset, a date (its beginning in UTC), or an age such as `90d`. @throws invalid_input */
export function toTime(option: string, text: string, now: number = Date.now()): string {
  const [, count = '', unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? []
  const unitMs = UNIT_MS.get(unit)
  if (unitMs !== undefined) return new Date(now - Number.parseInt(count, 10) * unitMs).toISOString()
  const utc = toUtc(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text)
  if (utc !== null) return utc
  throw usageError(
    `${option}: expected a date, a time with an offset such as 2026-01-31T12:00:00Z, or an age such as 90d`,
  )
}
