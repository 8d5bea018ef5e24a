import type { Clock } from './clock.ts'
import type { Failure, RequestMatch } from './failure.ts'
import type { RequestRecord } from './request-log.ts'
import type { ServerOptions } from './server.ts'

/** Options every simulator has. */
export interface SimulatorOptions<State> extends ServerOptions {
  /**
   * Start of the row of ids and choices: the same seed and calls give the same answers.
   * @default 1
   */
  readonly seed?: number
  /**
   * Where the time comes from.
   * @default systemClock
   */
  readonly clock?: Clock
  /** Goes on where an earlier simulator stopped; the seed is ignored then. */
  readonly snapshot?: State
}

/**
 * One provider's side over real HTTP, written from the provider's documents. Wrong use in process (an unknown id, an
 * action the state does not allow, input the provider would refuse) throws a plain `Error`.
 */
export interface Simulator<Session, Input, Action extends string, Details, Forced, State> {
  /** Base URL without a trailing slash. */
  readonly url: string
  /** The last 10 000 requests, oldest first; no credential, query value or body is kept. */
  readonly requests: readonly RequestRecord[]
  /** Stops listening and ends open connections. */
  readonly close: () => Promise<void>
  /** Creates a session as the create endpoint would, without HTTP. */
  readonly create: (input: Input) => Session
  /** Lets the payer, the gateway or the chain act. */
  readonly act: (id: string, action: Action, details?: Details) => Session
  /** What a read answers for each session now, in the order of creation. */
  readonly sessions: () => readonly Session[]
  /** The exact JSON text a read of one session answers now, without envelope. */
  readonly text: (id: string) => string
  /** Answers following requests with an error: the first that matches, as often as `times` says. */
  readonly fail: (next: RequestMatch, failure: Failure) => void
  /** Forces the status word of a session to any text, also outside the documents. */
  readonly setWord: (id: string, word: string, forced?: Forced) => Session
  /** The whole state as plain JSON data, for `options.snapshot`. */
  readonly snapshot: () => State
}

/** The state of a simulator as plain JSON data. */
export interface Snapshot<Provider extends string, Entry> {
  readonly version: 1
  readonly provider: Provider
  /** Where the row of choices stands. */
  readonly random: number
  /** In the order of creation. */
  readonly sessions: readonly Entry[]
}
