// What the cases are told against: simulators of the providers, and clients of them.
import { createTill, type WebhookHandler, type WebhookOptions } from '@onetill/core'
import { refused } from '@onetill/core/adapter'
import { jwtCheckout } from '@onetill/jwt-checkout'
import { maash } from '@onetill/maash'
import { maven } from '@onetill/maven'
import { createClock, startJwtCheckoutSimulator, startMaashSimulator } from '@onetill/testkit'

/** When everything arrives: a whole second. */
export const NOW = Date.UTC(2026, 10, 20, 12)
/** Planted: no output may show them. */
export const SECRET = `whsec_${'c4na'.repeat(8)}`
export const OLD_SECRET = `whsec_${'c4na'.repeat(6)}`

/** Sessions the simulators know, and merchants' references of them. */
export const KNOWN = {
  maash: { id: 'cs_01ARZ3NDEKTSV4RRFFQ69G5FAV', reference: 'order_789' },
  jwt: { id: 'e4b8c1a2-1234-4678-abcd-ef1234567890', reference: 'ORD-12345' },
} as const

/** Simulators with one paid session each. */
export const startWorld = async () => {
  const clock = createClock({ now: new Date(NOW).toISOString() })
  const maashSimulator = await startMaashSimulator({ clock, apiKey: `mk_test_${'c4na'.repeat(8)}` })
  const jwtSimulator = await startJwtCheckoutSimulator({ clock, apiKey: `ks_test_${'c4na'.repeat(8)}` })
  maashSimulator.create({
    session_id: KNOWN.maash.id,
    merchant_id: 'mer_abc123',
    transaction_id: KNOWN.maash.reference,
    amount_usd: '100.00',
  })
  maashSimulator.act(KNOWN.maash.id, 'select', { token: 'USDC', chain: 'solana' })
  maashSimulator.act(KNOWN.maash.id, 'detect')
  maashSimulator.act(KNOWN.maash.id, 'complete')
  jwtSimulator.create({
    id: KNOWN.jwt.id,
    orderReference: KNOWN.jwt.reference,
    paymentMethod: 'CARD',
    currency: 'USD',
    amount: { total: '49.99' },
  })
  jwtSimulator.act(KNOWN.jwt.id, 'pay')
  return {
    maash: maashSimulator,
    jwt: jwtSimulator,
    close: async () => {
      await Promise.all([maashSimulator.close(), jwtSimulator.close()])
    },
  }
}

/** The simulators. */
export type World = Awaited<ReturnType<typeof startWorld>>

const tillOf = ({ maash: { url, credentials }, jwt }: World, verified: 'hints' | 'verified') => {
  // A scheme of the merchant's own making: the provider's is not documented.
  const verifyWebhook = async ({ header }: { readonly header: (name: string) => string | null }) => {
    if (header('x-own-signature') === 'broken') throw new Error('the key server does not answer')
    if (header('x-own-signature') !== 'right') throw refused('not ours')
    return { secret: null }
  }
  const own = verified === 'verified' ? { verifyWebhook } : {}
  return createTill({
    adapters: [
      maven({ apiKey: `mvn_test_${'c4na'.repeat(8)}`, webhookSecret: SECRET }),
      maven({ account: 'rotating', apiKey: `mvn_test_${'c4na'.repeat(8)}`, webhookSecret: [OLD_SECRET, SECRET] }),
      maash({ ...credentials, baseUrl: url, insecureLoopback: true, ...own }),
      jwtCheckout({ token: jwt.credentials.apiKey, baseUrl: jwt.url, insecureLoopback: true, ...own }),
    ],
    now: () => NOW,
    maxRetries: 0,
  })
}

/** Which client and account answers. */
export type Client = 'maven' | 'maven rotating' | 'maash' | 'maash verified' | 'jwt' | 'jwt verified'

type Taken = Parameters<WebhookOptions['onEvent']>[0]

/** What the merchant's code does with events and references. */
export interface Merchant {
  readonly onEvent: (event: Taken) => void | Promise<void>
  readonly lookup: (event: Taken) => string | null | Promise<string | null>
}

/** A new client's handler: no state of an earlier delivery. */
export const handlerOf = (world: World, client: Client, { onEvent, lookup }: Merchant): WebhookHandler => {
  const till = tillOf(world, client.endsWith('verified') ? 'verified' : 'hints')
  if (client === 'maven') return till.webhook('maven', { onEvent, lookup })
  if (client === 'maven rotating') return till.webhook('maven', { onEvent, lookup, account: 'rotating' })
  if (client.startsWith('maash')) return till.webhook('maash', { onEvent, lookup })
  return till.webhook('jwt-checkout', { onEvent, lookup })
}
