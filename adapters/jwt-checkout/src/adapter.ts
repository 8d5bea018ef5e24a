import * as z from 'zod/mini'
import {
  type Adapter,
  type Channel,
  type Environment,
  type Expected,
  isTillError,
  type MapContext,
  normalize,
  type Refund,
  TillError,
} from '@onetill/core'
import {
  type AdapterOptions,
  adapterOptions,
  type Call,
  checkBaseUrl,
  environmentOf,
  type Operation,
  ownRateLimit,
  parseOptions,
  pathSegment,
  request,
  type WebhookVerifier,
  withWrite,
} from '@onetill/core/adapter'
import {
  type JwtCheckoutCreateInput,
  type JwtCheckoutRefundInput,
  toCreateBody,
  toRefundBody,
  type Written,
} from './input.ts'
import { type JwtCheckoutMapper, type JwtCheckoutSession, jwtCheckoutMapper } from './map.ts'
import { toProblem } from './problem.ts'
import { provider } from './provider.ts'
import { type CallTokens, type TokenSupplier, tokenSource } from './token.ts'
import { jwtCheckoutWebhook } from './webhook.ts'
import { toCreated, toRefunded } from './write.ts'

/** Options of `jwtCheckout`. */
export interface JwtCheckoutOptions extends AdapterOptions {
  /** Address of the API without `/api/v1`; required, because the documents name no host. */
  readonly baseUrl: string
  /**
   * Bearer token: an API key or JWT as text, or a function that supplies one for each request. After a 401 the function is
   * asked once with `refresh: true` and the read repeated once; a text is not.
   */
  readonly token: string | TokenSupplier
  /** Verifies deliveries, for whoever knows how this account's are signed. @default none: a delivery is a hint */
  readonly verifyWebhook?: WebhookVerifier
}

/** The adapter of the JWT checkout API: sessions by id, their creation, refunds; webhooks as events. */
export interface JwtCheckoutAdapter extends Adapter<'jwt-checkout', JwtCheckoutSession> {
  readonly toEvent: JwtCheckoutMapper['toEvent']
  /** Creates a session; `payVia.url` is where to pay. @throws unconfirmed with the key when the answer was lost */
  create(input: JwtCheckoutCreateInput, call: Call): Promise<JwtCheckoutSession>
  /** Gives money back. It is only submitted then; a read says what became of it. @throws unconfirmed */
  refund(id: string, input: JwtCheckoutRefundInput, call: Call): Promise<Refund>
}

const optionsSchema = z.strictObject({
  ...adapterOptions,
  verifyWebhook: z.optional(z.custom<WebhookVerifier>((value) => typeof value === 'function')),
  baseUrl: z.string(),
  token: z.union([z.string(), z.custom<TokenSupplier>((value) => typeof value === 'function')]),
})

/**
 * Sessions of the generic JWT checkout API.
 * @throws invalid_options
 * @example const till = createTill({ adapters: [jwtCheckout({ baseUrl, token })] })
 */
export function jwtCheckout(options: JwtCheckoutOptions): JwtCheckoutAdapter {
  const {
    token,
    baseUrl,
    account = 'default',
    insecureLoopback,
    rateLimit,
    statusOverrides = [],
    verifyWebhook,
  } = parseOptions(optionsSchema, options, provider.id)
  const environment: Environment = typeof token === 'string' ? environmentOf(provider, token) : 'unknown'
  const origin = checkBaseUrl(baseUrl, { insecureLoopback, environment })
  const tokensOf = tokenSource(token, account)

  const operation = (name: string): Operation => ({ provider: provider.id, account, name })
  const contextOf = (call: Call, via: Channel, expected: Expected | null): MapContext => ({
    ...{ at: call.at, via, account, environment, expected, overrides: statusOverrides },
  })
  const read = (id: string, call: Call, expected: Expected | null, name: string) => {
    const url = `${origin}/api/v1/sessions/${pathSegment(id, 'id')}`
    return withToken(tokensOf(), call, (token) =>
      request(
        operation(name),
        call,
        { method: 'GET', url, route: '/api/v1/sessions/{sessionId}', headers: bearer(token) },
        toProblem,
        (text) => normalize(jwtCheckoutMapper, text, { ...contextOf(call, 'read', expected), raw: call.raw }),
      ),
    )
  }
  /** A POST under a key; after a 401 nothing has happened, so it goes out again with another token and the same key. */
  const write = <Result>(
    name: string,
    call: Call,
    { body, idempotencyKey }: Written,
    { url, route }: { readonly url: string; readonly route: string },
    toResult: (text: string) => Result,
  ): Promise<Result> =>
    withToken(tokensOf(), call, (token) =>
      request(
        { ...operation(name), idempotencyKey },
        call,
        {
          method: 'POST',
          url,
          route,
          headers: { ...bearer(token), 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
          body,
          repeatable: true,
        },
        toProblem,
        toResult,
      ),
    )

  return {
    ...jwtCheckoutMapper,
    provider,
    account,
    ...ownRateLimit(rateLimit),
    webhook: jwtCheckoutWebhook(verifyWebhook),
    environment,
    retrieve: async (id, call) => read(id, call, call.expected, 'retrieve'),
    create: async (input, call) => {
      const written = toCreateBody(input)
      const place = { url: `${origin}/api/v1/sessions`, route: '/api/v1/sessions' }
      const created = await write('create', call, written, place, toCreated)
      const expected = { amount: written.amount, reference: input.reference }
      const context = contextOf(call, 'create', expected)
      const { id, payVia } = created
      if (id === null) throw withoutId(operation('create'), call, written.idempotencyKey)
      const known = created.session(context)
      if (known !== null) return withWrite(known, { payVia })
      try {
        return withWrite(await read(id, call, expected, 'create'), { payVia })
      } catch (error) {
        if (isTillError(error)) return created.bare(id, context)
        throw error
      }
    },
    refund: async (id, input, call) => {
      const written = toRefundBody(input)
      const url = `${origin}/api/v1/sessions/${pathSegment(id, 'id')}/refunds`
      const place = { url, route: '/api/v1/sessions/{sessionId}/refunds' }
      const refund = await write('refund', call, written, place, toRefunded)
      const meant = written.amount?.currency ?? refund.amount.currency
      if (refund.amount.currency === meant) return refund
      throw new TillError({
        code: 'applied_unread',
        message: `${provider.id}: refunded in ${refund.amount.currency} and not in ${meant}; the request has no currency (refund)`,
        ...{ provider: provider.id, account, operation: 'refund', idempotencyKey: written.idempotencyKey },
        ...call.progress(),
      })
    },
  }
}

function bearer(token: string) {
  return { authorization: `Bearer ${token}`, accept: 'application/json' }
}

function withoutId({ provider, account, name }: Operation, call: Call, idempotencyKey: string): TillError {
  return new TillError({
    code: 'applied_unread',
    message: `${provider}: created, but the answer names no id; the order reference finds it at the provider (${name})`,
    ...{ provider, account, operation: name, idempotencyKey },
    ...call.progress(),
  })
}

/** Runs a request; when its token is refused and another can be had, once more with that. */
async function withToken<Result>(
  { first, renewed }: CallTokens,
  call: Call,
  run: (token: string) => Promise<Result>,
): Promise<Result> {
  const token = await call.wait(first())
  try {
    return await run(token)
  } catch (error) {
    if (renewed === null || !isTillError(error) || error.httpStatus !== 401) throw error
  }
  return run(await call.wait(renewed()))
}
