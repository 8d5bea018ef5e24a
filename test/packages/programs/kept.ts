// What a user of the store and of sync writes; compiled and run outside the workspace.
import { createTill, normalize } from '@onetill/core'
import { jwtCheckout, jwtCheckoutMapper } from '@onetill/jwt-checkout'
import { observe, openStore, type StoredSession } from '@onetill/store'
import { createSync, sharedRateBudget } from '@onetill/sync'

const answer = (status: string) => `{"id":"e4b8c1a2","orderReference":"ORD-1","status":"${status}"}`

const main = async (): Promise<void> => {
  const store = await openStore({ url: 'sqlite::memory:' })
  const adapter = jwtCheckout({ baseUrl: 'https://checkout.example.com', token: `ks_test_${'0'.repeat(32)}` })
  const till = createTill({
    adapters: [adapter],
    rateBudget: sharedRateBudget(store),
    fetch: async () => new Response(answer('SUCCEEDED'), { headers: { 'content-type': 'application/json' } }),
  })
  const at = '2026-01-01T12:00:00.000Z'
  const seen = normalize(jwtCheckoutMapper, answer('PENDING'), { at })
  const [first] = await store.record([observe(seen, adapter.provider)])
  const stored: StoredSession | undefined = first?.stored

  const sync = createSync({ till, store })
  await sync.start()
  const read = await till.retrieve('jwt-checkout', 'e4b8c1a2')
  const [second] = await store.record([observe(read, adapter.provider)])
  await sync.stop()
  console.log(
    JSON.stringify({ first: stored?.session.status, second: second?.stored.session.status, events: second?.events }),
  )
  await store.close()
}

void main()
