import type { Adapter, CheckoutSession, Fetch, Mapper, Money } from '@onetill/core'

/** Where the kit's own server listens. */
export interface Connection {
  /** `http://127.0.0.1:<port>`; the adapter has to allow it (`insecureLoopback`). */
  readonly baseUrl: string
  /** For adapters that send requests of their own, e.g. for a token. */
  readonly fetch: Fetch
}

/** Who reads an answer, and in which environment: what every check of one adapter has in common. */
export interface AdapterSuite {
  readonly mapper: Mapper
  /** Folder with `session.*.json`, `event.*.json`, `error.*.json`, `document.*.json` and `sources.json`. */
  readonly fixtures: URL
  /** The adapter, configured with the planted `credentials`. */
  readonly connect: (connection: Connection) => Adapter
  /** The planted credentials; no error and no session may show one. At least 12 characters each. */
  readonly credentials: readonly string[]
  /** An id the provider could have given. */
  readonly sampleId: string
  /**
   * Puts an amount into a native session; needed unless the provider reports none. A JSON number is written with
   * `exactNumber`, so that no digit passes through a float.
   */
  readonly withAmount?: (native: JsonObject, amount: Money) => JsonObject
  /**
   * The session's amount that `withAmount` sets.
   * @default session.amount
   */
  readonly amountOf?: (session: CheckoutSession) => Money | null
  /** Interesting values for the fuzz by JSON path, e.g. `status`, `refunds[].status` for every item. */
  readonly hints?: Readonly<Record<string, readonly unknown[]>>
  /**
   * Fields of our session (top-level names) that may change beside becoming null when the provider's field at a JSON
   * path is missing, e.g. `{ gateway: ['processor'] }`. Fields the status row decides need not be named.
   */
  readonly dependents?: Readonly<Record<string, readonly (keyof CheckoutSession)[]>>
  /** JSON paths of objects whose keys are data (metadata, maps by token): a further key is data there. */
  readonly openObjects?: readonly string[]
  /** README whose section on unverified readings has to list the ids of `provider.unverified`, each as `` | `id` | ``. */
  readonly readme?: URL
  /**
   * File of the recorded skips, relative to the test file.
   * @default "./conformance.skips.txt"
   */
  readonly skips?: string
  /** File the score is written into at the end, as JSON. @default none */
  readonly score?: URL
}

/** A JSON object that may be copied with changes. */
export type JsonObject = { readonly [key: string]: unknown }

/** Context of every mapping in the kit: nothing of it comes from a clock. */
export const CONTEXT = { at: '2026-11-20T12:00:00.000Z', account: 'conformance' } as const
