import * as z from 'zod/mini'
import { type Adapter, type Environment, type Expected, normalize } from '@onetill/core'
import {
  type AdapterOptions,
  adapterOptions,
  type Call,
  checkBaseUrl,
  checkCredential,
  environmentOf,
  type HttpAnswer,
  jsonPath,
  type Problem,
  parseOptions,
  pathSegment,
  readErrorBody,
  request,
} from '@onetill/core/adapter'
import { type MavenCreateInput, type MavenFindBy, toCaller, toCreateBody } from './input.ts'
import { type MavenSession, mavenMapper } from './map.ts'
import { provider } from './provider.ts'
import { problem as problemSchema } from './schema.ts'

/** Options of `maven`. */
export interface MavenOptions extends AdapterOptions {
  /** `mvn_live_…` or `mvn_test_…`; it selects the mode. */
  readonly apiKey: string
  /** Address of the API. @default "https://api.trymaven.com" */
  readonly baseUrl?: string
}

/** The Maven adapter: voice card sessions by id and by caller, and their creation. */
export interface MavenAdapter extends Adapter<'maven', MavenSession> {
  /** Reads the session of a caller. Which one when there are several is not documented. */
  find(by: MavenFindBy, call: Call): Promise<MavenSession>
  /** Creates a session; never repeated, because Maven knows no idempotency key. @throws outcome_unknown */
  create(input: MavenCreateInput, call: Call): Promise<MavenSession>
}

const optionsSchema = z.strictObject({ ...adapterOptions, apiKey: z.string() })

/**
 * Maven voice card sessions.
 * @throws invalid_options
 * @example const till = createTill({ adapters: [maven({ apiKey })] })
 */
export function maven(options: MavenOptions): MavenAdapter {
  const {
    apiKey,
    account = 'default',
    baseUrl,
    insecureLoopback,
    statusOverrides = [],
  } = parseOptions(optionsSchema, options, 'maven')
  const origin = checkBaseUrl(baseUrl ?? provider.baseUrl, { insecureLoopback })
  const headers = { authorization: `Bearer ${checkCredential(apiKey, 'apiKey')}`, accept: 'application/json' }
  const environment: Environment = environmentOf(provider, apiKey)
  const operation = (name: string) => ({ provider: provider.id, account, name })
  const read = (call: Call, via: 'read' | 'create', expected: Expected | null) => (text: string) =>
    normalize(mavenMapper, text, {
      at: call.at,
      via,
      account,
      environment,
      expected,
      overrides: statusOverrides,
      raw: call.raw,
    })

  return {
    ...mavenMapper,
    provider,
    account,
    environment,
    retrieve: async (id, call) => {
      const url = `${origin}/v1/sessions/${pathSegment(id, 'id')}`
      return request(
        operation('retrieve'),
        call,
        { method: 'GET', url, route: '/v1/sessions/{session_id}', headers },
        toProblem,
        read(call, 'read', call.expected),
      )
    },
    find: async (by, call) => {
      // A plus sign in a query is a space unless it is encoded.
      const url = `${origin}/v1/sessions?caller=${encodeURIComponent(toCaller(by))}`
      return request(
        operation('find'),
        call,
        { method: 'GET', url, route: '/v1/sessions', headers },
        toProblem,
        read(call, 'read', call.expected),
      )
    },
    create: async (input, call) => {
      const { amount, body } = toCreateBody(input)
      const http = {
        method: 'POST',
        url: `${origin}/v1/sessions`,
        route: '/v1/sessions',
        headers: { ...headers, 'content-type': 'application/json' },
        body,
      } as const
      const expected = { amount, reference: input.reference ?? null }
      return request(
        { ...operation('create'), settledBy: 'find({ caller })' },
        call,
        http,
        toProblem,
        read(call, 'create', expected),
      )
    },
  }
}

/** Reads Maven's two error forms (`detail` as text or as FastAPI's list); texts are left out, paths are kept. */
function toProblem(answer: HttpAnswer): Problem {
  const body = readErrorBody(problemSchema, answer.text)
  if (body === null || typeof body.detail === 'string') return {}
  const issues = body.detail.map(({ loc, type }) => ({
    path: jsonPath((loc ?? []).slice(1)),
    expected: typeof type === 'string' && /^[\w.]{1,64}$/.test(type) ? type : 'another value',
  }))
  return { issues }
}
