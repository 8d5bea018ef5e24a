import type { Place } from '../store/engines.ts'

/** A process that serves the pages until it is killed. */
export interface ServeOrder {
  readonly program: 'serve'
  readonly place: Place
  /** 0: any that is free. */
  readonly port: number
}

/** A process that changes sessions of a store, batch after batch, and ends. */
export interface WriteOrder {
  readonly program: 'write'
  readonly place: Place
  readonly changes: number
  readonly perBatch: number
  /** Milliseconds between two batches. */
  readonly everyMs: number
}

/** What a process of this folder does. */
export type Order = ServeOrder | WriteOrder
