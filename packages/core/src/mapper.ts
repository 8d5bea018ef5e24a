import { isTillError, TillError } from './error.ts'
import type { Money } from './money.ts'
import type { Note } from './notes.ts'
import type { ProviderFacts } from './provider.ts'
import type { Channel, CheckoutSession, Environment, Expected, Observed } from './session.ts'
import type { Detail, Status } from './status.ts'
import type { StatusOverride, StatusTable } from './status-table.ts'

/** What a pure mapping needs beside the provider's answer. */
export interface MapContext {
  /** Time of the observation, UTC text with milliseconds. For a read: when the request began. */
  readonly at: string
  /** How the answer reached us. */
  readonly via: Channel
  /** Label of the configured account. */
  readonly account: string
  /** What the credential says; the answer may say more. */
  readonly environment: Environment
  /** What the caller said. */
  readonly expected: Expected | null
  /** Rows of the user that come before the adapter's table. */
  readonly overrides: readonly StatusOverride[]
}

/** A provider's message that names a session instead of carrying it. A hint: it decides nothing by itself. */
export interface SessionEvent<Provider extends string = string> {
  /** Id of the adapter. */
  readonly provider: Provider
  /** Label of the account. */
  readonly account: string
  /** What the credential says. */
  readonly environment: Environment
  /** The provider's id of the message, for deduplication. */
  readonly eventId: string | null
  /** The provider's name of the event. */
  readonly name: string | null
  /** The session meant, by its id; null when only the reference is known. */
  readonly sessionId: string | null
  /** The session meant, by the merchant's reference. */
  readonly reference: string | null
  /** What the message says of the status; null: nothing that can be used. */
  readonly status: Status | null
  /** Closed second level of `status`. */
  readonly detail: Detail | null
  /** The provider's own word, or null when it carries none. */
  readonly providerStatus: string | null
  /** What the message says of the amount. */
  readonly amount: Money | null
  /** When it happened, by the provider, UTC text with milliseconds. */
  readonly occurredAt: string | null
  /** What has no place above, by the adapter's own names. Personal data. */
  readonly providerData: { readonly [key: string]: string | null }
  /** What was odd but not fatal. */
  readonly notes: readonly Note[]
  /** When and by which adapter it was read. */
  readonly observed: Observed
}

/** Which row of which table decided one field. */
export interface Decision {
  /** Field of our model. */
  readonly field: string
  /** JSON path in the provider's answer. */
  readonly path: string
  /** The provider's word there, or null when it said nothing. */
  readonly word: string | null
  /** What became of it. */
  readonly result: string
  /** Name of the deciding row; null: no row fits, the word is unknown. */
  readonly row: string | null
  /** Source of the row. */
  readonly source: string | null
  /** Whether that reading is documented; null without a row. */
  readonly documented: boolean | null
}

/** The pure half of an adapter: a provider's answer → one session. Needs no credential and no network. */
export interface Mapper<Session extends CheckoutSession = CheckoutSession> {
  /** Facts about the provider. */
  readonly provider: ProviderFacts
  /** The adapter's own status table. */
  readonly statuses: StatusTable
  /** Total: for every JSON value a session or a `TillError`, nothing else. @throws invalid_response */
  toSession(native: unknown, context: MapContext): Session
  /** A webhook body as an event; absent where webhooks carry the session. @throws invalid_response */
  toEvent?(native: unknown, context: MapContext): SessionEvent
  /** Which row decided each field. @throws invalid_response */
  explain(native: unknown, context: MapContext): readonly Decision[]
}

/** Names the provider in every error of the mapping. `Own` keeps what a mapper has beyond the contract, e.g. `toEvent`. */
export function defineMapper<Session extends CheckoutSession, Own extends Mapper<Session> = Mapper<Session>>(
  mapper: Own,
): Own {
  const { provider, toEvent } = mapper
  return {
    ...mapper,
    toSession: (native, context) => named(provider.id, mapper.toSession, native, context),
    ...(toEvent === undefined ? {} : { toEvent: (native, context) => named(provider.id, toEvent, native, context) }),
    explain: (native, context) => named(provider.id, mapper.explain, native, context),
  }
}

function named<Result>(
  provider: string,
  map: (native: unknown, context: MapContext) => Result,
  native: unknown,
  context: MapContext,
): Result {
  try {
    return map(native, context)
  } catch (error) {
    throw nameProvider(error, provider, context.account)
  }
}

/** The same error with provider and account, unless it has them. */
export function nameProvider(error: unknown, provider: string, account: string): unknown {
  if (!isTillError(error) || error.provider !== null) return error
  const { code, message, issues } = error
  return new TillError({ code, message: `${provider}: ${message}`, provider, account, issues })
}
