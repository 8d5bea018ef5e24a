// What crosses between the tests and the program in the realm: JSON text only, so that no object of Node gets in.

import type { Channel } from '@onetill/core'

/** What the stub of `fetch` answers. */
export interface Answer {
  readonly status: number
  readonly body: string
}

/** What a job has besides its kind. */
interface JobBase {
  /** Options of the adapter, as JSON can say them. */
  readonly options: Readonly<Record<string, unknown>>
  /** Milliseconds since 1970. */
  readonly now: number
}

/** One thing to do in the realm. */
export type Job = JobBase &
  (
    | { readonly kind: 'retrieve'; readonly id: string; readonly answer: Answer }
    | { readonly kind: 'normalize'; readonly via: Channel; readonly text: string }
    | {
        readonly kind: 'webhook'
        readonly headers: Readonly<Record<string, string>>
        readonly text: string
        /** Accepts every delivery, as a user's own verifier could. */
        readonly trusting?: boolean
      }
    | {
        readonly kind: 'handle'
        readonly headers: Readonly<Record<string, string>>
        readonly text: string
        /** What a read answers that the delivery causes, and the id it asks for when the delivery has only a reference. */
        readonly answer: Answer
        readonly id: string
      }
    | { readonly kind: 'ends'; readonly id: string; readonly answer: Answer }
    | { readonly kind: 'globals' }
  )

/** What came of a job: the value as JSON, or the error's JSON form. */
export type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown }
