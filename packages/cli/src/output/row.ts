import { type CheckoutSession, type Processor, type SessionEvent, type Summary, summarize } from '@onetill/core'
import type { ShownAmount } from './amount.ts'
import { printable } from './printable.ts'

/** One session or event as a list shows it; every text is safe to print. */
export interface Row {
  readonly provider: string
  /** The merchant's reference, else the provider's id. */
  readonly name: string
  readonly summary: Summary
  /** Second level of the status, where the summary is the status itself. */
  readonly detail: string | null
  /** The provider's own word. */
  readonly word: string
  readonly amount: ShownAmount
  readonly processor: string
  /** Time since the provider created the session. */
  readonly age: string
  readonly refunds: string
}

/** A session as a row. `at`: when its age is asked for, UTC text; when it was observed unless that is given. */
export function sessionRow(session: CheckoutSession, at: string = session.observed.at): Row {
  const summary = summarize(session)
  return {
    provider: printable(session.account === 'default' ? session.provider : `${session.provider}/${session.account}`),
    name: printable(session.reference ?? session.id),
    summary,
    detail: summary === session.status ? session.detail : null,
    word: printable(session.providerStatus ?? '–'),
    amount: { money: session.amount, source: session.assumed.includes('amount') ? 'caller' : 'provider' },
    processor: printable(processorText(session.processor)),
    age: ageText(session.createdAt, at),
    refunds: printable(refundsText(session)),
  }
}

/** An event as a row: what it says of the session it names. */
export function eventRow(event: SessionEvent): Row {
  return {
    provider: printable(event.account === 'default' ? event.provider : `${event.provider}/${event.account}`),
    name: printable(event.reference ?? event.sessionId ?? event.eventId ?? '–'),
    summary: event.status ?? 'unknown',
    detail: event.status === null ? 'read again' : event.detail,
    word: printable(event.providerStatus ?? event.name ?? '–'),
    amount: { money: event.amount, source: 'provider' },
    processor: '–',
    age: ageText(event.occurredAt, event.observed.at),
    refunds: '–',
  }
}

function processorText(processor: Processor | null): string {
  switch (processor?.kind) {
    case undefined:
      return '–'
    case 'card': {
      const { card, gateway } = processor
      return card === null ? gateway : `${card.brand ?? gateway} •••• ${card.last4 ?? '????'}`
    }
    case 'crypto': {
      const { selected, accepted } = processor
      if (selected !== null) return `${selected.token}·${selected.chain}`
      // Tokens alone: nothing is chosen yet.
      return (accepted ?? []).map(({ token }) => token).join(', ') || '–'
    }
    case 'hosted':
      return [processor.name, processor.method].filter((part) => part !== null).join(' ') || '–'
  }
}

/** The currency is left out where it is that of the amount shown beside it. */
function refundsText({ refunds, refundStatus, refundEvidence, amount, amounts }: CheckoutSession): string {
  if (refundEvidence === null || refundStatus === 'none') return '–'
  const only = refunds?.length === 1 ? refunds[0]?.amount : amounts.refunded
  const currency = only?.currency === amount?.currency ? '' : ` ${only?.currency}`
  const sum = only === null || only === undefined || only.value.length > 32 ? '' : ` ${only.value}${currency}`
  return `${refundStatus}${sum}${(refunds?.length ?? 0) > 1 ? ` (${refunds?.length})` : ''}`
}

const UNITS = [
  { unit: 'd', ms: 86_400_000 },
  { unit: 'h', ms: 3_600_000 },
  { unit: 'm', ms: 60_000 },
  { unit: 's', ms: 1000 },
] as const

function ageText(from: string | null, to: string): string {
  if (from === null) return '–'
  const passed = Math.max(0, Date.parse(to) - Date.parse(from))
  const { unit, ms } = UNITS.find((row) => passed >= row.ms) ?? { unit: 's', ms: 1000 }
  return `${Math.floor(passed / ms)}${unit}`
}
