import { type CheckoutSession, createTill, type Safe, type TillOptions } from '@onetill/core'
import { jwtCheckout } from '@onetill/jwt-checkout'
import { maash } from '@onetill/maash'
import { maven } from '@onetill/maven'

/** How one call of a method is made. */
export interface Calling {
  readonly url: string
  readonly limits: Omit<TillOptions<[]>, 'adapters'>
  /** Ends what has no time of its own. */
  readonly signal: AbortSignal
}

/** One method of the client for one provider. It rejects with the error, or says how it ended without one. */
export interface Method {
  readonly name: string
  /** What its first request is. `keyed`: a POST that the provider recognizes when it comes again. */
  readonly first: 'get' | 'keyed' | 'unkeyed'
  /** The read that settles a lost write, or the one that follows a write that was done. */
  readonly reads?: 'when lost' | 'when done'
  /** Goes on for ever while failures may be over later. */
  readonly endless?: true
  readonly run: (calling: Calling) => Promise<string>
}

const dollars = (value: string) => ({ value, currency: 'USD' })
const KEY = '0d3e2b1a-7c5f-4e69-9a8b-1c2d3e4f5a6b'
const address = (baseUrl: string) => ({ baseUrl, insecureLoopback: true, rateLimit: null })

const mavenOf = (url: string) => maven({ ...address(url), apiKey: 'mvn_test_key' })
const maashOf = (url: string) => maash({ ...address(url), apiKey: 'mk_test_key' })
const jwtOf = (url: string) => jwtCheckout({ ...address(url), token: 'jwt_test_key' })
const ADAPTERS = { maven: mavenOf, maash: maashOf, 'jwt-checkout': jwtOf } as const
type ProviderId = keyof typeof ADAPTERS

const mavenTill = ({ url, limits }: Calling) => createTill({ adapters: [mavenOf(url)], ...limits })
const maashTill = ({ url, limits }: Calling) => createTill({ adapters: [maashOf(url)], ...limits })
const jwtTill = ({ url, limits }: Calling) => createTill({ adapters: [jwtOf(url)], ...limits })
const anyTill = (id: ProviderId, { url, limits }: Calling) => createTill({ adapters: [ADAPTERS[id](url)], ...limits })

/** A call that only an error should end here. */
const never = async (call: Promise<unknown>): Promise<string> => {
  await call
  return 'a result'
}
const unsafe = (safe: Safe<CheckoutSession> | undefined): string => {
  if (safe?.ok === false) throw safe.error
  return 'a result'
}
const watched = async (id: ProviderId, calling: Calling): Promise<string> => {
  const { signal } = calling
  try {
    for await (const _session of anyTill(id, calling).watch(id, 's1', { signal })) return 'a result'
    return 'an end'
  } catch (error) {
    if (signal.aborted && error === signal.reason) return 'aborted'
    throw error
  }
}
const waited = async (id: ProviderId, calling: Calling): Promise<string> => {
  const { deadlineMs = 30_000 } = calling.limits
  const result = await anyTill(id, calling).waitFor(id, 's1', { deadlineMs, signal: calling.signal })
  if (result.outcome === 'gone') throw result.error
  return result.outcome
}
/** What a hint leads to: the session is read, and the delivery answered. */
const hinted = async (id: 'maash' | 'jwt-checkout', body: string, calling: Calling): Promise<string> => {
  const handler = anyTill(id, calling).webhook(id, { onEvent: () => {}, lookup: () => 's1' })
  const { status } = await handler(new Request('https://shop.example/hooks', { method: 'POST', body }))
  return `answered ${status}`
}

const reading = (id: ProviderId): readonly Method[] => [
  {
    name: `${id} retrieve`,
    first: 'get',
    run: (calling) => never(anyTill(id, calling).retrieve(id, 's1', { signal: calling.signal })),
  },
  {
    name: `${id} safeRetrieve`,
    first: 'get',
    run: async (calling) => unsafe(await anyTill(id, calling).safeRetrieve(id, 's1', { signal: calling.signal })),
  },
  {
    name: `${id} retrieveMany`,
    first: 'get',
    run: async (calling) => {
      const { signal } = calling
      return unsafe((await anyTill(id, calling).retrieveMany([{ provider: id, id: 's1' }], { signal }))[0])
    },
  },
  { name: `${id} watch`, first: 'get', endless: true, run: (calling) => watched(id, calling) },
  { name: `${id} waitFor`, first: 'get', endless: true, run: (calling) => waited(id, calling) },
]

/** Every public method that sends something, for each provider that offers it. */
export const METHODS: readonly Method[] = [
  ...reading('maven'),
  {
    name: 'maven find',
    first: 'get',
    run: (calling) => never(mavenTill(calling).find('maven', { caller: '+12025550142' }, { signal: calling.signal })),
  },
  {
    name: 'maven create',
    first: 'unkeyed',
    reads: 'when lost',
    run: (calling) =>
      never(
        mavenTill(calling).create(
          'maven',
          { project: 'clinic', caller: '+12025550142', amount: dollars('12.50'), mode: 'charge', gateway: 'stripe' },
          { signal: calling.signal },
        ),
      ),
  },
  {
    name: 'maven cancel',
    first: 'unkeyed',
    reads: 'when done',
    run: (calling) => never(mavenTill(calling).cancel('maven', 's1', { signal: calling.signal })),
  },
  ...reading('maash'),
  {
    name: 'maash create',
    first: 'keyed',
    run: (calling) =>
      never(
        maashTill(calling).create(
          'maash',
          { merchantId: 'mer_1', reference: 'order-1', amount: dollars('12.50') },
          { signal: calling.signal },
        ),
      ),
  },
  {
    name: 'maash quote',
    first: 'get',
    run: (calling) =>
      never(
        maashTill(calling).quote(
          'maash',
          { amount: dollars('12.50'), token: 'USDC', chain: 'polygon' },
          { signal: calling.signal },
        ),
      ),
  },
  {
    name: 'maash selectPayment',
    first: 'unkeyed',
    run: (calling) =>
      never(
        maashTill(calling).selectPayment(
          'maash',
          's1',
          { sessionToken: 'opaque', token: 'USDC', chain: 'polygon' },
          { signal: calling.signal },
        ),
      ),
  },
  {
    name: 'maash webhook',
    first: 'get',
    run: (calling) =>
      hinted(
        'maash',
        '{"id":"wh_1","event":"checkout","action":"update","body":{"ext_transaction_id":"order-1","status":"completed"}}',
        calling,
      ),
  },
  ...reading('jwt-checkout'),
  {
    name: 'jwt-checkout create',
    first: 'keyed',
    run: (calling) =>
      never(
        jwtTill(calling).create(
          'jwt-checkout',
          { reference: 'order-1', amount: dollars('12.50'), paymentMethod: 'card' },
          { signal: calling.signal },
        ),
      ),
  },
  {
    name: 'jwt-checkout refund',
    first: 'keyed',
    run: (calling) =>
      never(jwtTill(calling).refund('jwt-checkout', 's1', { idempotencyKey: KEY }, { signal: calling.signal })),
  },
  {
    name: 'jwt-checkout webhook',
    first: 'get',
    run: (calling) => hinted('jwt-checkout', '{"event":"session.completed","sessionId":"s1"}', calling),
  },
]
