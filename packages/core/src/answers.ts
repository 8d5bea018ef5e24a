import { invalidInputs } from './invalid.ts'
import type { CheckoutSession } from './session.ts'
import type { Status } from './status.ts'
import { epochMs, toUtc } from './time.ts'

/** Facts of an adapter that decide how long a session is watched. All in milliseconds. */
export interface WatchFacts {
  /** How long after its end money may still arrive for a session. */
  readonly lateMoneyGraceMs: number
  /** How long after payment the provider's answers are read again for refunds; 0 when it does not report them. */
  readonly refundHorizonMs: number
  /** How long a session with an unknown word is read again. */
  readonly unknownLimitMs: number
}

/** A yes, a no, and an honest third answer. */
export type YesNo = 'yes' | 'no' | 'unclear'
/** `reserved`: authorized but not taken. */
export type MoneyReceived = YesNo | 'reserved'
/** `thinning`: now and then, at growing distances. */
export type NeedsPolling = 'yes' | 'no' | 'thinning'

/** The four answers to "is it final?". */
export interface Answers {
  /** Can the payer still pay this session? */
  readonly canStillBePaid: YesNo
  /** Was money received? Only `yes` may release goods. */
  readonly moneyReceived: MoneyReceived
  /** Has the provider to be asked again? */
  readonly needsPolling: NeedsPolling
  /** May another session be opened for the same order? */
  readonly mayReplace: 'yes' | 'no'
}

/** Cell of the table: the answer, or which question decides it. */
type Cell<T> = T | ({ readonly [question in Question]?: T } & { readonly else: T })
type Question = 'inGrace' | 'done' | 'refundPending' | 'inRefundHorizon' | 'inUnknownLimit'
interface Row {
  readonly detail?: string
  readonly canStillBePaid: Cell<YesNo>
  readonly moneyReceived: MoneyReceived
  readonly needsPolling: Cell<NeedsPolling>
  readonly mayReplace: Cell<'yes' | 'no'>
}

const THROUGH_GRACE = { inGrace: 'yes', else: 'no' } as const
const AFTER_GRACE = { inGrace: 'no', else: 'yes' } as const

/** One table for all four questions; of the rows of a status the first with a fitting detail counts. */
const ANSWERS = {
  open: [
    {
      detail: 'partially_paid',
      canStillBePaid: 'yes',
      moneyReceived: 'unclear',
      needsPolling: 'yes',
      mayReplace: 'no',
    },
    { canStillBePaid: 'yes', moneyReceived: 'no', needsPolling: 'yes', mayReplace: 'no' },
  ],
  processing: [
    {
      detail: 'unspecified',
      canStillBePaid: 'unclear',
      moneyReceived: 'unclear',
      needsPolling: 'yes',
      mayReplace: 'no',
    },
    { canStillBePaid: 'no', moneyReceived: 'unclear', needsPolling: 'yes', mayReplace: 'no' },
  ],
  authorized: [
    { canStillBePaid: 'no', moneyReceived: 'reserved', needsPolling: { done: 'no', else: 'yes' }, mayReplace: 'no' },
  ],
  paid: [
    {
      canStillBePaid: 'no',
      moneyReceived: 'yes',
      needsPolling: { refundPending: 'yes', inRefundHorizon: 'thinning', else: 'no' },
      mayReplace: 'no',
    },
  ],
  no_charge: [{ canStillBePaid: 'no', moneyReceived: 'no', needsPolling: 'no', mayReplace: 'no' }],
  review: [{ canStillBePaid: 'unclear', moneyReceived: 'unclear', needsPolling: 'thinning', mayReplace: 'no' }],
  failed: [
    { detail: 'declined', canStillBePaid: 'no', moneyReceived: 'no', needsPolling: THROUGH_GRACE, mayReplace: 'yes' },
    { canStillBePaid: 'no', moneyReceived: 'unclear', needsPolling: THROUGH_GRACE, mayReplace: AFTER_GRACE },
  ],
  cancelled: [{ canStillBePaid: 'no', moneyReceived: 'no', needsPolling: THROUGH_GRACE, mayReplace: AFTER_GRACE }],
  expired: [
    {
      canStillBePaid: { inGrace: 'unclear', else: 'no' },
      moneyReceived: 'no',
      needsPolling: THROUGH_GRACE,
      mayReplace: AFTER_GRACE,
    },
  ],
  unknown: [
    {
      canStillBePaid: 'unclear',
      moneyReceived: 'unclear',
      needsPolling: { done: 'no', inUnknownLimit: 'yes', else: 'no' },
      mayReplace: 'no',
    },
  ],
} as const satisfies Record<Status, readonly Row[]>

/**
 * Answers all four questions from one table.
 * @param facts the adapter's facts, `adapter.provider.watch`
 * @param now RFC 3339 text; the clock is never read here
 * @throws invalid_input when `now` is no time: compared with no time every grace would seem over
 */
export function answers(session: CheckoutSession, facts: WatchFacts, now: string): Answers {
  if (toUtc(now) === null) throw invalidInputs([{ path: 'now', expected: 'RFC 3339 time with offset' }])
  const rows: readonly Row[] = ANSWERS[session.status]
  const row = rows.find(({ detail }) => detail === undefined || detail === session.detail)
  if (row === undefined) throw new TypeError(`no row for ${session.status}`)
  const decide = <T extends string>(cell: Cell<T>): T => {
    if (typeof cell === 'string') return cell
    for (const [question, answer] of Object.entries(cell)) {
      if (question === 'else' || holds(question as Question, session, facts, now)) return answer
    }
    return cell.else
  }
  return {
    canStillBePaid: decide(row.canStillBePaid),
    moneyReceived: row.moneyReceived,
    needsPolling: decide(row.needsPolling),
    mayReplace: decide(row.mayReplace),
  }
}

/** Can the payer still pay this session? */
export function canStillBePaid(session: CheckoutSession, facts: WatchFacts, now: string): YesNo {
  return answers(session, facts, now).canStillBePaid
}

/** Was money received? Only `yes` may release goods. */
export function moneyReceived(session: CheckoutSession, facts: WatchFacts, now: string): MoneyReceived {
  return answers(session, facts, now).moneyReceived
}

/** Has the provider to be asked again? */
export function needsPolling(session: CheckoutSession, facts: WatchFacts, now: string): NeedsPolling {
  return answers(session, facts, now).needsPolling
}

/** May another session be opened for the same order? */
export function mayReplace(session: CheckoutSession, facts: WatchFacts, now: string): 'yes' | 'no' {
  return answers(session, facts, now).mayReplace
}

function holds(question: Question, session: CheckoutSession, facts: WatchFacts, now: string): boolean {
  const passed = epochMs(now) - epochMs(endOf(session))
  switch (question) {
    case 'inGrace':
      return passed < facts.lateMoneyGraceMs
    case 'done':
      return session.providerDone === true
    case 'refundPending':
      return session.refundStatus === 'pending'
    case 'inRefundHorizon':
      return passed < facts.refundHorizonMs
    case 'inUnknownLimit':
      return passed < facts.unknownLimitMs
  }
}

/** When the session came to where it is: the provider's own word for it, else the time we saw it. */
function endOf(session: CheckoutSession): string {
  const { status, completedAt, expiresAt, updatedAt, observed } = session
  if (status === 'expired') return completedAt ?? expiresAt ?? updatedAt ?? observed.at
  return session.paidAt ?? completedAt ?? updatedAt ?? observed.at
}
