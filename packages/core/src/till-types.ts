import type { Adapter } from './adapter-contract.ts'
import type { Call } from './call.ts'
import type { TillError } from './error.ts'
import type { CallOptions, WaitForOptions, WatchOptions } from './till-options.ts'
import type { WaitResult } from './wait-for.ts'
import type { SessionWatch } from './watch.ts'
import type { WebhookHandler, WebhookOptions } from './webhook.ts'
import type { Delivery, WebhookEvent } from './webhook-contract.ts'

/** Options of `retrieveMany`. */
export interface ManyOptions extends Omit<CallOptions, 'account' | 'expected'> {
  /** Most reads at one time. @default 16 */
  readonly concurrency?: number
}

/** One session to read. */
export interface SessionRef<Id extends string = string> extends Pick<CallOptions, 'account' | 'expected'> {
  /** Id of the adapter. */
  readonly provider: Id
  /** The provider's session id. */
  readonly id: string
}

/** A session, or the error instead of it. */
export type Safe<Session> =
  | { readonly ok: true; readonly session: Session }
  | { readonly ok: false; readonly error: TillError }

/** Operations that not every provider offers. */
export type OptionalMethod = 'find' | 'create' | 'cancel' | 'refund' | 'quote' | 'selectPayment'

/** Ids of the configured adapters. */
export type ProviderOf<Adapters extends readonly Adapter[]> = Adapters[number]['provider']['id']
/** The adapter with an id. */
export type AdapterOf<Adapters extends readonly Adapter[], Id> = Extract<Adapters[number], { provider: { id: Id } }>
/** What an adapter reads. */
export type SessionOf<Adapters extends readonly Adapter[], Id> = Awaited<
  ReturnType<AdapterOf<Adapters, Id>['retrieve']>
>
/** Ids of the configured adapters that offer an operation. */
export type Offering<Adapters extends readonly Adapter[], Method extends OptionalMethod> = {
  [Id in ProviderOf<Adapters>]: AdapterOf<Adapters, Id> extends { [M in Method]: unknown } ? Id : never
}[ProviderOf<Adapters>]
/** Input of `find`, `create` and `quote`. */
export type InputOf<A, Method extends OptionalMethod> = A extends {
  [M in Method]: (input: infer Input, call: Call) => unknown
}
  ? Input
  : never
/** Input of `refund` and `selectPayment`, which stands after the id. */
export type InputAfterId<A, Method extends OptionalMethod> = A extends {
  [M in Method]: (id: string, input: infer Input, call: Call) => unknown
}
  ? Input
  : never
/** What an operation of an adapter gives. */
export type ResultOf<A, Method extends OptionalMethod> = A extends {
  [M in Method]: (...args: never[]) => Promise<infer Result>
}
  ? Result
  : never

/** The client over all configured adapters. Ids, inputs and sessions narrow by provider. */
export interface Till<Adapters extends readonly Adapter[]> {
  /** The adapters as configured, in order. */
  readonly adapters: Adapters
  /**
   * Reads one session.
   * @throws invalid_input, invalid_amount, amount_precision, unknown_provider: nothing was sent
   * @throws authentication, permission, not_found, gone, conflict, rejected, rate_limited, provider_unavailable
   * @throws network, deadline, redirect_refused, response_too_large, invalid_response; or the reason of `signal`
   */
  retrieve<Id extends ProviderOf<Adapters>>(
    provider: Id,
    id: string,
    options?: CallOptions,
  ): Promise<SessionOf<Adapters, Id>>
  /** As `retrieve`, with a union instead of an exception. A signal's reason is still thrown. */
  safeRetrieve<Id extends ProviderOf<Adapters>>(
    provider: Id,
    id: string,
    options?: CallOptions,
  ): Promise<Safe<SessionOf<Adapters, Id>>>
  /** Reads many; the answer at a place belongs to the reference at that place, and one failing leaves the others. */
  retrieveMany<Id extends ProviderOf<Adapters>>(
    refs: readonly SessionRef<Id>[],
    options?: ManyOptions,
  ): Promise<readonly Safe<SessionOf<Adapters, Id>>[]>
  /**
   * A session as it changes: first as it is, then at each change, until its outcome is known. Never faster than the
   * provider's limit allows for all that are watched. Can be left at any instant.
   * @example for await (const session of till.watch('maven', id)) show(session)
   * @throws what no waiting ends, e.g. not_found, authentication; or the reason of `signal`
   */
  watch<Id extends ProviderOf<Adapters>>(
    provider: Id,
    id: string,
    options?: WatchOptions,
  ): SessionWatch<SessionOf<Adapters, Id>>
  /** Watches a session until it is as `until` says, or one of a closed list of ends. @throws as `watch` */
  waitFor<Id extends ProviderOf<Adapters>>(
    provider: Id,
    id: string,
    options?: WaitForOptions<SessionOf<Adapters, Id>>,
  ): Promise<WaitResult<SessionOf<Adapters, Id>>>
  /**
   * A handler for the provider's deliveries, for every runtime with `Request` and `Response`; bridges for `node:http`,
   * Express and Lambda are in `@onetill/core/node`.
   * @example app.post('/hooks/maven', (c) => till.webhook('maven', { onEvent })(c.req.raw))
   * @throws unknown_provider, unsupported
   */
  webhook<Id extends ProviderOf<Adapters>>(
    provider: Id,
    options: WebhookOptions<SessionOf<Adapters, Id>>,
  ): WebhookHandler
  /**
   * One delivery as an event: verified first, read afterwards. No network.
   * @throws webhook_refused, unsupported; invalid_input for a parsed body
   */
  readWebhook<Id extends ProviderOf<Adapters>>(
    provider: Id,
    delivery: Delivery,
    options?: Pick<CallOptions, 'account'>,
  ): Promise<WebhookEvent<SessionOf<Adapters, Id>>>
  /** Reads one session by another key, e.g. `find('maven', { caller })`. @throws unsupported, and as `retrieve` */
  find<Id extends Offering<Adapters, 'find'>>(
    provider: Id,
    by: InputOf<AdapterOf<Adapters, Id>, 'find'>,
    options?: CallOptions,
  ): Promise<SessionOf<Adapters, Id>>
  /**
   * Creates a session and says in `payVia` where to pay. What is expected of it is its input. Repeated only under a key
   * or reference that the provider recognizes.
   * @throws outcome_unknown, unconfirmed when the answer was lost; unsupported; else as `retrieve`
   */
  create<Id extends Offering<Adapters, 'create'>>(
    provider: Id,
    input: InputOf<AdapterOf<Adapters, Id>, 'create'>,
    options?: Omit<CallOptions, 'expected'>,
  ): Promise<SessionOf<Adapters, Id>>
  /**
   * Ends an unpaid session on purpose, then reads it: what it says counts.
   * @throws outcome_unknown when the answer was lost, applied_unread when only the read failed; unsupported
   */
  cancel<Id extends Offering<Adapters, 'cancel'>>(
    provider: Id,
    id: string,
    options?: CallOptions,
  ): Promise<SessionOf<Adapters, Id>>
  /** Gives money back. @throws unconfirmed when the answer was lost: repeat with the same key; unsupported */
  refund<Id extends Offering<Adapters, 'refund'>>(
    provider: Id,
    id: string,
    input: InputAfterId<AdapterOf<Adapters, Id>, 'refund'>,
    options?: Omit<CallOptions, 'expected' | 'raw'>,
  ): Promise<ResultOf<AdapterOf<Adapters, Id>, 'refund'>>
  /** Asks for a price, e.g. in tokens. @throws unsupported, and as `retrieve` */
  quote<Id extends Offering<Adapters, 'quote'>>(
    provider: Id,
    input: InputOf<AdapterOf<Adapters, Id>, 'quote'>,
    options?: Omit<CallOptions, 'expected' | 'raw'>,
  ): Promise<ResultOf<AdapterOf<Adapters, Id>, 'quote'>>
  /** Chooses how a session is paid, e.g. token and chain; `payVia` says where. @throws outcome_unknown, unsupported */
  selectPayment<Id extends Offering<Adapters, 'selectPayment'>>(
    provider: Id,
    id: string,
    input: InputAfterId<AdapterOf<Adapters, Id>, 'selectPayment'>,
    options?: CallOptions,
  ): Promise<SessionOf<Adapters, Id>>
}
