import type { Principal } from './access.ts'
import type { Values } from './query.ts'
import type { Zone } from './times.ts'

/** What every page of the board needs to know of the request it answers. */
export interface View {
  readonly principal: Principal
  /** Goes into every form that changes something. */
  readonly formToken: string
  readonly nonce: string
  readonly now: Date
  readonly zone: Zone
  /** Path of this page, and what stands behind it. */
  readonly path: string
  readonly values: Values
  /** Cursor of the newest change before the page was read; null: not known. */
  readonly cursor: string | null
  /** A provider's name for people. */
  readonly nameOf: (provider: string) => string
}
