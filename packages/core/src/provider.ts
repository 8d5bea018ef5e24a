import type { WatchFacts } from './answers.ts'
import type { RetryFacts } from './retry-table.ts'
import type { Channel, Environment } from './session.ts'

/** Groups of fields that an answer says something about as a whole. */
export const FIELD_GROUPS = ['lifecycle', 'money', 'refunds', 'processor', 'descriptive'] as const
/** A group of fields that an answer says something about as a whole. */
export type FieldGroup = (typeof FIELD_GROUPS)[number]

/** Facts about a provider: data only, each with its source in the adapter's `provider.ts`. */
export interface ProviderFacts<Id extends string = string> {
  /** Id of the adapter, e.g. the name of its package. */
  readonly id: Id
  /** Name for people. */
  readonly name: string
  /** Version of the adapter package. */
  readonly version: string
  /** Start page of the provider's documentation. */
  readonly docs: string
  /** Day the documentation was read, `YYYY-MM-DD`. */
  readonly readOn: string
  /** Documented API address, or null when it has to be configured. */
  readonly baseUrl: string | null
  /** Prefix of a credential → environment it selects. */
  readonly credentialPrefixes: Readonly<Record<string, Environment>>
  /** What the adapter can do. */
  readonly capabilities: Capabilities
  /** Documented limit, or null when none is. */
  readonly rateLimit: RateLimit | null
  /** What is not worth a retry here although it is elsewhere. @default nothing */
  readonly retry?: RetryFacts
  /** Numbers on the wire that are not in ISO minor units: currency → decimals. Empty when amounts are decimal. */
  readonly wireExponents: Readonly<Record<string, number>>
  /** How long sessions are watched. */
  readonly watch: WatchFacts
  /** Which groups an answer of a channel covers; what it does not cover it never changes. @default all */
  readonly covers?: Readonly<Partial<Record<Channel, readonly FieldGroup[]>>>
  /** Paths of the provider's answer that may be kept with the history, e.g. `data.status`; `[]` for items. @default none */
  readonly keeps?: readonly string[]
  /** Readings that the documents do not settle, listed for `explain` and the README. */
  readonly unverified: readonly Unverified[]
}

/** What an adapter can do. An absent operation is "not supported". */
export interface Capabilities {
  /** Reading one session by its id; every adapter can. */
  readonly retrieve: true
  /** Other keys a session can be read by, e.g. `caller`. */
  readonly find: readonly string[]
  /** Opening a session. */
  readonly create: boolean
  /** Ending an unpaid session on purpose. */
  readonly cancel: boolean
  /** Giving money back. */
  readonly refund: boolean
  /** Asking for a price before a payment. */
  readonly quote: boolean
  /** Choosing how to pay on behalf of the payer. */
  readonly selectPayment: boolean
  /** Reading many sessions at once. */
  readonly list: boolean
  /** `session`: carries enough for a session. `event`: names a session to read again. */
  readonly webhook: 'session' | 'event'
  /** How a repeated write is recognized, or null when it is not. */
  readonly idempotency: 'header' | 'reference' | null
  /** Whether a read says the session's amount; else it has to be expected. */
  readonly reportsAmount: boolean
  /** Whether a read says what was refunded; else `refundStatus` is `unknown`. */
  readonly reportsRefunds: boolean
  /** Whether `updatedAt` tells an older answer from a newer one. */
  readonly versioned: boolean
}

/** A documented request limit. */
export interface RateLimit {
  /** Requests allowed in one window. */
  readonly requests: number
  /** Length of the window in milliseconds. */
  readonly windowMs: number
  /** What is counted together, in words. */
  readonly per: string
}

/** A reading that the documents do not settle. */
export interface Unverified {
  /** Short name, e.g. `caller-selection`. */
  readonly id: string
  /** Fields of our model it touches. */
  readonly fields: readonly string[]
  /** What was read into the documents, and what they say. */
  readonly reading: string
}
