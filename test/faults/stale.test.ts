// A connection that the other side closes while it rests is nobody's failure (R10).
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClientEvent, createTill, isTillError } from '@onetill/core'
import { maven } from '@onetill/maven'
import { concurrently } from './concurrently.ts'
import { type FaultServer, startFaultServer } from './fault-server.ts'
import { LIVING, REST_MS } from './living.ts'

const CALLS = process.env['ONETILL_DEEP'] === '1' ? 5_000 : 500
const AT_ONCE = 16

let server: FaultServer
beforeAll(async () => {
  server = await startFaultServer()
})
afterAll(() => server.close())

const connect = (url: string, onEvent?: (event: ClientEvent) => void) =>
  createTill({
    adapters: [maven({ apiKey: 'mvn_test_key', baseUrl: url, insecureLoopback: true, rateLimit: null })],
    ...(onEvent === undefined ? {} : { onEvent }),
  })
const ids = Array.from({ length: CALLS }, (_, index) => `s${index}`)
/** As long as a connection may rest before it is closed, so that both happen at the same time. */
const rest = () => sleep(Math.random() * REST_MS)

// Three chances: on a slow machine a read can meet one at every attempt, until its retries are used up.
test(`${CALLS} reads succeed, although some met a closed connection`, { retry: 2 }, async () => {
  const { url, close } = await server.open(LIVING.resting)
  let met = 0
  const till = connect(url, (event) => {
    if (event.type === 'retry_scheduled' && event.because === 'network') met++
  })
  const results = await concurrently(ids, AT_ONCE, async (id) => {
    await rest()
    return till.safeRetrieve('maven', id)
  })
  await close()
  console.log(`${met} of ${CALLS} reads met a closed connection`)
  expect(results.filter(({ ok }) => !ok)).toEqual([])
  expect(met).toBeGreaterThan(0)
})

test('a write without a key is sent once, and one that met a closed connection is called unknown', async () => {
  const { url, close } = await server.open(LIVING.resting)
  const till = connect(url)
  const ends = await concurrently(ids, AT_ONCE, async (id) => {
    await rest()
    try {
      await till.cancel('maven', id)
      return 'cancelled'
    } catch (error) {
      return isTillError(error) ? error.code : String(error)
    }
  })
  const { heads } = await close()
  const writes = heads.filter((head) => head.startsWith('POST ')).map((head) => head.split(' ')[1])
  console.log(`${ends.filter((end) => end === 'outcome_unknown').length} of ${CALLS} writes met a closed connection`)
  expect(new Set(writes).size).toBe(writes.length)
  // The read after a write may meet closed connections until its retries are used up; the write is done all the same.
  expect(new Set(ends.filter((end) => end !== 'applied_unread'))).toEqual(new Set(['cancelled', 'outcome_unknown']))
})
