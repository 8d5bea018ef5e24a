// Sessions of a provider that does not exist, seen at chosen times.
import {
  type Channel,
  type CheckoutSession,
  type MapContext,
  money,
  type ProviderFacts,
  type StatusPair,
} from '@onetill/core'
import { buildSession, type SessionParts } from '@onetill/core/adapter'
import { type Observation, observe, observeOther, type Seen } from './observation.ts'

export const FACTS: ProviderFacts<'acme'> = {
  id: 'acme',
  name: 'Acme',
  version: '0.0.1',
  docs: 'https://acme.example/docs',
  readOn: '2026-11-20',
  baseUrl: null,
  credentialPrefixes: {},
  capabilities: {
    ...{ retrieve: true, find: [], create: true, cancel: false, refund: true, quote: false, selectPayment: false },
    ...{
      list: false,
      webhook: 'session',
      idempotency: null,
      reportsAmount: true,
      reportsRefunds: true,
      versioned: true,
    },
  },
  rateLimit: null,
  wireExponents: {},
  watch: { lateMoneyGraceMs: 60_000, refundHorizonMs: 3_600_000, unknownLimitMs: 600_000 },
  covers: { webhook: ['lifecycle', 'money', 'descriptive'] },
  unverified: [],
}

export const IDENTITY = { provider: 'acme', account: 'default', id: 's1' } as const

/** The time of a minute after 12:00. */
export const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 12, minute)).toISOString()

export interface SeenOptions extends Partial<Omit<SessionParts, 'status'>> {
  readonly via?: Channel
  readonly expected?: MapContext['expected']
  readonly environment?: MapContext['environment']
}

export function session(
  minute: number,
  [status, detail]: readonly [string, string?],
  options: SeenOptions = {},
): CheckoutSession {
  const { via = 'read', expected = null, environment = 'unknown', ...parts } = options
  const context: MapContext = { at: at(minute), via, account: 'default', environment, expected, overrides: [] }
  const pair = { status, detail: detail ?? null } as StatusPair
  return buildSession(
    FACTS,
    {
      id: IDENTITY.id,
      status: { pair, row: undefined, overruled: false },
      providerStatus: status.toUpperCase(),
      providerData: null,
      notes: [],
      ...parts,
    },
    context,
  )
}

/** A read of the session in a status, at a minute. */
export const read = (minute: number, status: string, options: SeenOptions = {}): Observation =>
  observe(session(minute, [status], options), FACTS)

/** A verified webhook with the session in a status. */
export const hook = (minute: number, status: string, options: SeenOptions = {}): Observation =>
  observe(session(minute, [status], { ...options, via: 'webhook' }), FACTS)

export const other = (minute: number, seen: Exclude<Seen, { kind: 'session' }>, via: Channel = 'read'): Observation =>
  observeOther(IDENTITY, seen, { via, asOf: at(minute) })

export const usd = (value: string) => money(value, 'USD')
