// Sessions of a provider that does not exist, seen at chosen times.
import type { Channel, CheckoutSession, MapContext, ProviderFacts, StatusPair } from '@onetill/core'
import { buildSession, type SessionParts } from '@onetill/core/adapter'
import { type Observation, observe, observeOther, type Seen, type SessionIdentity } from '../observation.ts'

/** Facts of a provider that does not exist. */
export const FACTS: ProviderFacts<'sample'> = {
  id: 'sample',
  name: 'Sample',
  version: '0.0.1',
  docs: 'https://sample.example/docs',
  readOn: '2026-11-20',
  baseUrl: null,
  credentialPrefixes: {},
  capabilities: {
    ...{ retrieve: true, find: [], create: false, cancel: false, refund: false, quote: false, selectPayment: false },
    ...{ list: false, webhook: 'session', idempotency: null, reportsAmount: true, reportsRefunds: false },
    versioned: true,
  },
  rateLimit: null,
  wireExponents: {},
  watch: { lateMoneyGraceMs: 60_000, refundHorizonMs: 3_600_000, unknownLimitMs: 600_000 },
  covers: { webhook: ['lifecycle', 'money', 'descriptive'] },
  unverified: [],
}

/** What a sample says; the rest is the same in all. */
export interface SampleOptions extends Partial<Omit<SessionParts, 'status' | 'id'>> {
  readonly provider?: string
  readonly account?: string
  readonly via?: Channel
  readonly environment?: MapContext['environment']
  readonly native?: string
}

/** The time of a second after 2026-11-20 12:00 UTC. */
export const at = (second: number): string => new Date(Date.UTC(2026, 10, 20, 12, 0, second)).toISOString()

/** What a session is called by. */
export const identityOf = (id: string, { provider = 'sample', account = 'default' }: SampleOptions = {}) =>
  ({ provider, account, id }) satisfies SessionIdentity

/** The text key of a sample with a plain id. */
export const sampleKey = (id: string): string => `sample/default/${id}`

/** A session in a status, read at a second. */
export function sample(
  id: string,
  second: number,
  status: CheckoutSession['status'],
  options: SampleOptions = {},
): Observation {
  const { via = 'read', environment = 'unknown', provider = 'sample', account = 'default', native, ...parts } = options
  const facts = { ...FACTS, id: provider }
  const context: MapContext = { at: at(second), via, account, environment, expected: null, overrides: [] }
  const pair: StatusPair = { status, detail: null }
  const session = buildSession(
    facts,
    {
      id,
      status: { pair, row: undefined, overruled: false },
      providerStatus: status.toUpperCase(),
      providerData: null,
      notes: [],
      ...parts,
    },
    context,
  )
  return observe(session, facts, native === undefined ? {} : { native })
}

/** Something else that was seen of a session, at a second. */
export const sampleOther = (id: string, second: number, seen: Exclude<Seen, { kind: 'session' }>): Observation =>
  observeOther(identityOf(id), seen, { via: 'read', asOf: at(second) })
