import {
  type Channel,
  type CheckoutSession,
  type Detail,
  FIELD_GROUPS,
  type FieldGroup,
  type ProviderFacts,
  type Status,
  sessionKey,
} from '@onetill/core'
import { canonicalJson, inOrder, sha256 } from './canonical.ts'

/** What a session's provider is called by, its account and its id. */
export interface SessionIdentity {
  /** Id of the adapter. */
  readonly provider: string
  /** Label of the account. */
  readonly account: string
  /** The provider's session id. */
  readonly id: string
}

/** What was seen. */
export type Seen =
  /** A session, as far as the channel covers it. */
  | { readonly kind: 'session'; readonly session: CheckoutSession }
  /** A verified message that only says a status. */
  | { readonly kind: 'word'; readonly status: Status; readonly detail: Detail | null; readonly word: string | null }
  /** The provider says that the session lapsed (HTTP 410): moves `open` and `unknown` to expired/unpaid only. */
  | { readonly kind: 'lapsed' }
  /** The provider does not know the session (HTTP 404). */
  | { readonly kind: 'missing' }

/** One thing that was seen of one session, at one time. */
export interface Observation {
  readonly identity: SessionIdentity
  /** How it reached us. */
  readonly via: Channel
  /** When it was true, UTC text with milliseconds: a read when our request began, a webhook when it was signed or happened. */
  readonly asOf: string
  readonly seen: Seen
  /** Groups of fields it says something about. */
  readonly covers: readonly FieldGroup[]
  /** Whether `updatedAt` tells an older answer of this provider from a newer one. */
  readonly versioned: boolean
  /** SHA-256 of everything but the time: the same thing seen again has the same. */
  readonly hash: string
  /** The provider's answer, cut to what may be kept, or null. */
  readonly native: string | null
}

/** What `observe` needs to know of the adapter. */
export type ObserverFacts = Pick<ProviderFacts, 'id' | 'covers'> & {
  readonly capabilities: Pick<ProviderFacts['capabilities'], 'versioned'>
}

/** Options of `observe`. */
export interface ObserveOptions {
  /** @default `observed.at` of the session */
  readonly asOf?: string
  /** The provider's answer, already cut to what may be kept. @default null */
  readonly native?: string | null
}

/** A session as an observation. What only the caller said (`assumed`) is no part of it; where to pay is never kept as a URL. */
export function observe(session: CheckoutSession, facts: ObserverFacts, options: ObserveOptions = {}): Observation {
  const { via, at } = session.observed
  const covers = facts.covers?.[via] ?? FIELD_GROUPS
  // An answer to a write may carry no status at all.
  const silent = session.notes.some(({ code }) => code === 'status_not_reported')
  return observation(session, via, options.asOf ?? at, {
    seen: { kind: 'session', session: inOrder(stated(session)) },
    covers: silent ? covers.filter((group) => group !== 'lifecycle') : covers,
    versioned: facts.capabilities.versioned,
    native: options.native ?? null,
  })
}

/** Something else that was seen than a session. */
export function observeOther(
  identity: SessionIdentity,
  seen: Exclude<Seen, { kind: 'session' }>,
  { via, asOf }: { readonly via: Channel; readonly asOf: string },
): Observation {
  return observation(identity, via, asOf, { seen, covers: ['lifecycle'], versioned: false, native: null })
}

function observation(
  { provider, account, id }: SessionIdentity,
  via: Channel,
  asOf: string,
  rest: Pick<Observation, 'seen' | 'covers' | 'versioned' | 'native'>,
): Observation {
  const body = contentOf({ via, ...rest })
  const hash = sha256(body)
  bodies.set(rest.seen, { hash, body })
  return { identity: { provider, account, id }, via, asOf, ...rest, hash }
}

/** What was written when the hash was made: it is what a row keeps, and need not be written again. */
const bodies = new WeakMap<Seen, { readonly hash: string; readonly body: string }>()

/** Everything of an observation but the time and the provider's answer, as JSON; its SHA-256 is the hash. */
export function bodyOf(observation: Pick<Observation, 'via' | 'seen' | 'covers' | 'versioned' | 'hash'>): string {
  const known = bodies.get(observation.seen)
  return known?.hash === observation.hash ? known.body : contentOf(observation)
}

function contentOf({
  via,
  seen,
  covers,
  versioned,
}: Pick<Observation, 'via' | 'seen' | 'covers' | 'versioned'>): string {
  return canonicalJson({ covers, seen: timeless(seen), versioned, via })
}

/** Without the time at which it was seen, which the observation itself has. */
function timeless(seen: Seen): unknown {
  if (seen.kind !== 'session') return seen
  const { at: _at, ...observed } = seen.session.observed
  return { ...seen, session: { ...seen.session, observed } }
}

function stated(session: CheckoutSession): CheckoutSession {
  const { assumed, payVia } = session
  return {
    ...session,
    amount: assumed.includes('amount') ? null : session.amount,
    reference: assumed.includes('reference') ? null : session.reference,
    // Its path or query may carry a token: who has it may pay or read.
    payVia: payVia?.kind === 'url' ? null : payVia,
  }
}

/** The text key of a session. */
export const keyOf = ({ identity }: Pick<Observation, 'identity'>): string => sessionKey(identity)
