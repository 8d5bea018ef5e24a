import { type CheckoutSession, type Expected, SCHEMA_VERSION, type Status, sessionKey } from '@onetill/core'
import { withExpected } from '@onetill/core/adapter'
import { isForward, isOver } from './edges.ts'
import { type LIFECYCLE, MERGE } from './merge.ts'
import type { Observation, Seen, SessionIdentity } from './observation.ts'
import { order, staleReads } from './order.ts'
import type { Attention, Missing, StoredSession, Unread } from './stored-session.ts'

/** What an observation did, in the order in which they were true. */
export interface Step {
  readonly observation: Observation
  readonly effect: Effect
  readonly from: Status
  readonly to: Status
}

/**
 * `stale`: an older answer than one read before; left out. `moved`: forward. `correction`: a read moved it back.
 * `late`: money after its end. `regression`, `contradicted`: said what cannot follow; the status stayed. `unread`: a
 * word we do not know; it stayed. `kept`: the same status, or nothing said of it.
 */
export type Effect =
  | 'stale'
  | 'moved'
  | 'correction'
  | 'late'
  | 'regression'
  | 'contradicted'
  | 'unread'
  | 'missing'
  | 'kept'

/** A session and how it came about. */
export interface Reduced {
  readonly stored: StoredSession
  readonly steps: readonly Step[]
}

/**
 * What all observations of one session say together. Pure, and a function of the set: neither the order of the list nor
 * repetitions in it change the result.
 * @param expected what the caller expects of it, beside what the observations say of that
 */
export function reduce(
  identity: SessionIdentity,
  observations: readonly Observation[],
  expected: Expected | null = null,
): Reduced {
  const steps: Step[] = []
  const sorted = [...observations]
    .sort(order)
    .filter((one, index, all) => index === 0 || order(all[index - 1] ?? one, one) !== 0)
  const stale = staleReads(sorted)
  const state = initial(identity)
  for (const observation of sorted) {
    const from = state.session.status
    const effect = stale.has(observation) ? 'stale' : fold(state, observation)
    steps.push({ observation, effect, from, to: state.session.status })
  }
  return { stored: finish(state, expected), steps }
}

/** What is folded into; changed in place by `fold` alone. */
interface State {
  session: { -readonly [Field in keyof CheckoutSession]: CheckoutSession[Field] }
  /** Whether any observation said something of the status. */
  known: boolean
  expected: Expected | null
  firstSeenAt: string | null
  lastConfirmedAt: string | null
  paidSeenAt: string | null
  late: boolean
  unread: Unread | null
  missing: Missing | null
  regressed: boolean
  contradicted: boolean
  confirmDue: boolean
}

function fold(state: State, observation: Observation): Effect {
  const { seen, via, asOf, covers } = observation
  state.firstSeenAt ??= asOf
  if (seen.kind === 'missing') {
    state.missing = { since: state.missing?.since ?? asOf, last: asOf, reads: (state.missing?.reads ?? 0) + 1 }
    return 'missing'
  }
  if (via !== 'webhook') state.missing = null
  state.lastConfirmedAt = asOf
  const effect = covers.includes('lifecycle') ? move(state, lifecycleOf(seen, state), via, asOf) : 'kept'
  if (seen.kind === 'session') merge(state, seen.session, covers)
  const { adapter, overruled } = observedOf(seen, state)
  state.session.observed = { adapter, at: asOf, overruled, via }
  if (effect === 'late') state.late = true
  if (state.session.status === 'paid') state.paidSeenAt ??= asOf
  state.confirmDue =
    via === 'webhook' || effect === 'contradicted' || effect === 'regression' || effect === 'correction'
  return effect
}

function observedOf(seen: Seen, state: State): CheckoutSession['observed'] {
  return seen.kind === 'session' ? seen.session.observed : state.session.observed
}

type Lifecycle = Pick<CheckoutSession, (typeof LIFECYCLE)[number]>

/** What an observation says of the lifecycle; null: nothing that changes it. */
function lifecycleOf(seen: Exclude<Seen, { kind: 'missing' }>, { session }: State): Lifecycle | null {
  if (seen.kind === 'session') return pick(seen.session)
  if (seen.kind === 'lapsed')
    return session.status === 'open' || session.status === 'unknown'
      ? { ...pick(session), status: 'expired', detail: 'unpaid', failure: null }
      : null
  const { status, detail, word } = seen
  // Words of a message say nothing of reasons and times; what was known of another status does not hold for this one.
  const same = status === session.status
  return { ...pick(same ? session : blankLifecycle(session)), status, detail, providerStatus: word }
}

const blankLifecycle = (session: CheckoutSession): CheckoutSession => ({
  ...session,
  ...{ providerDone: null, completedAt: null, paidAt: null, failure: null, reversal: null },
})

const pick = (session: CheckoutSession): Lifecycle => {
  const { status, detail, providerStatus, providerDone, updatedAt, completedAt, paidAt, failure, reversal } = session
  return { status, detail, providerStatus, providerDone, updatedAt, completedAt, paidAt, failure, reversal }
}

function move(state: State, next: Lifecycle | null, via: Observation['via'], asOf: string): Effect {
  if (next === null) return 'kept'
  const from = state.session.status
  const { status, providerStatus, providerDone } = next
  if (status === 'unknown' && state.known && from !== 'unknown') {
    state.unread = { word: providerStatus, since: state.unread?.since ?? asOf, providerDone }
    return 'unread'
  }
  state.unread = null
  const known = state.known && from !== 'unknown'
  state.known = true
  if (known && from === 'paid' && status !== 'paid' && status !== 'review') return outOfPaid(state, next)
  if (known && via === 'webhook' && !isForward(from, status)) {
    state.contradicted = true
    return 'contradicted'
  }
  take(state, next)
  if (!known || from === status) return known ? 'kept' : 'moved'
  if (isOver(from) && LATE.has(status)) return 'late'
  return isForward(from, status) ? 'moved' : 'correction'
}

const LATE: ReadonlySet<Status> = new Set<Status>(['processing', 'paid', 'review'])

/** Money was taken: whatever the provider says now, goods may have been released on it. */
function outOfPaid(state: State, { status, providerStatus, providerDone, updatedAt, completedAt }: Lifecycle): Effect {
  if (!isOver(status)) {
    state.contradicted = true
    return 'contradicted'
  }
  state.regressed = true
  const reversal = { cause: 'unknown', state: 'unknown', amount: null, at: completedAt ?? updatedAt } as const
  Object.assign(state.session, { providerStatus, providerDone, updatedAt, reversal })
  return 'regression'
}

function take(state: State, next: Lifecycle): void {
  Object.assign(state.session, next)
  state.contradicted = false
  state.regressed = false
}

function merge(state: State, next: CheckoutSession, covers: Observation['covers']): void {
  for (const group of covers) {
    if (group === 'lifecycle') continue
    Object.assign(state.session, MERGE[group](state.session, next))
  }
  state.session.notes = next.notes
  if (next.expected !== null) {
    const { amount, reference } = next.expected
    const before = state.expected
    state.expected = { amount: amount ?? before?.amount ?? null, reference: reference ?? before?.reference ?? null }
  }
}

function finish(state: State, expected: Expected | null): StoredSession {
  const { session, missing, unread, regressed, contradicted } = state
  const all: Expected = {
    amount: expected?.amount ?? state.expected?.amount ?? null,
    reference: expected?.reference ?? state.expected?.reference ?? null,
  }
  const attention: Attention[] = []
  if (regressed) attention.push('status_regression')
  if (contradicted) attention.push('contradicted')
  if (unread !== null) attention.push('unread')
  if (missing !== null) attention.push('gone')
  // Fields stand in the order in which they are written as JSON.
  return {
    attention,
    confirmDue: state.confirmDue,
    firstSeenAt: state.firstSeenAt,
    goneAt: missing?.since ?? null,
    key: sessionKey(session),
    lastConfirmedAt: state.lastConfirmedAt,
    late: state.late,
    missing,
    paidSeenAt: state.paidSeenAt,
    session: withExpected(session, all.amount === null && all.reference === null ? null : all),
    unread,
  }
}

const NO_AMOUNTS = {
  authorized: null,
  captured: null,
  fee: null,
  priced: null,
  received: null,
  refunded: null,
  settled: null,
} as const

/** A session of which only the id is known; its fields in the order in which they are written as JSON. */
function initial({ provider, account, id }: SessionIdentity): State {
  const session: CheckoutSession = {
    account,
    amount: null,
    amounts: NO_AMOUNTS,
    assumed: [],
    completedAt: null,
    createdAt: null,
    customer: null,
    description: null,
    detail: null,
    environment: 'unknown',
    expected: null,
    expiresAt: null,
    failure: null,
    id,
    metadata: null,
    mismatch: [],
    notes: [],
    observed: { adapter: provider, at: '1970-01-01T00:00:00.000Z', overruled: false, via: 'import' },
    paidAt: null,
    payVia: null,
    processor: null,
    provider,
    providerData: null,
    providerDone: null,
    providerStatus: null,
    purpose: null,
    reference: null,
    refundEvidence: null,
    refundStatus: 'unknown',
    refunds: null,
    reversal: null,
    schemaVersion: SCHEMA_VERSION,
    status: 'unknown',
    updatedAt: null,
  }
  return {
    session,
    known: false,
    expected: null,
    firstSeenAt: null,
    lastConfirmedAt: null,
    paidSeenAt: null,
    late: false,
    unread: null,
    missing: null,
    regressed: false,
    contradicted: false,
    confirmDue: false,
  }
}
