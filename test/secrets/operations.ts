import { createTill, type Fetch, type TillOptions } from '@onetill/core'
import { jwtCheckout } from '@onetill/jwt-checkout'
import { maash } from '@onetill/maash'
import { maven } from '@onetill/maven'
import { PLANTED, PLANTED_ID } from './planted.ts'
import type { Recorder } from './shown.ts'

/** All three adapters with planted credentials against one address. */
export function connect(
  url: string,
  { options }: Pick<Recorder, 'options'>,
  more: Partial<TillOptions<readonly []>> = {},
) {
  const common = { baseUrl: `${url}/${PLANTED.pathToken}`, insecureLoopback: true, rateLimit: null }
  return createTill({
    ...{ maxRetries: 0, deadlineMs: 2_000, random: () => 0 },
    ...options,
    ...more,
    adapters: [
      maven({ ...common, apiKey: PLANTED.mavenKey, webhookSecret: PLANTED.mavenWebhookSecret }),
      maash({ ...common, apiKey: PLANTED.maashKey }),
      jwtCheckout({ ...common, token: PLANTED.jwtCheckoutKey }),
      jwtCheckout({ ...common, account: 'supplied', token: async () => PLANTED.jwtCheckoutToken }),
    ],
  })
}

/** The client of these tests. */
export type PlantedTill = ReturnType<typeof connect>

/** What a lost answer means: `cancel` is read after any 2xx, so that its own body is never looked at. */
export type Kind = 'read' | 'keyed' | 'unkeyed' | 'cancel'

/** One public method with its arguments. */
export interface Operation {
  readonly name: string
  readonly kind: Kind
  readonly run: (till: PlantedTill) => Promise<unknown>
}

const amount = { value: '12.50', currency: 'USD' }
const choice = { token: 'USDC', chain: 'base' } as const
const idempotencyKey = '3b241101-e2bb-4255-8caf-4136c566a962'
const caller = '+14155550100'
const supplied = { account: 'supplied' }

/** Every method of the client that sends something, for every provider that offers it. */
export const OPERATIONS: readonly Operation[] = [
  { name: 'maven retrieve', kind: 'read', run: (till) => till.retrieve('maven', PLANTED_ID) },
  { name: 'maven find', kind: 'read', run: (till) => till.find('maven', { caller }) },
  {
    name: 'maven create',
    kind: 'unkeyed',
    run: (till) => till.create('maven', { project: 'demo', caller, amount, mode: 'charge', gateway: 'stripe' }),
  },
  { name: 'maven cancel', kind: 'cancel', run: (till) => till.cancel('maven', PLANTED_ID) },
  { name: 'maash retrieve', kind: 'read', run: (till) => till.retrieve('maash', PLANTED_ID, { raw: true }) },
  {
    name: 'maash create',
    kind: 'keyed',
    run: (till) => till.create('maash', { merchantId: 'mer_1', reference: 'order-1', amount }),
  },
  { name: 'maash quote', kind: 'read', run: (till) => till.quote('maash', { amount, ...choice }) },
  {
    name: 'maash selectPayment',
    kind: 'unkeyed',
    run: (till) => till.selectPayment('maash', PLANTED_ID, { sessionToken: PLANTED.maashSessionToken, ...choice }),
  },
  { name: 'jwt-checkout retrieve', kind: 'read', run: (till) => till.retrieve('jwt-checkout', PLANTED_ID) },
  {
    name: 'jwt-checkout retrieve, a supplied token',
    kind: 'read',
    run: (till) => till.retrieve('jwt-checkout', PLANTED_ID, supplied),
  },
  {
    name: 'jwt-checkout create',
    kind: 'keyed',
    run: (till) => till.create('jwt-checkout', { reference: 'order-1', amount, paymentMethod: 'card', idempotencyKey }),
  },
  {
    name: 'jwt-checkout refund',
    kind: 'keyed',
    run: (till) => till.refund('jwt-checkout', PLANTED_ID, { amount, idempotencyKey }, supplied),
  },
  { name: 'safeRetrieve', kind: 'read', run: async (till) => thrown(await till.safeRetrieve('maven', PLANTED_ID)) },
  {
    name: 'retrieveMany',
    kind: 'read',
    run: async (till) => thrown((await till.retrieveMany([{ provider: 'maash', id: PLANTED_ID }]))[0]),
  },
  {
    name: 'waitFor',
    kind: 'read',
    // A failure that may be over later is waited out: one more read after the end says which it was.
    run: async (till) => {
      const waited = await till.waitFor('maven', PLANTED_ID, { deadlineMs: 120 })
      return waited.outcome === 'deadline' ? till.retrieve('maven', PLANTED_ID) : thrown({ ok: false, ...waited })
    },
  },
]

/** A union with an error as an exception again. */
function thrown(result: object | undefined): unknown {
  if (result !== undefined && 'error' in result) throw result.error
  return result
}

/** `fetch` of other makes, which say everything they know when they fail. */
export const TALKATIVE: Readonly<Record<string, Fetch>> = {
  'an error with the request in it': async (input, init) => {
    const request = input instanceof Request ? input : new Request(input, init)
    const headers = Object.fromEntries(request.headers)
    const text = `${request.method} ${request.url} ${JSON.stringify(headers)}`
    const cause = Object.assign(new Error(text), {
      code: text,
      request,
      headers,
      config: { headers, url: request.url },
    })
    throw Object.assign(new TypeError(text, { cause }), {
      name: text,
      code: text,
      headers,
      request,
      options: { headers },
    })
  },
  'a text instead of an error': async (input, init) => {
    throw JSON.stringify([input instanceof Request ? Object.fromEntries(input.headers) : init?.headers, String(input)])
  },
  'an AggregateError as of connecting': async (input) => {
    const url = input instanceof Request ? input.url : String(input)
    throw new AggregateError([new Error(url), new Error(PLANTED.maashKey)], url)
  },
}
