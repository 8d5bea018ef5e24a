import type { CheckoutSession, Environment } from '@onetill/core'

/** Which sessions of a store. */
export interface StoreFilter {
  readonly provider?: string | undefined
  readonly account?: string | undefined
  readonly environment?: Environment | undefined
  /** Listed at or after, UTC text. */
  readonly from?: string | undefined
  /** Listed before, UTC text. */
  readonly to?: string | undefined
}

/** A session, with when it was first seen paid where that is known. */
export interface SeenSession {
  readonly session: CheckoutSession
  readonly paidSeenAt?: string | null
}

/** What is needed of a store: `openStore()` of `@onetill/store` gives one. */
export interface ExportsSessions {
  export(filter?: StoreFilter): AsyncIterable<SeenSession>
}

/** Many, there already or still coming. */
export type Many<Item> = Iterable<Item> | AsyncIterable<Item>

/** One side of a comparison: where its records come from. */
export type Side =
  /** Every session of a store, or some. */
  | { readonly kind: 'store'; readonly store: ExportsSessions; readonly filter?: StoreFilter }
  /** Sessions, e.g. as they are read from a provider. */
  | { readonly kind: 'sessions'; readonly sessions: Many<CheckoutSession | SeenSession> }
  /** Objects; which keys are which fields is said by the rules. */
  | { readonly kind: 'records'; readonly records: Many<object> }
  /** A file with a header line. The delimiter is read from the header where it is not given. */
  | { readonly kind: 'csv'; readonly path: string; readonly delimiter?: string }
  /** One JSON object a line. */
  | { readonly kind: 'ndjson'; readonly path: string }
  /** One JSON array of objects. */
  | { readonly kind: 'json'; readonly path: string }
  | { readonly kind: 'parquet'; readonly path: string }
  /** Bytes as they come, e.g. `process.stdin`. */
  | {
      readonly kind: 'stream'
      readonly format: 'csv' | 'ndjson' | 'json'
      readonly bytes: AsyncIterable<Uint8Array>
      readonly delimiter?: string
    }
