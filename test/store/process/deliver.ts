import { createTill } from '@onetill/core'
import { maven } from '@onetill/maven'
import type { Store } from '@onetill/store'
import { signedMavenRequest } from '@onetill/testkit'
import { createSync } from '../../../packages/sync/src/index.ts'

const SECRET = 'whsec_test_c4na0123456789abcdef'

/** Id of the session that the delivery of a number is about. */
export const sessionOf = (number: number): string => `7d3f0c1e-4a1b-4c2d-8e3f-${String(number).padStart(12, '0')}`

/** Key of that session. */
export const keyOf = (number: number): string => `maven/default/${sessionOf(number)}`

/** The delivery of a number: its session was paid. Always the same bytes, so a repeated one is known again. */
const bodyOf = (number: number): string =>
  JSON.stringify({
    session_id: sessionOf(number),
    status: 'payment-success',
    project: 'front-desk',
    environment: 'live',
    amount: number + 0.5,
    currency: 'USD',
    mode: 'charge',
    gateway: 'stripe',
    processor: { card_brand: 'visa', card_last4: '4242' },
  })

/** Hands signed deliveries to the endpoint of a sync on this store. @returns what gives the status of each answer */
export function deliveriesTo(store: Store): (number: number) => Promise<number> {
  const till = createTill({ adapters: [maven({ apiKey: 'mvn_test_c4na0123456789', webhookSecret: SECRET })] })
  const handle = createSync({ till, store }).webhook('maven')
  return async (number) => (await handle(signedMavenRequest({ secret: SECRET, body: bodyOf(number) }))).status
}
