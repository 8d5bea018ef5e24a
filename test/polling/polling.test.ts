import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CheckoutSession } from '@onetill/core'
import { providers, type Read, START } from './providers.ts'

const HOUR = 3_600_000
const MINUTE = 60_000

beforeEach(() => {
  vi.useFakeTimers({ now: START })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Most reads in any span of a minute. */
function mostInAMinute(reads: readonly Read[]): number {
  let most = 0
  let from = 0
  for (const [index, { at }] of reads.entries()) {
    while ((reads[from]?.at ?? 0) <= at - MINUTE) from++
    most = Math.max(most, index - from + 1)
  }
  return most
}

describe('two hundred Maven sessions watched for an hour', () => {
  test('never more than 20 reads in any minute, no session waits for more than twice its share', async () => {
    const { till, reads } = providers()
    const stop = new AbortController()
    const watches = Array.from({ length: 200 }, async (_, index) => {
      for await (const _session of till.watch('maven', `s${index}`, { signal: stop.signal }));
    })
    await vi.advanceTimersByTimeAsync(HOUR)
    stop.abort()
    await Promise.allSettled(watches)
    expect(mostInAMinute(reads)).toBeLessThanOrEqual(20)
    const counts = new Map<string, number>()
    for (const { id } of reads) counts.set(id, (counts.get(id) ?? 0) + 1)
    expect(counts.size).toBe(200)
    const fair = reads.length / 200
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(Math.floor(fair / 2))
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(Math.ceil(fair * 2))
    expect(reads.length).toBeGreaterThan(600)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a call goes before the polls that wait', async () => {
    const { till, reads } = providers()
    const stop = new AbortController()
    const watches = Array.from({ length: 200 }, async (_, index) => {
      for await (const _session of till.watch('maven', `s${index}`, { signal: stop.signal }));
    })
    await vi.advanceTimersByTimeAsync(MINUTE)
    const before = reads.length
    const call = till.retrieve('maven', 'wanted', { deadlineMs: 120_000 })
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    expect((await call).id).toBe('wanted')
    expect(reads.slice(before).findIndex(({ id }) => id === 'wanted')).toBeLessThan(3)
    stop.abort()
    await Promise.allSettled(watches)
  })

  test('a 429 pauses Maven and nobody else', async () => {
    const { till, reads, refuseWith } = providers()
    refuseWith(({ host, at }) =>
      host.includes('maven') && at < 10 ? new Response('{}', { status: 429, headers: { 'retry-after': '300' } }) : null,
    )
    const stop = new AbortController()
    const refs = Array.from({ length: 20 }, (_, index) => index)
    const watches = refs.flatMap((index) => [
      (async () => {
        for await (const _session of till.watch('maven', `m${index}`, { signal: stop.signal }));
      })(),
      (async () => {
        for await (const _session of till.watch('maash', `c${index}`, { signal: stop.signal }));
      })(),
    ])
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    stop.abort()
    await Promise.allSettled(watches)
    const maven = reads.filter(({ host }) => host.includes('maven'))
    const paused = maven.filter(({ at }) => at > 10 && at < 300_000)
    expect(paused).toEqual([])
    expect(maven.filter(({ at }) => at >= 300_000).length).toBeGreaterThan(10)
    expect(reads.filter(({ host, at }) => host.includes('maash') && at > 10 && at < 300_000).length).toBeGreaterThan(
      100,
    )
  })
})

describe('waitFor', () => {
  test("the provider's word for done beats our table", async () => {
    const words = { now: 'PENDING' }
    const { till } = providers(() => words.now)
    const waiting = till.waitFor('maven', 's1')
    await vi.advanceTimersByTimeAsync(10_000)
    words.now = 'payment-reconsidered'
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    expect(await waiting).toMatchObject({ outcome: 'settled', session: { status: 'unknown', providerDone: true } })
  })

  test.for([
    ['payment-success', 'settled'],
    ['payment-failed', 'settled'],
    ['cancelled', 'settled'],
    ['expired', 'expired'],
    ['abandoned', 'expired'],
  ] as const)('%s ends it as %s', async ([word, outcome]) => {
    const { till } = providers(() => word)
    const waiting = till.waitFor('maven', 's1')
    await vi.advanceTimersByTimeAsync(10)
    expect(await waiting).toMatchObject({ outcome })
  })

  test('ends at its deadline, with what was seen last', async () => {
    const { till } = providers()
    const waiting = till.waitFor('maven', 's1', { deadlineMs: 30_000 })
    await vi.advanceTimersByTimeAsync(30_001)
    expect(await waiting).toMatchObject({ outcome: 'deadline', session: { status: 'open' } })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('an abort is an outcome, with the reason as it is', async () => {
    const { till, reads } = providers()
    const stop = new AbortController()
    const waiting = till.waitFor('maven', 's1', { signal: stop.signal })
    await vi.advanceTimersByTimeAsync(5_000)
    const reason = new Error('enough')
    stop.abort(reason)
    expect(await waiting).toMatchObject({ outcome: 'aborted', reason })
    const sent = reads.length
    await vi.advanceTimersByTimeAsync(HOUR)
    expect(reads.length).toBe(sent)
  })

  test('gone is an outcome, a wrong credential is an error', async () => {
    const { till, refuseWith } = providers()
    refuseWith(() => new Response('{"error":"session expired"}', { status: 410 }))
    expect(await till.waitFor('maash', 's1')).toMatchObject({ outcome: 'gone', session: null, error: { code: 'gone' } })
    refuseWith(() => new Response('{}', { status: 401 }))
    await expect(till.waitFor('maash', 's1')).rejects.toMatchObject({ code: 'authentication' })
  })

  test('a word that stays unknown ends it at the limit of the adapter', async () => {
    const { till, refuseWith } = providers()
    refuseWith(
      () =>
        new Response(JSON.stringify({ session_id: 's1', status: 'weird', updated_at: new Date(START).toISOString() })),
    )
    const waiting = till.waitFor('maven', 's1')
    await vi.advanceTimersByTimeAsync(25 * HOUR)
    expect(await waiting).toMatchObject({ outcome: 'unknown_limit', session: { providerStatus: 'weird' } })
  })

  test('a provider that is down for a while is waited out', async () => {
    const { till, reads, refuseWith } = providers(() => 'payment-success')
    refuseWith(({ at }) => (at < 5 * MINUTE ? new Response('{}', { status: 503 }) : null))
    const waiting = till.waitFor('maven', 's1')
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    expect(await waiting).toMatchObject({ outcome: 'settled', session: { status: 'paid' } })
    expect(mostInAMinute(reads)).toBeLessThanOrEqual(20)
  })
})

describe('leaving a watch', () => {
  const collect = async (watch: AsyncIterable<CheckoutSession>, into: string[]): Promise<void> => {
    for await (const session of watch) into.push(session.status)
  }

  test('gives each change once', async () => {
    const words = { now: 'PENDING' }
    const { till, reads } = providers(() => words.now)
    const seen: string[] = []
    const done = collect(till.watch('maven', 's1'), seen)
    await vi.advanceTimersByTimeAsync(MINUTE)
    words.now = 'COLLECTING'
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    words.now = 'payment-success'
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    await done
    expect(seen).toEqual(['open', 'open', 'paid'])
    expect(reads.length).toBeGreaterThan(seen.length)
  })

  /** Every instant of a watch: before, during and after reads and pauses. */
  test.for(Array.from({ length: 40 }, (_, index) => [index * 137] as const))(
    'return() after %d ms ends it: nothing sent, no timer left, a pending next() is answered',
    async ([ms]) => {
      const { till, reads } = providers()
      const watch = till.watch('maven', 's1')
      let ended = false
      const consumer = (async () => {
        for (;;) if ((await watch.next()).done === true) break
        ended = true
      })()
      await vi.advanceTimersByTimeAsync(ms)
      const sent = reads.length
      await watch.return?.()
      await consumer
      expect(ended).toBe(true)
      await vi.advanceTimersByTimeAsync(HOUR)
      expect(reads.length).toBe(sent)
      expect(vi.getTimerCount()).toBe(0)
    },
  )

  test.for(Array.from({ length: 40 }, (_, index) => [index * 137] as const))(
    'an abort after %d ms rejects with its reason and leaves no listener',
    async ([ms]) => {
      const { till, reads } = providers()
      const stop = new AbortController()
      let listeners = 0
      const { addEventListener, removeEventListener } = stop.signal
      stop.signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
        listeners++
        addEventListener.apply(stop.signal, args)
      }
      stop.signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
        listeners--
        removeEventListener.apply(stop.signal, args)
      }
      const seen: string[] = []
      const done = collect(till.watch('maven', 's1', { signal: stop.signal }), seen).catch((error: unknown) => error)
      await vi.advanceTimersByTimeAsync(ms)
      const sent = reads.length
      const reason = new Error('enough')
      stop.abort(reason)
      expect(await done).toBe(reason)
      await vi.advanceTimersByTimeAsync(HOUR)
      expect(reads.length).toBe(sent)
      expect(listeners).toBeLessThanOrEqual(0)
      expect(vi.getTimerCount()).toBe(0)
    },
  )

  test('two consumers share its values', async () => {
    const words = { now: 'PENDING' }
    const { till } = providers(() => words.now)
    const watch = till.watch('maven', 's1')
    const [first, second] = [watch.next(), watch.next()]
    await vi.advanceTimersByTimeAsync(1)
    expect((await first).value?.status).toBe('open')
    words.now = 'payment-success'
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect((await second).value?.status).toBe('paid')
    expect(await watch.next()).toEqual({ done: true, value: undefined })
  })
})

test('jumps of the wall clock make no hot loop and no early end', async () => {
  const { till, reads } = providers()
  const stop = new AbortController()
  const watching = (async () => {
    for await (const _session of till.watch('maash', 's1', { signal: stop.signal }));
  })().catch(() => {})
  for (const days of [30, -30, 0, 30, -30]) {
    vi.setSystemTime(START + days * 24 * HOUR)
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
  }
  stop.abort()
  await watching
  for (const [index, { at }] of reads.entries())
    if (index > 0) expect(at - (reads[index - 1]?.at ?? 0)).toBeGreaterThan(2_900)
  expect(reads.length).toBeGreaterThan(40)
})
