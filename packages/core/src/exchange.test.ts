import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { acme, bazaar } from './acme.fixture.ts'
import type { ClientEvent } from './client-event.ts'
import { responseOf } from './response.ts'
import { createTill } from './till.ts'
import type { Fetch } from './transport.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

type Answer = { readonly status: number; readonly headers?: Record<string, string> } | 'reset' | 'hang'
const PAID = JSON.stringify({ id: 's1', status: 'paid' })

/** A provider that gives one answer after the other, the last one for ever, and when each request came. */
function provider(...answers: readonly Answer[]) {
  const times: number[] = []
  const fetch: Fetch = async (_, init) => {
    const answer = answers[Math.min(times.length, answers.length - 1)] ?? 'reset'
    times.push(performance.now())
    if (answer === 'reset') throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } })
    if (answer === 'hang') {
      return new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
      })
    }
    return new Response(PAID, answer)
  }
  return { fetch, times }
}
const adapters = [bazaar({ id: 'bazaar', baseUrl: 'https://pay.example' })] as const
const OK = { status: 200 }
const DOWN = { status: 503 }

/** Runs virtual time until the promise has settled. */
async function settled<Result>(promise: Promise<Result>): Promise<Result> {
  let done = false
  const noted = promise.finally(() => {
    done = true
  })
  noted.catch(() => {})
  while (!done) await vi.advanceTimersByTimeAsync(10)
  return noted
}
const failure = async (promise: Promise<unknown>): Promise<unknown> =>
  settled(promise).then(
    () => 'no error',
    (error: unknown) => error,
  )

describe('retries', () => {
  test.for([[408], [425], [429], [500], [502], [503], [504], ['reset'], ['hang']] as const)(
    'a read after %s is sent 1 + maxRetries times, no more',
    async ([fault]) => {
      const answer = typeof fault === 'number' ? { status: fault } : fault
      for (const maxRetries of [0, 1, 2, 5]) {
        const { fetch, times } = provider(answer)
        const till = createTill({ adapters, fetch, maxRetries, attemptTimeoutMs: 50, deadlineMs: 80_000_000 })
        const error = await failure(till.retrieve('bazaar', 's1'))
        expect(error).toMatchObject({ attempts: 1 + maxRetries, provider: 'bazaar', operation: 'retrieve' })
        expect(times).toHaveLength(1 + maxRetries)
      }
    },
  )

  test.for([200, 301, 400, 401, 403, 404, 409, 410, 422, 501, 505])('%d is final', async (status) => {
    const { fetch, times } = provider({ status })
    await failure(createTill({ adapters, fetch, maxRetries: 5 }).retrieve('bazaar', 's1'))
    expect(times).toHaveLength(1)
  })

  test.for([408, 429, 500, 503, 'reset', 'hang'] as const)('a POST without a key is sent once: %s', async (fault) => {
    const { fetch, times } = provider(typeof fault === 'number' ? { status: fault } : fault)
    const till = createTill({ adapters, fetch, maxRetries: 5, attemptTimeoutMs: 50 })
    const error = await failure(till.create('bazaar', { order: 'o1' }))
    expect(times).toHaveLength(1)
    // 408 and 429 say that nothing was done; of the others nobody knows.
    const known = fault === 408 || fault === 429
    expect(error).toMatchObject({ outcome: known ? 'none' : 'unknown' })
    if (!known) expect(error).toMatchObject({ code: 'outcome_unknown', message: expect.stringContaining('find') })
  })

  test('success after a failure says how many requests it took', async () => {
    const { fetch } = provider(DOWN, 'reset', OK)
    const session = await settled(createTill({ adapters, fetch }).retrieve('bazaar', 's1'))
    expect(responseOf(session)).toMatchObject({ attempts: 3, httpStatus: 200 })
    expect(JSON.parse(JSON.stringify(session))).toEqual(session)
  })

  test('a provider that says when to come back is not asked earlier', async () => {
    const { fetch, times } = provider({ status: 503, headers: { 'retry-after': '7' } }, OK)
    await settled(createTill({ adapters, fetch }).retrieve('bazaar', 's1'))
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(7_000)
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeLessThan(7_100)
  })

  test('told to come back after the deadline, the call fails now and says when', async () => {
    const { fetch, times } = provider({ status: 429, headers: { 'retry-after': '60' } })
    const from = performance.now()
    const error = await failure(createTill({ adapters, fetch, deadlineMs: 30_000 }).retrieve('bazaar', 's1'))
    expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 60_000 })
    expect(performance.now() - from).toBeLessThan(100)
    expect(times).toHaveLength(1)
  })

  test('the deadline is over everything: attempts, pauses, headers and bodies', async () => {
    const { fetch } = provider('hang')
    const from = performance.now()
    const till = createTill({ adapters, fetch, deadlineMs: 1_000, attemptTimeoutMs: 300, maxRetries: 10 })
    expect(await failure(till.retrieve('bazaar', 's1'))).toMatchObject({ code: 'deadline' })
    expect(performance.now() - from).toBeLessThanOrEqual(1_010)
  })

  test('in a total outage a thousand calls make at most 1,150 requests, and a healed provider is served at once', async () => {
    let healed = false
    let sent = 0
    const fetch: Fetch = async () => {
      sent++
      return new Response(PAID, healed ? OK : DOWN)
    }
    const till = createTill({ adapters, fetch, maxRetries: 3, deadlineMs: 600_000 })
    const refs = Array.from({ length: 1_000 }, () => ({ provider: 'bazaar' as const, id: 's1' }))
    await settled(till.retrieveMany(refs, { concurrency: 50 }))
    expect(sent).toBeLessThanOrEqual(1_150)
    healed = true
    // The longest cool-down of the circuit.
    await vi.advanceTimersByTimeAsync(12_500)
    const results = await settled(till.retrieveMany(refs.slice(0, 100), { concurrency: 1 }))
    expect(results.filter(({ ok }) => ok)).toHaveLength(100)
  })

  test('a bug in the caller’s fetch is not traffic', async () => {
    let calls = 0
    const fetch: Fetch = async () => {
      calls++
      return {
        status: 200,
        headers: new Headers(),
        get body(): never {
          throw new RangeError('a bug')
        },
      } as never
    }
    await failure(createTill({ adapters, fetch, maxRetries: 0 }).retrieve('bazaar', 's1'))
    expect(calls).toBe(1)
  })
})

describe('the circuit', () => {
  test('opens after many failures, answers at once, says for how long, and closes by one probe', async () => {
    let healed = false
    let sent = 0
    const fetch: Fetch = async () => {
      sent++
      return new Response(PAID, healed ? OK : DOWN)
    }
    const till = createTill({ adapters, fetch, maxRetries: 0 })
    for (let call = 0; call < 20; call++) await failure(till.retrieve('bazaar', 's1'))
    expect(sent).toBe(20)
    const error = await failure(till.create('bazaar', { order: 'o1' }))
    expect(error).toMatchObject({
      code: 'circuit_open',
      outcome: 'none',
      attempts: 0,
      retryAfterMs: expect.any(Number),
    })
    expect(sent).toBe(20)
    healed = true
    await vi.advanceTimersByTimeAsync(12_500)
    await settled(till.retrieve('bazaar', 's1'))
    await settled(till.retrieve('bazaar', 's1'))
    expect(sent).toBe(22)
  })

  test('is of one account: another one goes on', async () => {
    const fetch: Fetch = async (input) =>
      new Response(PAID, new Request(input).url.startsWith('https://down') ? DOWN : OK)
    const two = [
      acme({ id: 'acme', baseUrl: 'https://down.example', account: 'one' }),
      acme({ id: 'acme', baseUrl: 'https://up.example', account: 'two' }),
    ] as const
    const till = createTill({ adapters: two, fetch, maxRetries: 0 })
    for (let call = 0; call < 30; call++) await failure(till.retrieve('acme', 's1', { account: 'one' }))
    expect((await settled(till.retrieve('acme', 's1', { account: 'two' }))).status).toBe('paid')
  })
})

describe('events', () => {
  test('tell each attempt, each pause and the end, in order, and an observer that throws harms nobody', async () => {
    const events: ClientEvent[] = []
    const { fetch } = provider(DOWN, OK)
    const till = createTill({
      adapters,
      fetch,
      random: () => 0.5,
      onEvent: (event) => {
        events.push(event)
        throw new Error('a bug of the observer')
      },
    })
    await settled(till.retrieve('bazaar', 'secret-id'))
    expect(events.map(({ type }) => type)).toEqual([
      'attempt_started',
      'attempt_ended',
      'retry_scheduled',
      'attempt_started',
      'attempt_ended',
      'call_ended',
    ])
    expect(events[2]).toMatchObject({ delayMs: 250, because: 503, route: '/{id}', origin: 'https://pay.example' })
    expect(events.at(-1)).toMatchObject({ attempts: 2, errorCode: null, operation: 'retrieve' })
    expect(JSON.stringify(events)).not.toContain('secret-id')
  })
})

test('nothing is left behind: no timer, no listener', async () => {
  const controller = new AbortController()
  const added = vi.spyOn(controller.signal, 'addEventListener')
  const removed = vi.spyOn(controller.signal, 'removeEventListener')
  for (const answers of [[OK], [DOWN, OK], [DOWN], ['hang'], ['reset']] satisfies Answer[][]) {
    const till = createTill({ adapters, fetch: provider(...answers).fetch, attemptTimeoutMs: 50 })
    await failure(till.retrieve('bazaar', 's1', { signal: controller.signal }))
    expect(vi.getTimerCount()).toBe(0)
  }
  expect(added.mock.calls.length).toBeGreaterThan(0)
  expect(removed.mock.calls.length).toBe(added.mock.calls.length)
})
