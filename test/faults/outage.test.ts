// What a provider that fails sees of its clients, over real sockets (R3, R4).
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTill } from '@onetill/core'
import { maven } from '@onetill/maven'
import { concurrently } from './concurrently.ts'
import { type FaultServer, startFaultServer } from './fault-server.ts'
import { FAULTS } from './faults.ts'
import { LIVING } from './living.ts'

const CALLS = 1_000
const BUCKET_MS = 50
const TICK_MS = 5

let server: FaultServer
beforeAll(async () => {
  server = await startFaultServer()
})
afterAll(() => server.close())

const open = (name: string) => {
  const fault = FAULTS.find((row) => row.name === name)
  if (fault === undefined) throw new Error(`no fault ${name}`)
  return server.open(fault)
}
const tillFor = (url: string) =>
  createTill({
    adapters: [maven({ apiKey: 'mvn_test_key', baseUrl: url, insecureLoopback: true, rateLimit: null })],
    maxRetries: 3,
    deadlineMs: 60_000,
  })

describe(`a total outage: ${CALLS} calls of one client with three retries each`, () => {
  test.for([
    // An answer that refuses for a while opens no circuit: only the allowance for retries holds this one back.
    ['408', CALLS],
    ['503, retry-after: 0', 1],
    ['RST after the request', 1],
    ['FIN after the request', 1],
  ] as const)('%s', async ([fault, least]) => {
    const { url, close } = await open(fault)
    const till = tillFor(url)
    const refs = Array.from({ length: CALLS }, (_, index) => ({ provider: 'maven', id: `s${index}` }) as const)
    const results = await till.retrieveMany(refs, { concurrency: 50 })
    const { heads } = await close()
    expect(results.filter(({ ok }) => ok)).toEqual([])
    expect(heads.length).toBeLessThanOrEqual(1.15 * CALLS)
    expect(heads.length).toBeGreaterThanOrEqual(least)
    console.log(`${fault}: ${heads.length} requests for ${CALLS} calls`)
  })
})

// Three chances: a machine that is busy elsewhere stops all clients at once.
test(`${CALLS} clients that fail together do not come back together`, { retry: 2 }, async () => {
  const { url, close } = await server.open(LIVING.together)
  const ticks: number[] = []
  const ticking = setInterval(() => ticks.push(performance.now()), TICK_MS)
  const clients = Array.from({ length: CALLS }, (_, index) => ({ till: tillFor(url), id: `s${index}` }))
  await concurrently(clients, CALLS, ({ till, id }) => till.safeRetrieve('maven', id))
  const { heads, times } = await close()
  clearInterval(ticking)
  expect(heads).toHaveLength(4 * CALLS)

  const came = new Map<string, number[]>()
  for (const [index, head] of heads.entries()) {
    const id = /\/(s\d+) /.exec(head)?.[1] ?? ''
    came.set(id, [...(came.get(id) ?? []), times[index] ?? 0])
  }
  expect(came.size).toBe(CALLS)
  const spread = [1, 2, 3].map((retry) => {
    const at = [...came.values()].map((list) => list[retry] ?? Number.NaN)
    const buckets = new Map<number, number>()
    for (const ms of at) buckets.set(Math.floor(ms / BUCKET_MS), (buckets.get(Math.floor(ms / BUCKET_MS)) ?? 0) + 1)
    return { retry, fullest: Math.max(...buckets.values()) }
  })
  console.log(spread.map(({ retry, fullest }) => `retry ${retry}: at most ${fullest} in ${BUCKET_MS} ms`).join('; '))
  // The pause before the third retry is up to two seconds. The earlier ones are as short as the time in which this
  // machine fails a thousand calls; the test of the pauses themselves has them without a machine. What came while this
  // process stood still is seen together.
  const stood = Math.max(BUCKET_MS, ...ticks.map((tick, index) => tick - (ticks[index - 1] ?? tick)))
  console.log(`stood still for at most ${stood.toFixed(0)} ms`)
  const fairly = (CALLS * stood) / 2_000
  expect(spread.find(({ retry }) => retry === 3)?.fullest).toBeLessThanOrEqual(3 * fairly)
})
