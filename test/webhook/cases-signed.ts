// Deliveries that are taken because of a signature, and what may stand in them.
import { type Case, type ExpectedEvent, hex, row, signed, utf8 } from './case.ts'
import { KNOWN, NOW, OLD_SECRET } from './world.ts'

const T = NOW / 1000
const session = (status: string, amount: string | null = '49.99'): ExpectedEvent => ({
  kind: 'session',
  trust: 'verified',
  keySource: 'body_hash',
  sessionId: 's1',
  reference: null,
  session: [status, amount],
})
/** Nobody has modelled it: kept, and answered 2xx. */
const OTHER: ExpectedEvent = {
  kind: 'other',
  trust: 'verified',
  keySource: 'body_hash',
  sessionId: null,
  reference: null,
  session: null,
}

/** A body of Maven: docs.trymaven.com/integrations/webhooks, read 2026-11-20. */
export const maven = (fields: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    session_id: 's1',
    status: 'payment-success',
    project: 'front-desk',
    environment: 'live',
    amount: 49.99,
    currency: 'USD',
    mode: 'charge',
    gateway: 'stripe',
    caller: '+12025550142',
    processor: { card_brand: 'visa', stripe_payment_intent_id: 'pi_example1' },
    ...fields,
  })

const PAID = maven()
const paid = utf8(PAID)
const [, HEADER] = signed(paid)
const TAG = hex(paid)
const taken = { event: session('paid') }

const BODIES: readonly Case[] = [
  row('paid', PAID, taken),
  row('failed', maven({ status: 'payment-failed' }), { event: session('failed') }),
  row('authorized', maven({ status: 'payment-authorized', gateway: 'authorizenet' }), { event: session('authorized') }),
  row('of a chat, without a caller', maven({ caller: null, source: 'chat' }), taken),
  row('amount as text', maven({ amount: '49.99' }), taken),
  row('an amount a float cannot hold', PAID.replace('49.99', '9007199254740993.10'), {
    event: session('paid', '9007199254740993.10'),
  }),
  row('a status nobody knows', maven({ status: 'payment-imagined' }), { event: session('unknown') }),
  row('fields nobody knows', maven({ added: { later: [1, 2, 3] } }), taken),
  row('text beyond ASCII', maven({ project: 'Zürich 東京 💳' }), taken),
  row('escaped lone surrogate', PAID.replace('front-desk', '\\ud800'), taken),
  row('white space around the JSON', `\r\n  ${PAID}\n\n`, taken),
  row('line breaks within', JSON.stringify(JSON.parse(PAID), null, 2), taken),
  row('an object of another form', '{"event":"account.updated","data":{"id":"x"}}', { event: OTHER }),
  row('a session without status', '{"session_id":"s1"}', { event: OTHER }),
  row('session id as a number', maven({ session_id: 7 }), { event: OTHER }),
  row('empty', '', { event: OTHER }),
  row('white space alone', '  \n', { event: OTHER }),
  row('no JSON', 'hello', { event: OTHER }),
  row('a form', 'session_id=s1&status=payment-success', { event: OTHER }),
  row('JSON cut short', PAID.slice(0, -1), { event: OTHER }),
  row('JSON twice', `${PAID}${PAID}`, { event: OTHER }),
  row('a byte order mark before the JSON', `\ufeff${PAID}`, { event: OTHER }),
  row('null', 'null', { event: OTHER }),
  row('a number', '12', { event: OTHER }),
  row('a text', '"s1"', { event: OTHER }),
  row('a list', `[${PAID}]`, { event: OTHER }),
  row('a zero byte', '\u0000', { event: OTHER }),
  row('nested 100,000 deep', '['.repeat(100_000), { event: OTHER }),
  row(
    'a session beside a value nested 100,000 deep',
    maven({ deep: 0 }).replace('"deep":0', `"deep":${'['.repeat(1e5)}${']'.repeat(1e5)}`),
    taken,
  ),
]

const HEADERS: readonly Case[] = [
  row('name in lower case', PAID, { lines: [['maven-signature', HEADER]], ...taken }),
  row('name in upper case', PAID, { lines: [['MAVEN-SIGNATURE', HEADER]], ...taken }),
  row('as plain text', PAID, {
    lines: [
      ['Content-Encoding', 'identity'],
      ['Maven-Signature', HEADER],
    ],
    ...taken,
  }),
  row('v1 before t', PAID, { header: `v1=${TAG},t=${T}`, ...taken }),
  row('an element of a scheme to come', PAID, { header: `${HEADER},v2=abc`, ...taken }),
  row('two signatures, the second fits', PAID, { header: `t=${T},v1=${'0'.repeat(64)},v1=${TAG}`, ...taken }),
  row('two signatures, the first fits', PAID, { header: `t=${T},v1=${TAG},v1=${'0'.repeat(64)}`, ...taken }),
  row('sixteen elements', PAID, { header: `t=${T}${`,v1=${'0'.repeat(64)}`.repeat(14)},v1=${TAG}`, ...taken }),
  row('the old secret, while both are known', PAID, {
    client: 'maven rotating',
    lines: [signed(paid, T, OLD_SECRET)],
    ...taken,
  }),
  row('the new secret, while both are known', PAID, { client: 'maven rotating', ...taken }),
  row('300 seconds old', PAID, { lines: [signed(paid, T - 300)], ...taken }),
  row('300 seconds early', PAID, { lines: [signed(paid, T + 300)], ...taken }),
]

const OWN: readonly Case[] = [
  row('onEvent throws', PAID, { onEvent: 'throws', status: 500, ...taken }),
  row('onEvent rejects', PAID, { onEvent: 'rejects', status: 500, ...taken }),
  row('by a verifier of one’s own', JSON.stringify({ event: 'session.completed', sessionId: KNOWN.jwt.id }), {
    client: 'jwt verified',
    lines: [['X-Own-Signature', 'right']],
    event: {
      kind: 'reference',
      trust: 'verified',
      keySource: 'body_hash',
      sessionId: KNOWN.jwt.id,
      reference: null,
      session: null,
    },
  }),
  row(
    'an id of the message counts once it is verified',
    JSON.stringify({ id: 'wh_1', body: { ext_transaction_id: 'order_789', status: 'completed', currency: 'USD' } }),
    {
      client: 'maash verified',
      lines: [['X-Own-Signature', 'right']],
      event: {
        kind: 'reference',
        trust: 'verified',
        keySource: 'event_id',
        sessionId: null,
        reference: 'order_789',
        session: null,
      },
    },
  ),
  row('refused by a verifier of one’s own', '{}', {
    client: 'jwt verified',
    lines: [['X-Own-Signature', 'wrong']],
    status: 401,
  }),
  row('a verifier of one’s own that breaks', '{}', {
    client: 'jwt verified',
    lines: [['X-Own-Signature', 'broken']],
    status: 500,
  }),
]

export const SIGNED: readonly Case[] = [...BODIES, ...HEADERS, ...OWN]
