// How many requests a call sends, counted by the other side (R5, R6).
import { afterAll, beforeAll, describe, test } from 'vitest'
import { isTillError, type TillError } from '@onetill/core'
import { concurrently } from './concurrently.ts'
import type { Fault } from './fault.ts'
import { type FaultServer, startFaultServer } from './fault-server.ts'
import { FAULTS } from './faults.ts'
import { METHODS, type Method } from './methods.ts'
import { expectedRequests } from './rules.ts'

let server: FaultServer

beforeAll(async () => {
  server = await startFaultServer()
})
afterAll(() => server.close())

const COUNTED = FAULTS.filter(({ unread }) => unread !== true)

async function sent(method: Method, fault: Fault, maxRetries: number) {
  const { url, close } = await server.open(fault)
  const stop = new AbortController()
  let error: TillError | null = null
  try {
    await method.run({
      url,
      signal: stop.signal,
      limits: {
        maxRetries,
        deadlineMs: 30_000,
        // Only what never ends by itself is to be cut off.
        attemptTimeoutMs: fault.stalls === true ? 700 : 10_000,
        random: () => 0,
        // What goes on for ever has been seen enough after its first read.
        onEvent: ({ type }) => {
          if (type === 'call_ended' && method.endless === true) stop.abort()
        },
      },
    })
  } catch (thrown) {
    if (!isTillError(thrown)) throw thrown
    error = thrown
  }
  const { heads } = await close()
  const count = (verb: string): number => heads.filter((head) => head.startsWith(`${verb} `)).length
  const keys = new Set(heads.flatMap((head) => /^idempotency-key: (.*)$/m.exec(head)?.[1] ?? []))
  return { method, error, all: heads.length, gets: count('GET'), posts: count('POST'), keys: keys.size }
}

describe.for([0, 2])('with %d retries, every method against', (maxRetries) => {
  test.concurrent.for(COUNTED.map((fault) => [fault.name, fault] as const))('%s', async ([, fault], { expect }) => {
    const calls = await concurrently(METHODS, fault.heavy ? 8 : METHODS.length, (m) => sent(m, fault, maxRetries))
    const counted = calls.map(({ method, gets, posts }) => ({ name: method.name, gets, posts }))
    const expected = METHODS.map((m) => ({ name: m.name, ...expectedRequests(m, fault, maxRetries) }))
    expect(counted).toEqual(expected)
    // A write that the provider recognizes by a key carries one key, however often it is sent.
    const keyed = calls.filter(({ method }) => /^jwt-checkout (create|refund)$/.test(method.name))
    expect(keyed.map(({ keys }) => keys)).toEqual([1, 1])
    const told = calls.filter(({ method, error, all }) => error !== null && !method.endless && error.attempts !== all)
    expect(told.map(({ method, error, all }) => `${method.name}: ${error?.attempts} told, ${all} sent`)).toEqual([])
  })
})
