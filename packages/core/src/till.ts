import type { Adapter } from './adapter-contract.ts'
import type { Call } from './call.ts'
import { concurrently } from './concurrently.ts'
import { isTillError, TillError } from './error.ts'
import { readExpected } from './expected.ts'
import type { CheckoutSession, Expected } from './session.ts'
import { type Fetch, send } from './transport.ts'

/** Options of `createTill`. */
export interface TillOptions<Adapters extends readonly Adapter[]> {
  /** One adapter per provider account. */
  readonly adapters: Adapters
  /** Milliseconds for one call: connect, headers and body. @default 30000 */
  readonly deadlineMs?: number
  /** Largest decoded answer in bytes; reading one takes about ten times as much memory. @default 2097152 (2 MiB) */
  readonly maxResponseBytes?: number
  /** Sends the requests. @default globalThis.fetch */
  readonly fetch?: Fetch
  /** The clock, in milliseconds since 1970. @default Date.now */
  readonly now?: () => number
}

/** Options of one call. */
export interface CallOptions {
  /** Which account of the provider. @default the only or first one configured */
  readonly account?: string
  /** What the caller knows of the session; fills what the provider does not report and is compared with what it does. */
  readonly expected?: Partial<Expected>
  /** Keeps the answer's text as `session.raw`. @default false */
  readonly raw?: boolean
  /** Ends the call; its `reason` is thrown as it is. */
  readonly signal?: AbortSignal
  /** Milliseconds for this call. @default the client's */
  readonly deadlineMs?: number
}

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

type ProviderOf<Adapters extends readonly Adapter[]> = Adapters[number]['provider']['id']
type AdapterOf<Adapters extends readonly Adapter[], Id> = Extract<Adapters[number], { provider: { id: Id } }>
type SessionOf<Adapters extends readonly Adapter[], Id> = Awaited<ReturnType<AdapterOf<Adapters, Id>['retrieve']>>
type Offering<Adapters extends readonly Adapter[], Method extends 'create' | 'find'> = {
  [Id in ProviderOf<Adapters>]: AdapterOf<Adapters, Id> extends { [M in Method]: unknown } ? Id : never
}[ProviderOf<Adapters>]
type InputOf<A, Method extends 'create' | 'find'> = A extends {
  [M in Method]: (input: infer Input, call: Call) => unknown
}
  ? Input
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
  /** Reads one session by another key, e.g. `find('maven', { caller })`. @throws unsupported, and as `retrieve` */
  find<Id extends Offering<Adapters, 'find'>>(
    provider: Id,
    by: InputOf<AdapterOf<Adapters, Id>, 'find'>,
    options?: CallOptions,
  ): Promise<SessionOf<Adapters, Id>>
  /**
   * Creates a session, where the provider has that. Sent once, never repeated. What is expected of it is its input.
   * @throws outcome_unknown when the answer was lost; unsupported; else as `retrieve`
   */
  create<Id extends Offering<Adapters, 'create'>>(
    provider: Id,
    input: InputOf<AdapterOf<Adapters, Id>, 'create'>,
    options?: Omit<CallOptions, 'expected'>,
  ): Promise<SessionOf<Adapters, Id>>
}

/**
 * A client for all providers.
 * @throws invalid_options when an option is wrong or two adapters share provider and account
 * @example const till = createTill({ adapters: [maven({ apiKey }), maash({ apiKey })] })
 */
export function createTill<const Adapters extends readonly Adapter[]>(options: TillOptions<Adapters>): Till<Adapters> {
  const { adapters, fetch = globalThis.fetch, now = Date.now } = options
  const deadlineMs = positiveInteger(options.deadlineMs ?? 30_000, 'deadlineMs')
  const maxResponseBytes = positiveInteger(options.maxResponseBytes ?? 2 * 1024 * 1024, 'maxResponseBytes')
  assertDistinct(adapters)

  const adapterOf = (provider: string, account: string | undefined): Adapter => {
    const found = adapters.find((a) => a.provider.id === provider && (account === undefined || a.account === account))
    if (found !== undefined) return found
    const which = account === undefined ? provider : `${provider}, account ${account}`
    throw new TillError({ code: 'unknown_provider', message: `no adapter is configured for ${which}`, provider })
  }
  const callOf = (call: CallOptions): Call => {
    const limits = { maxResponseBytes, signal: call.signal }
    const total = positiveInteger(call.deadlineMs ?? deadlineMs, 'deadlineMs')
    // Monotonic, and one for the whole call: an operation of two requests does not take twice as long.
    const end = performance.now() + total
    return {
      send: (request) =>
        send(request, { ...limits, deadlineMs: Math.max(1, Math.ceil(end - performance.now())) }, fetch),
      at: new Date(now()).toISOString(),
      expected: readExpected(call.expected),
      raw: call.raw ?? false,
    }
  }
  const retrieve = async (provider: string, id: string, call: CallOptions = {}): Promise<CheckoutSession> =>
    adapterOf(provider, call.account).retrieve(id, callOf(call))
  const safeRetrieve = async (provider: string, id: string, call?: CallOptions): Promise<Safe<CheckoutSession>> => {
    try {
      return { ok: true, session: await retrieve(provider, id, call) }
    } catch (error) {
      if (isTillError(error)) return { ok: false, error }
      throw error
    }
  }
  const offered = async (method: 'find' | 'create', provider: string, input: unknown, call: CallOptions = {}) => {
    const adapter = adapterOf(provider, call.account)
    const run = adapter[method]
    if (run === undefined)
      throw new TillError({
        code: 'unsupported',
        message: `${provider} does not offer ${method}`,
        provider,
        operation: method,
      })
    return run.call(adapter, input as never, callOf(call))
  }
  const till: unknown = {
    adapters,
    retrieve,
    safeRetrieve,
    // `async`, so that a wrong option is a rejection and not thrown at the call.
    retrieveMany: async (refs: readonly SessionRef[], { concurrency = 16, ...call }: ManyOptions = {}) =>
      concurrently(refs, positiveInteger(concurrency, 'concurrency'), ({ provider, id, account, expected }) =>
        safeRetrieve(provider, id, {
          ...call,
          ...(account === undefined ? {} : { account }),
          ...(expected === undefined ? {} : { expected }),
        }),
      ),
    find: (provider: string, by: unknown, call?: CallOptions) => offered('find', provider, by, call),
    create: (provider: string, input: unknown, call?: CallOptions) => offered('create', provider, input, call),
  }
  // One implementation serves every provider; the interface narrows it per configured adapter.
  return till as Till<Adapters>
}

function positiveInteger(value: number, name: string): number {
  if (Number.isSafeInteger(value) && value > 0) return value
  throw new TillError({
    code: 'invalid_options',
    message: `${name} is no whole number above 0`,
    issues: [{ path: name, expected: 'whole number above 0' }],
  })
}

function assertDistinct(adapters: readonly Adapter[]): void {
  const seen = new Set<string>()
  for (const { provider, account } of adapters) {
    const key = `${provider.id}/${account}`
    if (seen.has(key))
      throw new TillError({
        code: 'invalid_options',
        message: `two adapters for ${key}; give each its own account`,
        provider: provider.id,
      })
    seen.add(key)
  }
}
