import type { Store, StoreOptions } from '../store.ts'

/** A store under test. */
export interface StoreSuite {
  /** What the tests are called by. */
  readonly name: string
  /**
   * Opens the store of a place, a word of a–z, 0–9 and `-`. A place that was never opened before is empty; two stores
   * opened in one place have the same content. The suite closes what it opens.
   */
  readonly open: (place: string, options?: StoreOptions) => Promise<Store>
  /** Random observations of the long cases. @default 3_000 */
  readonly observations?: number
}

/** Opens stores that are closed when the test has ended. */
export interface Kit {
  readonly observations: number
  /** A place nobody has opened before. */
  readonly place: () => string
  readonly open: (place?: string, options?: StoreOptions) => Promise<Store>
}
