// What the test asks of the child process that is measured, and what that answers.

/** The adapters, by the ids of their providers. */
export type ProviderId = 'maven' | 'maash' | 'jwt-checkout'

/** One call, through the public entry points. */
export interface Step {
  /** `construct`: only the adapter is made. */
  readonly operation: 'construct' | 'retrieve' | 'find' | 'create'
  /** Any JSON value: a caller without types may pass anything. */
  readonly id?: unknown
  /** In place of the job's credential. */
  readonly credential?: string
  /** Keep the answer's text on the session. */
  readonly raw?: boolean
}

/** What one child process does. */
export interface Job {
  readonly provider: ProviderId
  readonly baseUrl: string
  readonly credential: string
  /** The credential comes from a function at the time of the call (jwt-checkout). */
  readonly supplied: boolean
  readonly steps: readonly Step[]
}

/** What came of a step. */
export interface StepReport {
  readonly ms: number
  /** Peak of the resident set during the step, less the resident set before it, in bytes. */
  readonly grown: number
  /** `session`, a code of `TillError`, or the class of any other thrown value. */
  readonly outcome: string
  /** Path of the first issue; null: there is none. */
  readonly path: string | null
  /** Codes of the session's notes. */
  readonly notes: readonly string[]
  /** Everything a log could show of it: message, stack, `inspect` of every depth and hidden field, JSON. */
  readonly shown: string
}
