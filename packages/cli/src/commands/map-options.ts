import { type Channel, type Expected, type MapContext, money } from '@onetill/core'
import { toUtc } from '@onetill/core/adapter'
import { usageError } from '../failure.ts'

/** Channels a person can say the input came by. */
export const INPUT_CHANNELS = ['read', 'webhook', 'create'] as const satisfies readonly Channel[]

/** Options every mapping command has, as typed. */
export interface MapOptions {
  readonly channel?: (typeof INPUT_CHANNELS)[number]
  readonly at?: string
  readonly account?: string
  readonly expectedAmount?: string
  readonly expectedReference?: string
}

/** The context of the mapping. @throws invalid_input, invalid_amount, amount_precision */
export function toMapContext({ channel = 'read', at, account = 'default', ...options }: MapOptions): MapContext {
  return {
    at: at === undefined ? new Date().toISOString() : toTime(at),
    via: channel,
    account,
    environment: 'unknown',
    expected: toExpected(options),
    overrides: [],
  }
}

/** What the caller expects, or null when nothing was said. @throws invalid_input, invalid_amount, amount_precision */
export function toExpected(options: Pick<MapOptions, 'expectedAmount' | 'expectedReference'>): Expected | null {
  const { expectedAmount, expectedReference } = options
  if (expectedAmount === undefined && expectedReference === undefined) return null
  return {
    amount: expectedAmount === undefined ? null : toMoney(expectedAmount),
    reference: expectedReference ?? null,
  }
}

function toMoney(text: string) {
  const [value, currency, ...more] = text.trim().split(/\s+/)
  if (value === undefined || currency === undefined || more.length > 0) {
    throw usageError("--expected-amount: expected an amount and a currency, such as '12.50 EUR'")
  }
  return money(value, currency)
}

function toTime(text: string): string {
  const utc = toUtc(text)
  if (utc === null) throw usageError('--at: expected a time with an offset, such as 2026-01-31T12:00:00Z')
  return utc
}
