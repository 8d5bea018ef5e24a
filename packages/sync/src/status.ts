import type { Backlog, DeliveryCount } from '@onetill/store'
import type { Health } from './traffic.ts'

/** How syncing goes: the store as a whole, and what this process does. */
export interface SyncStatus {
  readonly running: boolean
  readonly accounts: readonly AccountStatus[]
  readonly deliveries: readonly DeliveryCount[]
}

/** One account of a provider. */
export interface AccountStatus extends Backlog {
  /** How long the session that has waited longest is due, milliseconds; 0: none is. */
  readonly lagMs: number
  /** Reads this process recorded in the last minute. */
  readonly readsPerMinute: number
  /** Milliseconds since this process recorded a read; null: it has not. */
  readonly freshnessMs: number | null
  /** From what this process sent; null: the client is not watched, see `createTraffic`. */
  readonly health: Health | null
}
