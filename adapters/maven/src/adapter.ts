import * as z from 'zod/mini'
import { type Adapter, type Environment, type Expected, equalMoney, isTillError, money, normalize } from '@onetill/core'
import {
  type AdapterOptions,
  adapterOptions,
  type Call,
  checkBaseUrl,
  checkCredential,
  environmentOf,
  type HttpAnswer,
  jsonPath,
  ownRateLimit,
  type Problem,
  parseOptions,
  pathSegment,
  readAfter,
  readErrorBody,
  request,
  withWrite,
} from '@onetill/core/adapter'
import { type MavenCreateInput, type MavenFindBy, toCaller, toCreateBody } from './input.ts'
import { type MavenSession, mavenMapper } from './map.ts'
import { provider } from './provider.ts'
import { problem as problemSchema } from './schema.ts'
import { type MavenWebhookOptions, mavenWebhook } from './webhook.ts'

/** Options of `maven`. */
export interface MavenOptions extends AdapterOptions, MavenWebhookOptions {
  /** `mvn_live_…` or `mvn_test_…`; it selects the mode. */
  readonly apiKey: string
  /** Address of the API. @default "https://api.trymaven.com" */
  readonly baseUrl?: string
}

/** The Maven adapter: voice card sessions by id and by caller, and their creation. */
export interface MavenAdapter extends Adapter<'maven', MavenSession> {
  /** Reads the session of a caller. Which one when there are several is not documented. */
  find(by: MavenFindBy, call: Call): Promise<MavenSession>
  /**
   * Creates a session; never repeated, because Maven knows no idempotency key. A lost answer is settled by a read by
   * caller, when the session it finds agrees in everything and is not older than the call.
   * @throws outcome_unknown when it cannot be settled: a session may exist
   */
  create(input: MavenCreateInput, call: Call): Promise<MavenSession>
  /** Ends a session before it is paid, then reads it. @throws rejected or conflict when it is too late */
  cancel(id: string, call: Call): Promise<MavenSession>
}

const optionsSchema = z.strictObject({
  ...adapterOptions,
  apiKey: z.string(),
  webhookSecret: z.optional(z.union([z.string(), z.array(z.string())])),
  // Checked where it is used: no value of it may switch the check off.
  webhookToleranceMs: z.optional(z.number()),
})

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
    rateLimit,
    statusOverrides = [],
    webhookSecret,
    webhookToleranceMs,
  } = parseOptions(optionsSchema, options, 'maven')
  const environment: Environment = environmentOf(provider, apiKey)
  const origin = checkBaseUrl(baseUrl ?? provider.baseUrl, { insecureLoopback, environment })
  const headers = { authorization: `Bearer ${checkCredential(apiKey, 'apiKey')}`, accept: 'application/json' }
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

  const byId = (id: string, call: Call, name: string) =>
    request(
      operation(name),
      call,
      {
        method: 'GET',
        url: `${origin}/v1/sessions/${pathSegment(id, 'id')}`,
        route: '/v1/sessions/{session_id}',
        headers,
      },
      toProblem,
      read(call, 'read', call.expected),
    )
  const byCaller = (by: MavenFindBy, call: Call, expected: Expected | null, name: string) =>
    request(
      operation(name),
      call,
      {
        method: 'GET',
        // A plus sign in a query is a space unless it is encoded.
        url: `${origin}/v1/sessions?caller=${encodeURIComponent(toCaller(by))}`,
        route: '/v1/sessions',
        headers,
      },
      toProblem,
      read(call, 'read', expected),
    )

  return {
    ...mavenMapper,
    provider,
    account,
    ...ownRateLimit(rateLimit),
    webhook: mavenWebhook({ webhookSecret, webhookToleranceMs }),
    environment,
    retrieve: async (id, call) => byId(id, call, 'retrieve'),
    find: async (by, call) => byCaller(by, call, call.expected, 'find'),
    create: async (input, call) => {
      const { amount, body } = toCreateBody(input)
      const expected = { amount, reference: input.reference ?? null }
      const http = {
        method: 'POST',
        url: `${origin}/v1/sessions`,
        route: '/v1/sessions',
        headers: { ...headers, 'content-type': 'application/json' },
        body,
      } as const
      const lost = { ...operation('create'), settledBy: 'find({ caller })' }
      try {
        return await request(lost, call, http, toProblem, read(call, 'create', expected))
      } catch (error) {
        if (!isTillError(error) || error.code !== 'outcome_unknown') throw error
        const found = await settle(() => byCaller({ caller: input.caller }, call, expected, 'create'))
        if (found === null || !isCreated(found, input, call.at)) throw error
        return withWrite(found, { notes: [{ code: 'settled_by_read', path: '' }] })
      }
    },
    cancel: async (id, call) => {
      const http = {
        method: 'POST',
        url: `${origin}/v1/sessions/${pathSegment(id, 'id')}/cancel`,
        route: '/v1/sessions/{session_id}/cancel',
        headers,
      } as const
      const cancel = { ...operation('cancel'), settledBy: 'retrieve' }
      await request(cancel, call, http, toProblem, () => null)
      // 204 has no body (/api-reference/public-api-v1/cancel-session): what the session says counts.
      return readAfter(cancel, call, () => byId(id, call, 'cancel'))
    },
  }
}

/** The session that a read finds, or null when that read fails as well. */
async function settle(find: () => Promise<MavenSession>): Promise<MavenSession | null> {
  try {
    return await find()
  } catch (error) {
    if (isTillError(error)) return null
    throw error
  }
}

/**
 * Whether a session is the one a lost create made: which of several a read by caller answers is not documented, so
 * everything has to agree, and it must not be older than the call.
 */
function isCreated(
  { customer, amount, createdAt, providerData, processor }: MavenSession,
  input: MavenCreateInput,
  since: string,
): boolean {
  const same =
    customer?.phone === input.caller && providerData?.mode === input.mode && processor?.gateway === input.gateway
  const asked = amount !== null && equalMoney(amount, money(input.amount.value, input.amount.currency))
  return same && asked && createdAt !== null && createdAt >= since
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
