import type { JsonRecord } from './json-value.ts'
import type { MapContext } from './mapper.ts'
import { equalMoney, type Money } from './money.ts'
import type { Note } from './notes.ts'
import type { PayVia } from './pay-via.ts'
import type { Processor } from './processor.ts'
import type { ProviderFacts } from './provider.ts'
import type { Refund, RefundRollUp } from './refund.ts'
import {
  type Amounts,
  type CheckoutSession,
  type Customer,
  type Environment,
  type Expected,
  type Failure,
  type Mismatch,
  type Reversal,
  SCHEMA_VERSION,
} from './session.ts'
import type { StatusPair } from './status.ts'
import { type Facts, fits, type StatusRow, type StatusTable } from './status-table.ts'

/** What an adapter knows after reading an answer. What a provider never says is left out. */
export interface SessionParts<Via extends Processor = Processor, Data extends object = JsonRecord> {
  readonly id: string
  readonly status: DecidedStatus
  readonly providerStatus: string | null
  readonly providerDone?: boolean | null
  /** What the answer says of the environment; null: nothing. */
  readonly environment?: Environment | null
  readonly reference?: string | null
  readonly amount?: Money | null
  readonly amounts?: Partial<Omit<Amounts, 'refunded'>>
  readonly purpose?: CheckoutSession['purpose']
  readonly createdAt?: string | null
  readonly updatedAt?: string | null
  readonly expiresAt?: string | null
  readonly completedAt?: string | null
  readonly paidAt?: string | null
  readonly payVia?: PayVia | null
  readonly processor?: Via | null
  readonly refunds?: readonly Refund[] | null
  /** From `rollUpRefunds`; absent: this provider does not report refunds. */
  readonly refundRollUp?: RefundRollUp
  readonly reversal?: Reversal | null
  readonly failure?: Failure | null
  readonly customer?: Customer | null
  readonly description?: string | null
  readonly metadata?: JsonRecord | null
  readonly providerData: Data | null
  readonly notes: readonly Note[]
}

/** A status with the row that decided it. */
export interface DecidedStatus {
  readonly pair: StatusPair
  /** Undefined: no row fits, the word is unknown. */
  readonly row: StatusRow | undefined
  /** Whether a row of the user decided. */
  readonly overruled: boolean
}

const UNKNOWN: StatusPair = { status: 'unknown', detail: null }
/** What is known of a status that the provider does not report. */
export const NO_STATUS: DecidedStatus = Object.freeze({ pair: UNKNOWN, row: undefined, overruled: false })
const NOTHING: readonly never[] = Object.freeze([])
const NO_AMOUNTS: Amounts = Object.freeze(toAmounts(undefined, undefined))

/** Reads a word through the user's rows, then the adapter's table. A word without a row is `unknown`. */
export function decideStatus(
  table: StatusTable,
  word: string,
  context: Pick<MapContext, 'via' | 'overrides'>,
  facts: Facts,
): DecidedStatus {
  if (context.overrides.length > 0) {
    const folded = table.fold(word)
    const override = context.overrides.find((row) => table.fold(row.word) === folded && fits(row, context.via, facts))
    if (override !== undefined) {
      return {
        pair: override.to,
        row: { ...override, source: 'option of the user', documented: true },
        overruled: true,
      }
    }
  }
  const row = table.find(word, context.via, facts)
  return { pair: row?.to ?? UNKNOWN, row, overruled: false }
}

/**
 * The one place a session is put together: fills what the provider does not say with null, takes an amount or
 * reference the provider does not report from `expected` (then `assumed`), and sets `mismatch` where they disagree;
 * `paid` and `authorized` then become `review/mismatch`.
 */
export function buildSession<Id extends string, Via extends Processor, Data extends object>(
  provider: ProviderFacts<Id>,
  parts: SessionParts<Via, Data>,
  context: MapContext,
): CheckoutSession<Id, Via, Data> {
  const { expected } = context
  const amount = parts.amount ?? null
  const reference = parts.reference ?? null
  const amounts = parts.amounts
  const refunds = parts.refundRollUp
  const mismatch = expected === null ? NOTHING : disagreements(amount, amounts?.priced ?? null, reference, expected)
  const { pair, overruled } = parts.status
  const held = mismatch.length > 0 && (pair.status === 'paid' || pair.status === 'authorized')
  return {
    schemaVersion: SCHEMA_VERSION,
    provider: provider.id,
    account: context.account,
    environment: context.environment === 'test' ? 'test' : (parts.environment ?? context.environment),
    id: parts.id,
    reference: reference ?? expected?.reference ?? null,
    status: held ? 'review' : pair.status,
    detail: held ? 'mismatch' : pair.detail,
    providerStatus: parts.providerStatus,
    providerDone: parts.providerDone ?? null,
    amount: amount ?? expected?.amount ?? null,
    amounts: amounts === undefined && refunds === undefined ? NO_AMOUNTS : toAmounts(amounts, refunds),
    expected,
    assumed: expected === null ? NOTHING : assumptions(amount, reference, expected),
    mismatch,
    purpose: parts.purpose ?? null,
    createdAt: parts.createdAt ?? null,
    updatedAt: parts.updatedAt ?? null,
    expiresAt: parts.expiresAt ?? null,
    completedAt: parts.completedAt ?? null,
    paidAt: parts.paidAt ?? null,
    payVia: parts.payVia ?? null,
    processor: parts.processor ?? null,
    refunds: parts.refunds ?? null,
    refundStatus: refunds?.refundStatus ?? 'unknown',
    refundEvidence: refunds?.refundEvidence ?? null,
    reversal: parts.reversal ?? null,
    failure: parts.failure ?? null,
    customer: parts.customer ?? null,
    description: parts.description ?? null,
    metadata: parts.metadata ?? null,
    providerData: parts.providerData,
    notes: parts.notes,
    observed: { at: context.at, via: context.via, adapter: adapterName(provider), overruled },
  }
}

function toAmounts(amounts: SessionParts['amounts'], refunds: RefundRollUp | undefined): Amounts {
  return {
    priced: amounts?.priced ?? null,
    authorized: amounts?.authorized ?? null,
    received: amounts?.received ?? null,
    captured: amounts?.captured ?? null,
    refunded: refunds?.refunded ?? null,
    settled: amounts?.settled ?? null,
    fee: amounts?.fee ?? null,
  }
}

/** Name and version of an adapter as it stands in `observed`. */
export function adapterName(provider: Pick<ProviderFacts, 'id' | 'version'>): string {
  const known = NAMES.get(provider)
  if (known !== undefined) return known
  const name = `${provider.id}@${provider.version}`
  NAMES.set(provider, name)
  return name
}

/** One text per adapter instead of one per session. */
const NAMES = new WeakMap<object, string>()

type Says = NonNullable<MapContext['expected']>

function assumptions(amount: Money | null, reference: string | null, expected: Says): CheckoutSession['assumed'] {
  const assumed: ('amount' | 'reference')[] = []
  if (amount === null && expected.amount !== null) assumed.push('amount')
  if (reference === null && expected.reference !== null) assumed.push('reference')
  return assumed
}

function disagreements(
  amount: Money | null,
  priced: Money | null,
  reference: string | null,
  expected: Says,
): readonly Mismatch[] {
  const found: Mismatch[] = []
  // The caller may have priced in the provider's currency instead of the merchant's.
  const actual =
    priced !== null && amount?.currency !== expected.amount?.currency && priced.currency === expected.amount?.currency
      ? priced
      : amount
  if (expected.amount !== null && actual !== null && !equalMoney(expected.amount, actual)) {
    found.push({ field: 'amount', expected: expected.amount, actual })
  }
  if (expected.reference !== null && reference !== null && expected.reference !== reference) {
    found.push({ field: 'reference', expected: expected.reference, actual: reference })
  }
  return found
}

/**
 * The same session beside what the caller expects: fills what the provider did not say (`assumed`), compares what it did.
 * For a session that was put together of several answers; `buildSession` does it for one.
 */
export function withExpected<Session extends CheckoutSession>(stated: Session, expected: Expected | null): Session {
  if (expected === null) return stated
  const { amount, reference, status } = stated
  const mismatch = disagreements(amount, stated.amounts.priced, reference, expected)
  const held = mismatch.length > 0 && (status === 'paid' || status === 'authorized')
  return {
    ...stated,
    reference: reference ?? expected.reference,
    amount: amount ?? expected.amount,
    ...(held ? HELD : {}),
    expected,
    assumed: assumptions(amount, reference, expected),
    mismatch,
  }
}

const HELD = { status: 'review', detail: 'mismatch' } as const

/** The same session with where to pay, which only the answer to a write says, and with further notes. */
export function withWrite<Session extends CheckoutSession>(
  session: Session,
  written: { readonly payVia?: PayVia | null; readonly notes?: readonly Note[] },
): Session {
  const { payVia = session.payVia, notes = [] } = written
  const result = { ...session, payVia, notes: [...session.notes, ...notes] }
  // Kept beside the data, so a copy of the data does not have it.
  const raw = Object.getOwnPropertyDescriptor(session, 'raw')
  return raw === undefined ? result : Object.defineProperty(result, 'raw', raw)
}
