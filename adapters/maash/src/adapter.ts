import * as z from 'zod/mini'
import { type Adapter, type Channel, type Expected, isTillError, type MapContext, normalize } from '@onetill/core'
import {
  type AdapterOptions,
  adapterOptions,
  type Call,
  checkBaseUrl,
  checkCredential,
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
  type MaashCreateInput,
  type MaashQuoteInput,
  type MaashSelectInput,
  toCreateBody,
  toQuoteQuery,
  toSelectBody,
} from './input.ts'
import { type MaashMapper, type MaashSession, maashMapper } from './map.ts'
import { toProblem } from './problem.ts'
import { provider } from './provider.ts'
import { maashWebhook } from './webhook.ts'
import { type MaashQuote, toCreated, toQuote, toSelected } from './write.ts'

/** Options of `maash`. */
export interface MaashOptions extends AdapterOptions {
  /** `mk_live_…` or `mk_test_…`; it selects mainnet or simulated payments. */
  readonly apiKey: string
  /** Address of the API. @default "https://api.maash.io" */
  readonly baseUrl?: string
  /** Verifies deliveries, for whoever knows how this account's are signed. @default none: a delivery is a hint */
  readonly verifyWebhook?: WebhookVerifier
}

/** The Maash adapter: crypto checkout sessions by id, their creation, quotes, the payer's choice; webhooks as events. */
export interface MaashAdapter extends Adapter<'maash', MaashSession> {
  readonly toEvent: MaashMapper['toEvent']
  /** Creates a session, or answers the one that has the same reference, and reads it. `payVia.url` is a credential. */
  create(input: MaashCreateInput, call: Call): Promise<MaashSession>
  /** What an amount costs in tokens; holds for five minutes. */
  quote(input: MaashQuoteInput, call: Call): Promise<MaashQuote>
  /** Chooses token and chain; `payVia` says where to send how much. @throws outcome_unknown when the answer was lost */
  selectPayment(id: string, input: MaashSelectInput, call: Call): Promise<MaashSession>
}

const optionsSchema = z.strictObject({
  ...adapterOptions,
  verifyWebhook: z.optional(z.custom<WebhookVerifier>((value) => typeof value === 'function')),
  apiKey: z.string(),
})

/**
 * Maash crypto checkout.
 * @throws invalid_options
 * @example const till = createTill({ adapters: [maash({ apiKey })] })
 */
export function maash(options: MaashOptions): MaashAdapter {
  const {
    apiKey,
    account = 'default',
    baseUrl,
    insecureLoopback,
    rateLimit,
    statusOverrides = [],
    verifyWebhook,
  } = parseOptions(optionsSchema, options, 'maash')
  const environment = environmentOf(provider, apiKey)
  const origin = checkBaseUrl(baseUrl ?? provider.baseUrl, { insecureLoopback, environment })
  // The pages disagree on which of the two a read needs, so both are always sent.
  const headers = {
    'x-api-key': checkCredential(apiKey, 'apiKey'),
    'x-maash-user-type': 'checkout',
    accept: 'application/json',
  }
  const operation = (name: string): Operation => ({ provider: provider.id, account, name })
  const contextOf = (call: Call, via: Channel, expected: Expected | null): MapContext => ({
    ...{ at: call.at, via, account, environment, expected, overrides: statusOverrides },
  })
  const read = (id: string, call: Call, expected: Expected | null, name: string) =>
    request(
      operation(name),
      call,
      {
        method: 'GET',
        url: `${origin}/checkout/sessions/${pathSegment(id, 'id')}`,
        route: '/checkout/sessions/{session_id}',
        headers,
      },
      toProblem,
      (text) => normalize(maashMapper, text, { ...contextOf(call, 'read', expected), raw: call.raw }),
    )

  return {
    ...maashMapper,
    provider,
    account,
    ...ownRateLimit(rateLimit),
    webhook: maashWebhook(verifyWebhook),
    environment,
    retrieve: async (id, call) => read(id, call, call.expected, 'retrieve'),
    create: async (input, call) => {
      const { asked, body } = toCreateBody(input)
      const created = await request(
        operation('create'),
        call,
        {
          method: 'POST',
          url: `${origin}/checkout/sessions`,
          route: '/checkout/sessions',
          headers: { ...headers, 'content-type': 'application/json' },
          body,
          // /api-reference/create-checkout-session: the same transaction_id answers the session that exists.
          repeatable: true,
        },
        toProblem,
        (text) => toCreated(text, input.reference),
      )
      const expected = { amount: asked, reference: input.reference }
      try {
        // The answer has no status, and a reference used before may belong to a session that is long paid.
        const session = await read(created.id, call, expected, 'create')
        return withWrite(session, { payVia: created.payVia })
      } catch (error) {
        if (isTillError(error)) return created.session(contextOf(call, 'create', expected))
        throw error
      }
    },
    quote: async (input, call) =>
      request(
        operation('quote'),
        call,
        {
          method: 'GET',
          url: `${origin}/checkout/quote?${toQuoteQuery(input)}`,
          route: '/checkout/quote',
          headers,
        },
        toProblem,
        toQuote,
      ),
    selectPayment: async (id, input, call) => {
      pathSegment(id, 'id')
      const { token, body } = toSelectBody(id, input)
      return request(
        { ...operation('selectPayment'), settledBy: 'retrieve' },
        call,
        {
          method: 'POST',
          url: `${origin}/checkout/sessions/select-payment`,
          route: '/checkout/sessions/select-payment',
          headers: {
            authorization: `Bearer ${token}`,
            'x-maash-user-type': 'checkout',
            accept: 'application/json',
            'content-type': 'application/json',
          },
          body,
        },
        toProblem,
        (text) => toSelected(text, id, contextOf(call, 'create', call.expected)),
      )
    },
  }
}
