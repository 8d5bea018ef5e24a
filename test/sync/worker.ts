// One process of several that sync from one store; bundled by processes.ts and run by Node.
import { createTill } from '@onetill/core'
import { maven } from '@onetill/maven'
import { openStore } from '@onetill/store'
import { createSync, createTraffic, sharedRateBudget } from '../../packages/sync/src/index.ts'

const { url, schema, baseUrl, apiKey, owner, rateLimit, workers, leaseMs } = JSON.parse(process.argv[2] ?? '{}')
const store = await openStore({ url, schema, connections: 6 })
const traffic = createTraffic()
const till = createTill({
  adapters: [maven({ apiKey, baseUrl, insecureLoopback: true, rateLimit })],
  rateBudget: sharedRateBudget(store),
  observers: [traffic.observe],
})
const errors: string[] = []
const sync = createSync({
  till,
  store,
  traffic,
  owner,
  workers,
  leaseMs,
  onError: (error) => errors.push(String(error)),
})
process.stdin.once('data', async () => {
  const status = await sync.status()
  await sync.stop()
  await store.close()
  process.stdout.write(`${JSON.stringify({ status, errors })}\n`, () => process.exit(0))
})
await sync.start()
process.stdout.write('ready\n')
