// Many calls, half of them failing, under one signal that lives longer than all; what is left of them.
import { getEventListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTill, type Fetch } from '@onetill/core'
import { maven } from '@onetill/maven'

const [, , count = '0', url = ''] = process.argv
const CALLS = Number.parseInt(count, 10)

const PENDING = '{"session_id":"s1","status":"PENDING","mode":"charge","created_at":"2026-11-20T10:00:00Z"}'
const FAILING: readonly (() => Response)[] = [
  () => new Response('{}', { status: 404 }),
  () => new Response('{}', { status: 503 }),
  () => new Response('{"session_id":'),
  () => {
    throw new TypeError('fetch failed')
  },
]
let sent = 0
/** As a provider that fails every second request; fewer than half of the answers say that it is down. */
const inProcess: Fetch = async () => {
  const place = sent++
  // As a network does: what is collected is only tidied up between turns of the event loop.
  await new Promise((resolve) => setImmediate(resolve))
  if (place % 2 === 0) return new Response(PENDING)
  return FAILING[((place - 1) / 2) % FAILING.length]?.() ?? new Response('{}')
}

const { signal } = new AbortController()
const till = createTill({
  adapters: [
    maven({ apiKey: 'mvn_test_key', rateLimit: null, ...(url === '' ? {} : { baseUrl: url, insecureLoopback: true }) }),
  ],
  ...(url === '' ? { fetch: inProcess } : {}),
  maxRetries: 0,
})

async function run(calls: number): Promise<number> {
  let failed = 0
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < calls) {
      const { ok } = await till.safeRetrieve('maven', `s${next++}`, { signal })
      if (!ok) failed++
    }
  }
  await Promise.all(Array.from({ length: 8 }, worker))
  return failed
}

async function heap(): Promise<number> {
  for (let round = 0; round < 5; round++) {
    await sleep(20)
    global.gc?.()
  }
  return process.memoryUsage().heapUsed
}

await run(Math.max(500, CALLS / 10))
const before = await heap()
const failed = await run(CALLS)
const grown = (await heap()) - before
const listeners = getEventListeners(signal, 'abort').length
process.stdout.write(JSON.stringify({ calls: CALLS, failed, grown, listeners }))
