// What a user of core and the three adapters writes; compiled and run outside the workspace. No network, nothing of Node.
import { type CheckoutSession, createTill, moneyReceived, normalize, TillError } from '@onetill/core'
import { jwtCheckout, jwtCheckoutMapper } from '@onetill/jwt-checkout'
import { maash } from '@onetill/maash'
import { maven } from '@onetill/maven'

const ID = 'e4b8c1a2-1234-5678-abcd-ef1234567890'
const refund = '{"id":"r1","amount":9007199254740993.01,"currency":"USD","status":"PENDING"}'
const answer = `{"id":"${ID}","orderReference":"ORD-1","status":"REFUNDED","providerName":"Acme Pay","refunds":[${refund}]}`

const till = createTill({
  adapters: [
    maven({ apiKey: `mvn_test_${'0'.repeat(32)}` }),
    maash({ apiKey: `mk_test_${'0'.repeat(32)}` }),
    jwtCheckout({ baseUrl: 'https://checkout.example.com', token: `ks_test_${'0'.repeat(32)}` }),
  ],
  fetch: async () => new Response(answer, { headers: { 'content-type': 'application/json' } }),
})

/** Compiles only while the list of statuses is closed. */
const isOver = (status: CheckoutSession['status']): boolean => {
  switch (status) {
    case 'open':
    case 'processing':
    case 'authorized':
    case 'review':
    case 'unknown':
      return false
    case 'paid':
    case 'no_charge':
    case 'failed':
    case 'cancelled':
    case 'expired':
      return true
  }
}

/** Never called: what must not compile. */
export const refused = () => {
  // @ts-expect-error This provider has no cancel.
  void till.cancel('maash', 'cs_01ARZ3NDEKTSV4RRFFQ69G5FAV')
  // @ts-expect-error No adapter of this name was given.
  void till.retrieve('acme', ID)
}

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise
    return 'resolved'
  } catch (error) {
    return error instanceof TillError ? error.code : String(error)
  }
}

const main = async (): Promise<void> => {
  const read = await till.retrieve('jwt-checkout', ID)
  const session: CheckoutSession = normalize(jwtCheckoutMapper, answer)
  const facts = till.adapters[2].provider.watch
  const said = {
    read: [read.provider, read.status, read.refundStatus, read.processor?.kind ?? null],
    normalized: [session.reference, isOver(session.status), session.refunds?.[0]?.amount?.value],
    received: moneyReceived(read, facts, '2026-01-01T12:00:00Z'),
    refused: await codeOf(till.retrieve('jwt-checkout', '../x')),
    unread: await codeOf(till.retrieve('maven', ID)),
  }
  console.log(JSON.stringify(said))
}

void main()
