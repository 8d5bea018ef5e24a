// Sessions of providers that do not exist, in numbers that are written down here.
import type { CheckoutSession, Failure, Money, Processor, Refund } from '@onetill/core'
import { money } from '@onetill/core'
import { type CompareOptions, type Comparison, compareProviders } from '@onetill/reconcile'
import { session } from '../../packages/store/src/acme.fixture.ts'

export const START = Date.UTC(2026, 10, 2)
const MINUTE = 60_000
export const iso = (ms: number): string => new Date(ms).toISOString()

/** A session made of another one. */
export type Changed = Partial<CheckoutSession>

/** One session; what is left out is as an answer that says nothing of it. */
export const one = (status: string, changed: Changed = {}): CheckoutSession => ({
  ...session(0, [status]),
  createdAt: iso(START),
  ...changed,
})

/** So many sessions, each from its place, from 0. */
export const many = (count: number, make: (place: number) => CheckoutSession): readonly CheckoutSession[] =>
  Array.from({ length: count }, (_, place) => make(place))

export const card = (brand: string | null): Processor => ({
  ...{ kind: 'card', gateway: 'acme', chargeId: null, paymentIntentId: null, customerId: null },
  ...{
    paymentMethodId: null,
    card: brand === null ? null : { brand, last4: null },
    receiptUrl: null,
    authorization: null,
  },
})
export const crypto = (token: string | null): Processor => ({
  ...{ kind: 'crypto', accepted: null, refused: null, methods: null },
  selected:
    token === null
      ? null
      : { token, chain: 'base', address: null, tokenAmount: null, paymentId: null, transactionHash: null },
})
const failure = (code: Failure['code']): Failure => ({ code, providerCode: null, message: null })
export const refund = (amount: Money): Refund => ({
  ...{ id: 'r1', amount, status: 'succeeded', providerStatus: 'DONE', reason: null, failureReason: null },
  ...{ createdAt: null, updatedAt: null },
})

/** Spread over twenty days and every hour, so that neighbours are far apart. */
const created = (place: number): number => START + Math.floor(((place * 0.618034) % 1) * 20 * 1_440) * MINUTE
/** Minutes from creation to payment that are skewed as such times are: most short, few very long. */
const slow = (place: number, of: number, minutes: number): number =>
  Math.floor(minutes * MINUTE * -Math.log(1 - (((place * 7919) % of) + 0.5) / of))

interface Plan {
  readonly provider: string
  readonly minutes: number | null
  readonly currency: string
  readonly processor: Processor | null
  readonly counts: Readonly<Record<string, number>>
  readonly refunded: number | null
  readonly environment?: CheckoutSession['environment']
}

/** What the picture of a comparison is made of; also providers that say little, and one that has hardly begun. */
export const PLANS: readonly Plan[] = [
  {
    provider: 'voice',
    minutes: 4,
    currency: 'USD',
    processor: card('Visa'),
    refunded: null,
    counts: { paid: 986, failed: 214, expired: 97, cancelled: 41, no_charge: 33, open: 38, review: 4 },
  },
  {
    provider: 'chain',
    minutes: 22,
    currency: 'USD',
    processor: crypto('USDC'),
    refunded: null,
    counts: { paid: 391, expired: 183, failed: 12, unknown: 9, open: 52, review: 17 },
  },
  {
    provider: 'hosted',
    minutes: null,
    currency: 'EUR',
    processor: null,
    refunded: 61,
    counts: { paid: 742, failed: 88, expired: 30, processing: 21 },
  },
  {
    provider: 'pilot',
    minutes: 2,
    currency: 'JPY',
    processor: card(null),
    refunded: 1,
    counts: { paid: 9, failed: 2, open: 3 },
    environment: 'test',
  },
]

const CODES = ['declined', 'insufficient_funds', 'declined', 'card_expired'] as const

/** Every session of a plan. */
export function planned({
  provider,
  minutes,
  currency,
  processor,
  counts,
  refunded,
  environment = 'live',
}: Plan): readonly CheckoutSession[] {
  const words = Object.entries(counts).flatMap(([status, count]) => Array.from({ length: count }, () => status))
  const paid = counts['paid'] ?? 0
  let paidPlace = 0
  return words.map((status, index) => {
    const at = created(index)
    const amount = money(currency === 'JPY' ? '1200' : `${19 + (index % 40)}.90`, currency)
    const place = status === 'paid' ? paidPlace++ : 0
    const isRefunded = status === 'paid' && refunded !== null && place < refunded
    return one(status, {
      ...{ provider, environment, processor, amount, id: `${provider}-${index}`, createdAt: iso(at) },
      paidAt: status === 'paid' && minutes !== null ? iso(at + slow(place, paid, minutes)) : null,
      failure: status === 'failed' && minutes !== null ? failure(CODES[index % CODES.length] ?? 'unknown') : null,
      ...(refunded === null
        ? {}
        : {
            refundStatus: isRefunded ? (place % 5 === 0 ? 'partial' : 'full') : 'none',
            refundEvidence: 'list',
            refunds: [],
          }),
      ...(isRefunded
        ? {
            refunds: [refund(amount)],
            amounts: {
              ...session(0, [status]).amounts,
              refunded: place % 5 === 0 ? money(currency === 'JPY' ? '5' : '5.00', currency) : amount,
            },
          }
        : {}),
    })
  })
}

/** The time every comparison here is made at, after all its sessions. */
export const AS_OF = '2026-11-22T12:00:00.000Z'
/** Compares sessions. */
export const compare = (
  sessions: readonly CheckoutSession[],
  options: Omit<CompareOptions, 'source'> = {},
): Promise<Comparison> => compareProviders({ source: { kind: 'sessions', sessions }, asOf: AS_OF, ...options })
