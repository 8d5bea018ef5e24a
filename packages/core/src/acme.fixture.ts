// A provider that does not exist, for the tests of core: one real one per adapter package, none here.
import * as z from 'zod/mini'
import type { Adapter } from './adapter-contract.ts'
import type { WatchFacts } from './answers.ts'
import { buildSession, type DecidedStatus, decideStatus, type SessionParts } from './build-session.ts'
import { type Call, request } from './call.ts'
import { readJson } from './json.ts'
import { type JsonRecord, readRecord } from './json-value.ts'
import { defineMapper, type MapContext, type Mapper } from './mapper.ts'
import { readMoney } from './money.ts'
import { nativeReader } from './native.ts'
import type { Note } from './notes.ts'
import type { CryptoProcessor, HostedProcessor, Processor } from './processor.ts'
import type { ProviderFacts } from './provider.ts'
import type { CheckoutSession } from './session.ts'
import type { StatusPair } from './status.ts'
import { statusTable } from './status-table.ts'

export const WATCH: WatchFacts = { lateMoneyGraceMs: 60_000, refundHorizonMs: 3_600_000, unknownLimitMs: 600_000 }

export const factsOf = <const Id extends string>(id: Id): ProviderFacts<Id> => ({
  id,
  name: 'Acme',
  version: '0.0.1',
  docs: 'https://acme.example/docs',
  readOn: '2026-11-20',
  baseUrl: null,
  credentialPrefixes: { sk_test_: 'test', sk_live_: 'live' },
  capabilities: {
    retrieve: true,
    find: [],
    create: false,
    cancel: false,
    refund: false,
    quote: false,
    selectPayment: false,
    list: false,
    webhook: 'event',
    idempotency: null,
    reportsAmount: true,
    reportsRefunds: false,
    versioned: false,
  },
  rateLimit: null,
  wireExponents: {},
  watch: WATCH,
  unverified: [],
})

export const CONTEXT: MapContext = {
  at: '2026-11-20T12:00:00.000Z',
  via: 'read',
  account: 'default',
  environment: 'unknown',
  expected: null,
  overrides: [],
}

export const decided = (pair: StatusPair): DecidedStatus => ({ pair, row: undefined, overruled: false })

/** A session of Acme that says as little as possible. */
export const bare = (
  pair: StatusPair,
  parts: Partial<SessionParts> = {},
  context: Partial<MapContext> = {},
): CheckoutSession<'acme'> =>
  buildSession(
    factsOf('acme'),
    { id: 's1', status: decided(pair), providerStatus: pair.status, providerData: null, notes: [], ...parts },
    { ...CONTEXT, ...context },
  )

const table = statusTable([
  { word: 'open', to: { status: 'open', detail: 'created' }, source: 'acme.example', documented: true },
  { word: 'paid', to: { status: 'paid', detail: null }, source: 'acme.example', documented: true },
])

const readNative = nativeReader(
  z.object({
    id: z.string(),
    status: z.string(),
    amount: z.optional(z.unknown()),
    currency: z.nullish(z.string()),
    metadata: z.optional(z.unknown()),
  }),
)

type AcmeSession<Id extends string, Via extends Processor = HostedProcessor> = CheckoutSession<Id, Via, JsonRecord>

/** Reads `{ id, status, amount, currency }`. */
export const mapperOf = <const Id extends string>(id: Id): Mapper<AcmeSession<Id>> =>
  defineMapper<AcmeSession<Id>>({
    provider: factsOf(id),
    statuses: table,
    toSession(native, context) {
      const raw = readNative(native)
      const notes: Note[] = []
      const amount =
        raw.amount == null
          ? null
          : readMoney(raw.amount, raw.currency, { amount: 'amount', currency: 'currency' }, notes)
      const status = decideStatus(table, raw.status, context, {})
      const metadata = readRecord(raw.metadata, 'metadata', notes)
      const parts = { id: raw.id, status, providerStatus: raw.status, amount, metadata, providerData: null, notes }
      return buildSession<Id, HostedProcessor, JsonRecord>(factsOf(id), parts, context)
    },
    explain: () => [],
  })

export interface AcmeOptions<Id extends string> {
  readonly id: Id
  readonly baseUrl: string
  readonly account?: string
  readonly key?: string
}

/** Reads only. */
export function acme<const Id extends string>(options: AcmeOptions<Id>): Adapter<Id, AcmeSession<Id>> {
  const mapper = mapperOf(options.id)
  const account = options.account ?? 'default'
  return {
    ...mapper,
    provider: factsOf(options.id),
    account,
    environment: 'unknown',
    retrieve: (id, call) => read(options, mapper, id, call, 'retrieve'),
  }
}

/** Also finds and creates; another processor, so that narrowing shows. */
export function bazaar<const Id extends string>(options: AcmeOptions<Id>) {
  const mapper = mapperOf(options.id)
  const as = async (id: string, call: Call, name: string): Promise<AcmeSession<Id, CryptoProcessor>> => ({
    ...(await read(options, mapper, id, call, name)),
    processor: null,
  })
  return {
    ...acme(options),
    toSession: (native: unknown, context: MapContext): AcmeSession<Id, CryptoProcessor> => ({
      ...mapper.toSession(native, context),
      processor: null,
    }),
    retrieve: (id: string, call: Call) => as(id, call, 'retrieve'),
    find: (by: { readonly caller: string }, call: Call) => as(by.caller, call, 'find'),
    create: (input: { readonly order: string }, call: Call) => as(input.order, call, 'create'),
  }
}

function read<Id extends string>(
  { id: provider, baseUrl, account = 'default', key }: AcmeOptions<Id>,
  mapper: Mapper<AcmeSession<Id>>,
  id: string,
  call: Call,
  name: string,
): Promise<AcmeSession<Id>> {
  return request(
    { provider, account, name, ...(name === 'create' ? { settledBy: 'find' } : {}) },
    call,
    {
      method: name === 'create' ? 'POST' : 'GET',
      url: `${baseUrl}/${id}`,
      route: '/{id}',
      headers: key === undefined ? {} : { 'x-api-key': key },
      ...(name === 'create' ? { body: '{}' } : {}),
    },
    () => ({}),
    (text) => mapper.toSession(readJson(text), { ...CONTEXT, account, at: call.at, expected: call.expected }),
  )
}
