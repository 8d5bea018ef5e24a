// Deliveries nobody signed: only what the provider's API says counts.
import { type Case, row } from './case.ts'
import { KNOWN } from './world.ts'

const HINT = { kind: 'reference', trust: 'hint', keySource: 'body_hash' } as const
const byId = { ...HINT, sessionId: KNOWN.jwt.id, reference: null, session: null } as const
const byReference = { ...HINT, sessionId: null, reference: KNOWN.maash.reference, session: null } as const
const jwt = (fields: object = {}): string =>
  JSON.stringify({ event: 'session.completed', sessionId: KNOWN.jwt.id, ...fields })
const maash = (fields: object = {}): string =>
  JSON.stringify({
    id: 'wh_1',
    event: 'checkout',
    action: 'update',
    body: {
      ext_transaction_id: KNOWN.maash.reference,
      amount: '100.00',
      currency: 'USD',
      status: 'completed',
      ...fields,
    },
  })
const PAID_JWT = { event: { ...byId, kind: 'session', session: ['paid', null] } } as const
const PAID_MAASH = { event: { ...byReference, kind: 'session', session: ['paid', '100.00'] } } as const

export const HINTS: readonly Case[] = [
  row('by id', jwt(), { client: 'jwt', ...PAID_JWT }),
  row('by id, saying that it failed', jwt({ event: 'session.failed', status: 'FAILED', amount: 1 }), {
    client: 'jwt',
    ...PAID_JWT,
  }),
  row('by reference', maash(), { client: 'maash', ...PAID_MAASH }),
  row('by reference, saying that it failed', maash({ status: 'failed', amount: '0.01' }), {
    client: 'maash',
    ...PAID_MAASH,
  }),
  row('with a header that looks like a signature', maash(), {
    client: 'maash',
    lines: [['X-Maash-Signature', 'ab'.repeat(32)]],
    ...PAID_MAASH,
  }),
  row('a reference the merchant does not know', maash(), { client: 'maash', lookup: 'knows none', event: byReference }),
  row('the merchant’s lookup fails', maash(), { client: 'maash', lookup: 'throws', status: 500 }),
  row('an id the provider does not know', jwt({ sessionId: 'a0000000-0000-4000-8000-000000000000' }), {
    client: 'jwt',
    event: { ...byId, sessionId: 'a0000000-0000-4000-8000-000000000000' },
  }),
  row('an id that climbs', jwt({ sessionId: '../../admin' }), {
    client: 'jwt',
    event: { ...byId, sessionId: '../../admin' },
  }),
  row('an event nobody has modelled', jwt({ event: 'moon.phase' }), { client: 'jwt', ...PAID_JWT }),
  row('a hint that names nothing', '{"event":"ping"}', {
    client: 'jwt',
    event: { ...byId, kind: 'other', sessionId: null },
  }),
  row('an empty hint', '', { client: 'maash', event: { ...byReference, kind: 'other', reference: null } }),
  row('a hint that is no JSON', 'hello', {
    client: 'maash',
    event: { ...byReference, kind: 'other', reference: null },
  }),
  row('onEvent rejects after a hint', jwt(), { client: 'jwt', onEvent: 'rejects', status: 500, ...PAID_JWT }),
  row('the API answers 503', jwt(), { client: 'jwt', api: { status: 503 }, status: 503, retryAfter: '60' }),
  row('the API answers 500', maash(), { client: 'maash', api: { status: 500 }, status: 503, retryAfter: '60' }),
  row('the API asks for a pause of 7 s', jwt(), {
    client: 'jwt',
    api: { status: 429, headers: { 'retry-after': '7' } },
    status: 503,
    retryAfter: '7',
  }),
  row('the API refuses the credential', jwt(), { client: 'jwt', api: { status: 401 }, status: 500 }),
  row('the API answers no JSON', jwt(), { client: 'jwt', api: { status: 200, body: '<html>' }, status: 500 }),
]
