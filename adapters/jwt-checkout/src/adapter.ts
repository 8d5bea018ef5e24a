import * as z from 'zod/mini'
import { type Adapter, type Environment, isTillError, normalize } from '@onetill/core'
import {
  type AdapterOptions,
  adapterOptions,
  checkBaseUrl,
  environmentOf,
  parseOptions,
  pathSegment,
  request,
} from '@onetill/core/adapter'
import { type JwtCheckoutMapper, type JwtCheckoutSession, jwtCheckoutMapper } from './map.ts'
import { toProblem } from './problem.ts'
import { provider } from './provider.ts'
import { type CallTokens, type TokenSupplier, tokenSource } from './token.ts'

/** Options of `jwtCheckout`. */
export interface JwtCheckoutOptions extends AdapterOptions {
  /** Address of the API without `/api/v1`; required, because the documents name no host. */
  readonly baseUrl: string
  /**
   * Bearer token: an API key or JWT as text, or a function that supplies one for each request. After a 401 the function is
   * asked once with `refresh: true` and the read repeated once; a text is not.
   */
  readonly token: string | TokenSupplier
}

/** The adapter of the JWT checkout API: sessions by id, webhooks as events. */
export type JwtCheckoutAdapter = Adapter<'jwt-checkout', JwtCheckoutSession> & Pick<JwtCheckoutMapper, 'toEvent'>

const optionsSchema = z.strictObject({
  ...adapterOptions,
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
    statusOverrides = [],
  } = parseOptions(optionsSchema, options, provider.id)
  const origin = checkBaseUrl(baseUrl, { insecureLoopback })
  const tokensOf = tokenSource(token, account)
  const environment: Environment = typeof token === 'string' ? environmentOf(provider, token) : 'unknown'

  return {
    ...jwtCheckoutMapper,
    provider,
    account,
    environment,
    retrieve: async (id, call) => {
      const url = `${origin}/api/v1/sessions/${pathSegment(id, 'id')}`
      return withToken(tokensOf(), (token) =>
        request(
          { provider: provider.id, account, name: 'retrieve' },
          call,
          {
            method: 'GET',
            url,
            route: '/api/v1/sessions/{sessionId}',
            headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
          },
          toProblem,
          (text) =>
            normalize(jwtCheckoutMapper, text, {
              at: call.at,
              via: 'read',
              account,
              environment,
              expected: call.expected,
              overrides: statusOverrides,
              raw: call.raw,
            }),
        ),
      )
    },
  }
}

/** Runs a request; when its token is refused and another can be had, once more with that. */
async function withToken<Result>(
  { first, renewed }: CallTokens,
  run: (token: string) => Promise<Result>,
): Promise<Result> {
  const token = await first()
  try {
    return await run(token)
  } catch (error) {
    if (renewed === null || !isTillError(error) || error.httpStatus !== 401) throw error
  }
  return run(await renewed())
}
