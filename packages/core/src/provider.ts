import type { WatchFacts } from './answers.ts'
import type { Environment } from './session.ts'

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
  readonly capabilities: Capabilities
  /** Documented limit, or null when none is. */
  readonly rateLimit: RateLimit | null
  /** Numbers on the wire that are not in ISO minor units: currency → decimals. Empty when amounts are decimal. */
  readonly wireExponents: Readonly<Record<string, number>>
  /** How long sessions are watched. */
  readonly watch: WatchFacts
  /** Readings that the documents do not settle, listed for `explain` and the README. */
  readonly unverified: readonly Unverified[]
}

/** What an adapter can do. An absent operation is "not supported". */
export interface Capabilities {
  readonly retrieve: true
  /** Other keys a session can be read by, e.g. `caller`. */
  readonly find: readonly string[]
  readonly create: boolean
  readonly cancel: boolean
  readonly refund: boolean
  readonly list: boolean
  /** `session`: carries enough for a session. `event`: names a session to read again. */
  readonly webhook: 'session' | 'event'
  /** How a repeated write is recognized, or null when it is not. */
  readonly idempotency: 'header' | 'reference' | null
  readonly reportsAmount: boolean
  readonly reportsRefunds: boolean
  /** Whether `updatedAt` tells an older answer from a newer one. */
  readonly versioned: boolean
}

/** A documented request limit. */
export interface RateLimit {
  readonly requests: number
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
