import * as z from 'zod/mini'
import { type Adapter, normalize, type StatusOverride } from '@onetill/core'
import { checkBaseUrl, checkCredential, environmentOf, parseOptions, pathSegment, request } from '@onetill/core/adapter'
import { type MaashMapper, type MaashSession, maashMapper } from './map.ts'
import { toProblem } from './problem.ts'
import { provider } from './provider.ts'

/** Options of `maash`. */
export interface MaashOptions {
  /** `mk_live_…` or `mk_test_…`; it selects mainnet or simulated payments. */
  readonly apiKey: string
  /** Label of this account. @default "default" */
  readonly account?: string
  /** @default "https://api.maash.io" */
  readonly baseUrl?: string
  /** Allows a `http:` base URL on this machine, for simulators. @default false */
  readonly insecureLoopback?: boolean
  /** Rows that come before the adapter's status table. */
  readonly statusOverrides?: readonly StatusOverride[]
}

/** The Maash adapter: crypto checkout sessions by id, webhooks as events. */
export type MaashAdapter = Adapter<'maash', MaashSession> & Pick<MaashMapper, 'toEvent'>

const optionsSchema = z.strictObject({
  apiKey: z.string(),
  account: z.optional(z.string().check(z.minLength(1))),
  baseUrl: z.optional(z.string()),
  insecureLoopback: z.optional(z.boolean()),
  statusOverrides: z.optional(z.array(z.custom<StatusOverride>())),
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
    statusOverrides = [],
  } = parseOptions(optionsSchema, options, 'maash')
  const origin = checkBaseUrl(baseUrl ?? provider.baseUrl, { insecureLoopback })
  // The pages disagree on which of the two a read needs, so both are always sent.
  const headers = {
    'x-api-key': checkCredential(apiKey, 'apiKey'),
    'x-maash-user-type': 'checkout',
    accept: 'application/json',
  }
  const environment = environmentOf(provider, apiKey)

  return {
    ...maashMapper,
    provider,
    account,
    environment,
    retrieve: async (id, call) =>
      request(
        { provider: provider.id, account, name: 'retrieve' },
        call,
        { method: 'GET', url: `${origin}/checkout/sessions/${pathSegment(id, 'id')}`, headers },
        toProblem,
        (text) =>
          normalize(maashMapper, text, {
            at: call.at,
            via: 'read',
            account,
            environment,
            expected: call.expected,
            overrides: statusOverrides,
            raw: call.raw,
          }),
      ),
  }
}
