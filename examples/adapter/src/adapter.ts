import * as z from 'zod/mini'
import { type Adapter, normalize } from '@onetill/core'
import {
  type AdapterOptions,
  adapterOptions,
  checkBaseUrl,
  checkCredential,
  environmentOf,
  type HttpAnswer,
  ownRateLimit,
  type Problem,
  parseOptions,
  pathSegment,
  readErrorBody,
  request,
} from '@onetill/core/adapter'
import { type MollieSession, mollieMapper } from './map.ts'
import { provider } from './provider.ts'
import { problem as problemSchema } from './schema.ts'

/** Options of `mollie`. */
export interface MollieOptions extends AdapterOptions {
  /** `live_…` or `test_…`; it selects the mode. */
  readonly apiKey: string
}

/** The adapter of Mollie: payments by id, as sessions. */
export type MollieAdapter = Adapter<'mollie', MollieSession>

const optionsSchema = z.strictObject({ ...adapterOptions, apiKey: z.string() })

/**
 * Payments of Mollie as sessions.
 * @throws invalid_options
 * @example const till = createTill({ adapters: [mollie({ apiKey })] })
 */
export function mollie(options: MollieOptions): MollieAdapter {
  const {
    apiKey,
    baseUrl,
    account = 'default',
    insecureLoopback,
    rateLimit,
    statusOverrides: overrides = [],
  } = parseOptions(optionsSchema, options, provider.id)
  const environment = environmentOf(provider, apiKey)
  const origin = checkBaseUrl(baseUrl ?? provider.baseUrl, { insecureLoopback, environment })
  const headers = { authorization: `Bearer ${checkCredential(apiKey, 'apiKey')}`, accept: 'application/json' }

  return {
    ...mollieMapper,
    provider,
    account,
    ...ownRateLimit(rateLimit),
    environment,
    retrieve: async (id, call) =>
      request(
        { provider: provider.id, account, name: 'retrieve' },
        call,
        { method: 'GET', url: `${origin}/v2/payments/${pathSegment(id, 'id')}`, route: '/v2/payments/{id}', headers },
        toProblem,
        (text) =>
          normalize(mollieMapper, text, {
            ...{ at: call.at, via: 'read', account, environment },
            ...{ expected: call.expected, overrides, raw: call.raw },
          }),
      ),
  }
}

/** The name of the field that was wrong; the texts are left out. */
function toProblem({ text }: HttpAnswer): Problem {
  const field = readErrorBody(problemSchema, text)?.field
  return typeof field === 'string' && /^[\w.-]{1,64}$/.test(field)
    ? { issues: [{ path: field, expected: 'another value' }] }
    : {}
}
