// Two providers that do not sign, with four sessions each, and the events a client makes of what is delivered. The
// simulators run for the file that imports this one.
import { afterAll, beforeEach } from 'vitest'
import { createTill, type WebhookEvent } from '@onetill/core'
import { jwtCheckout } from '@onetill/jwt-checkout'
import { maash } from '@onetill/maash'
import { maven } from '@onetill/maven'
import { createClock, startJwtCheckoutSimulator, startMaashSimulator } from '@onetill/testkit'
import { NOW, SECRET } from './world.ts'

export const SESSIONS = 4

const clock = createClock({ now: new Date(NOW).toISOString() })
export const jwt = await startJwtCheckoutSimulator({ clock, apiKey: `ks_test_${'c4na'.repeat(8)}` })
export const crypto = await startMaashSimulator({ clock, apiKey: `mk_test_${'c4na'.repeat(8)}` })
for (let index = 0; index < SESSIONS; index++) {
  jwt.create({ orderReference: `order-${index}`, paymentMethod: 'CARD', currency: 'USD', amount: { total: '10.00' } })
  crypto.create({ merchant_id: 'mer_shop', transaction_id: `order-${index}`, amount_usd: `${index + 1}0.00` })
}
afterAll(async () => {
  await Promise.all([jwt.close(), crypto.close()])
})

/** What the test that runs has received. */
export const events: WebhookEvent[] = []
beforeEach(() => {
  events.length = 0
})
/** Receives. */
export const onEvent = (event: WebhookEvent): void => {
  events.push(event)
}

/** A client of all three providers that asks once. */
export const clientOf = () =>
  createTill({
    adapters: [
      jwtCheckout({ token: jwt.credentials.apiKey, baseUrl: jwt.url, insecureLoopback: true }),
      maash({ ...crypto.credentials, baseUrl: crypto.url, insecureLoopback: true }),
      maven({ apiKey: `mvn_test_${'c4na'.repeat(8)}`, webhookSecret: SECRET }),
    ],
    now: () => NOW,
    maxRetries: 0,
  })

/** The merchant's own records: only of orders it has made. */
export const lookup = ({ reference }: Pick<WebhookEvent, 'reference'>): string | null =>
  crypto.sessions().find(({ transaction_id }) => transaction_id === reference)?.session_id ?? null
