import * as z from 'zod/mini'
import { type Adapter, normalize } from '@onetill/core'
import {
  type AdapterOptions,
  adapterOptions,
  checkBaseUrl,
  checkCredential,
  environmentOf,
  parseOptions,
  pathSegment,
  request,
} from '@onetill/core/adapter'
import { type MaashMapper, type MaashSession, maashMapper } from './map.ts'
import { toProblem } from './problem.ts'
import { provider } from './provider.ts'

/** Options of `maash`. */
export interface MaashOptions extends AdapterOptions {
  /** `mk_live_…` or `mk_test_…`; it selects mainnet or simulated payments. */
  readonly apiKey: string
  /** Address of the API. @default "https://api.maash.io" */
  readonly baseUrl?: string
}

/** The Maash adapter: crypto checkout sessions by id, webhooks as events. */
export type MaashAdapter = Adapter<'maash', MaashSession> & Pick<MaashMapper, 'toEvent'>

const optionsSchema = z.strictObject({ ...adapterOptions, apiKey: z.string() })

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
        {
          method: 'GET',
          url: `${origin}/checkout/sessions/${pathSegment(id, 'id')}`,
          route: '/checkout/sessions/{session_id}',
          headers,
        },
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
