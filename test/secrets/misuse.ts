import { type Adapter, createTill, type TillOptions } from '@onetill/core'
import { type JwtCheckoutOptions, jwtCheckout } from '@onetill/jwt-checkout'
import { type MaashOptions, maash } from '@onetill/maash'
import { type MavenOptions, maven } from '@onetill/maven'
import type { PlantedTill } from './operations.ts'
import { PLANTED, PLANTED_ID } from './planted.ts'

/** Something a caller does wrong with a credential in its hand. Nothing is sent. */
export interface Misuse {
  readonly name: string
  readonly run: (till: PlantedTill) => unknown
}

const amount = { value: '12.50', currency: 'USD' }
const choice = { token: 'USDC', chain: 'base' } as const

/** Each option of each adapter, and one that does not exist, with the credential as its value in several forms. */
const FACTORIES: readonly {
  readonly name: string
  readonly credential: string
  readonly right: object
  readonly make: (options: object) => Adapter
}[] = [
  {
    name: 'maven',
    credential: PLANTED.mavenKey,
    right: { apiKey: PLANTED.mavenKey, webhookSecret: PLANTED.mavenWebhookSecret },
    make: (options) => maven(options as MavenOptions),
  },
  {
    name: 'maash',
    credential: PLANTED.maashKey,
    right: { apiKey: PLANTED.maashKey },
    make: (options) => maash(options as MaashOptions),
  },
  {
    name: 'jwtCheckout',
    credential: PLANTED.jwtCheckoutToken,
    right: { token: PLANTED.jwtCheckoutToken, baseUrl: 'https://pay.example.com' },
    make: (options) => jwtCheckout(options as JwtCheckoutOptions),
  },
]
const OPTIONS = [
  ...['apiKey', 'token', 'baseUrl', 'insecureLoopback', 'rateLimit', 'statusOverrides'],
  ...['webhookSecret', 'webhookToleranceMs', 'verifyWebhook', 'account', 'other'],
]
const WRONG: readonly ((credential: string) => unknown)[] = [
  (credential) => `${credential}\r\nx: y`,
  (credential) => ` ${credential}`,
  (credential) => `${credential}é`,
  (credential) => [credential],
  (credential) => ({ [credential]: credential }),
  (credential) => [{ word: credential, to: credential, [credential]: 1 }],
  (credential) => `https://user:${credential}@example.com`,
  (credential) => `https://example.com/?key=${credential}`,
  (credential) => `https://example.com/#${credential}`,
  (credential) => `http://${credential}.example.com`,
  (credential) => `http://127.0.0.1/${credential}`,
  (credential) => `ftp://${credential}`,
]

const wrongOptions = FACTORIES.flatMap(({ name, credential, right, make }) => [
  { name: `${name} without options, the credential instead`, run: () => make(Object(credential)) },
  { name: `${name} with an option named as the credential`, run: () => make({ ...right, [credential]: 1 }) },
  ...OPTIONS.flatMap((option) =>
    WRONG.map((wrong, index) => ({
      name: `${name} with ${option}, form ${index}`,
      run: () => make({ ...right, [option]: wrong(credential) }),
    })),
  ),
])

const CLIENT_OPTIONS = ['deadlineMs', 'attemptTimeoutMs', 'maxRetries', 'maxResponseBytes', 'logger', 'logLevel']
const wrongClients = CLIENT_OPTIONS.map((option) => ({
  name: `createTill with ${option}`,
  run: () => {
    const options = { adapters: [], logger: console, [option]: PLANTED.maashKey } as unknown as TillOptions<readonly []>
    return createTill(options)
  },
}))

/** Ids and inputs that are refused, each with a credential in it. */
const wrongCalls: readonly Misuse[] = [
  { name: 'an id that climbs', run: (till) => till.retrieve('maven', `../${PLANTED.mavenKey}`) },
  { name: 'an id that is too long', run: (till) => till.retrieve('maven', PLANTED.mavenKey.repeat(20)) },
  { name: 'a caller', run: (till) => till.find('maven', { caller: PLANTED.mavenKey }) },
  { name: 'a provider', run: (till) => till.retrieve(PLANTED.mavenKey as 'maven', 'id') },
  { name: 'an account', run: (till) => till.retrieve('maven', 'id', { account: PLANTED.mavenKey }) },
  {
    name: 'an option of a call',
    run: (till) => till.retrieve('maven', 'id', { deadlineMs: PLANTED.mavenKey as unknown as number }),
  },
  {
    name: 'what is expected',
    run: (till) =>
      till.retrieve('maven', 'id', { expected: { amount: { value: PLANTED.mavenKey, currency: PLANTED.mavenKey } } }),
  },
  {
    name: 'expected with another key',
    run: (till) => till.retrieve('maven', 'id', { expected: { [PLANTED.mavenKey]: 1 } as object }),
  },
  {
    name: 'an amount',
    run: (till) =>
      till.create('maash', { merchantId: 'm', reference: 'r', amount: { ...amount, value: PLANTED.maashKey } }),
  },
  {
    name: 'an amount too exact',
    run: (till) =>
      till.create('maash', { merchantId: PLANTED.maashKey, reference: 'r', amount: { ...amount, value: '1.005' } }),
  },
  {
    name: 'an input with another key',
    run: (till) => till.quote('maash', { amount, ...choice, [PLANTED.maashKey]: PLANTED.maashKey }),
  },
  {
    name: 'a token of another session',
    run: (till) => till.selectPayment('maash', 'cs_other', { ...choice, sessionToken: PLANTED.maashSessionToken }),
  },
  {
    name: 'a token with a line break',
    run: (till) =>
      till.selectPayment('maash', PLANTED_ID, { ...choice, sessionToken: `${PLANTED.maashSessionToken}\n` }),
  },
  {
    name: 'a key that is none',
    run: (till) => till.refund('jwt-checkout', 'id', { amount, idempotencyKey: PLANTED.jwtCheckoutKey }),
  },
  {
    name: 'an operation that is not offered',
    run: (till) => till.cancel('maash' as 'maven', PLANTED.maashKey),
  },
]

/** Suppliers of tokens that fail in every way. */
const SUPPLIERS: Readonly<Record<string, JwtCheckoutOptions['token']>> = {
  'throws an error with the token': () => {
    throw new Error(PLANTED.jwtCheckoutToken, { cause: { token: PLANTED.jwtCheckoutToken } })
  },
  'throws the token': () => Promise.reject(PLANTED.jwtCheckoutToken),
  'throws an error whose name is the token': async () => {
    const { jwtCheckoutToken: token } = PLANTED
    throw Object.assign(new Error(token), { name: token, code: token, token })
  },
  'gives one with a line break': async () => `${PLANTED.jwtCheckoutToken}\r\n`,
  'gives an object': async () => ({ access_token: PLANTED.jwtCheckoutToken }) as unknown as string,
}

const wrongSuppliers = Object.entries(SUPPLIERS).map(([name, token]): Misuse => {
  const adapter = () => jwtCheckout({ baseUrl: 'https://pay.example.com', token })
  return {
    name: `a supplier that ${name}`,
    run: () => createTill({ adapters: [adapter()] }).retrieve('jwt-checkout', PLANTED_ID),
  }
})

export const MISUSES: readonly Misuse[] = [...wrongOptions, ...wrongClients, ...wrongCalls, ...wrongSuppliers]
