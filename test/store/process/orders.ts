// What each program is told, as its one argument.
import type { Place } from '../engines.ts'

/** Where a process stands in the handling of one batch. */
export const PHASES = ['prepare', 'begin', 'read', 'write', 'commit', 'answer'] as const
/** Where a process stands in the handling of one batch. */
export type Phase = (typeof PHASES)[number]

/** How something reaches the store: as observations, or as a signed delivery to the endpoint. */
export const WAYS = ['record', 'webhook'] as const
/** How something reaches the store. */
export type Way = (typeof WAYS)[number]

/** What a program has to do. */
export type Order =
  | {
      /** Handles batch after batch until it is killed, and answers each after it is on disk. */
      readonly program: 'endless'
      readonly way: Way
      readonly place: Place
      readonly from: number
      /** Stands still in a phase, the n-th time it comes to it, so that it can be killed there. */
      readonly stop: { readonly phase: Phase; readonly time: number } | null
    }
  | { readonly program: 'some'; readonly place: Place; readonly from: number; readonly to: number }
  | {
      /** Hands in the same delivery many times at once, as soon as a file is there. */
      readonly program: 'deliver'
      readonly place: Place
      readonly number: number
      readonly times: number
      readonly gate: string
    }
  | { readonly program: 'open'; readonly place: Place }
  | { readonly program: 'lock'; readonly place: Place; readonly ms: number }
