import type { Expected } from '@onetill/core'
import type { Simulators } from '../adapters.ts'

/** One session of the demo, from its creation to its end. Times are seconds of the story. */
export interface Scene {
  readonly kind: keyof Simulators['adapters']
  readonly opensAt: number
  /** Creates the session at the simulator and gives its id. */
  readonly open: (simulators: Simulators, order: DemoOrder) => string
  /** What the shop knows of the order, where the provider does not say it. */
  readonly expected?: (order: DemoOrder) => Expected
  /** What the payer, the bank or the merchant does. */
  readonly steps: readonly Step[]
}

/** Something that happens to a session. */
export interface Step {
  readonly at: number
  readonly act: (simulators: Simulators, id: string) => void
}

/** The order a session is for. */
export interface DemoOrder {
  readonly reference: string
  /** Place of the scene in the story. */
  readonly place: number
}
