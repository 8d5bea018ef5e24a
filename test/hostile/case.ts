import type { Step } from './protocol.ts'
import type { ProviderRow } from './providers.ts'
import type { Handler } from './server.ts'

/** One row of the table: steps in one process against one kind of answer. */
export interface Case {
  readonly name: string
  readonly provider: ProviderRow
  readonly answer: Handler
  readonly steps: readonly Step[]
  /** Outcomes that are right; every one of them has to be seen. */
  readonly outcomes: readonly string[]
  /** Where each error has to point; absent: anywhere. */
  readonly path?: string
  /** Note that each session has to carry. */
  readonly note?: string
  /** Requests the provider sees; absent: one for each step. */
  readonly requests?: number
  /** The credential comes from a function. */
  readonly supplied?: boolean
  /** What else has to hold afterwards. */
  readonly also?: (seen: readonly string[]) => void
}
