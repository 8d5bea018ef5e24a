import { describe, expect, test } from 'vitest'
import { marginMs } from '@onetill/store'
import { ENGINES, opened } from '../store/engines.ts'

const SCOPE = { provider: 'acme', account: 'default', route: '/sessions/{id}' } as const

describe.for(ENGINES)('$name', ({ place }) => {
  test('no window of times granted to four stores at once holds more than the limit, and most of it can be used', async () => {
    const where = place()
    const limit = { requests: 10, windowMs: 1_000 }
    const stores = await Promise.all(Array.from({ length: 4 }, () => opened(where)))
    const times: number[] = []
    let first = Number.POSITIVE_INFINITY
    await Promise.all(
      stores.map(async (store) => {
        for (let index = 0; index < 25; index++) {
          const { at, now } = await store.grant(SCOPE, limit, { priority: index % 2 === 0 ? 'poll' : 'call' })
          first = Math.min(first, now)
          times.push(at)
        }
      }),
    )
    times.sort((a, b) => a - b)
    for (const [index, time] of times.entries()) {
      const next = times[index + limit.requests]
      if (next !== undefined) expect(next - time).toBeGreaterThanOrEqual(limit.windowMs + marginMs(limit.windowMs))
    }
    const spanMs = (times.at(-1) ?? 0) - first
    expect(times.length / ((spanMs / limit.windowMs) * limit.requests)).toBeGreaterThanOrEqual(0.9)
  })

  test('polls are spread over the window, calls are sent at once while there is room', async () => {
    const store = await opened(place())
    const limit = { requests: 4, windowMs: 60_000 }
    const grants = async (priority: 'call' | 'poll', route: string) => {
      const all = []
      for (let index = 0; index < 3; index++) all.push(await store.grant({ ...SCOPE, route }, limit, { priority }))
      return all.map(({ at, now }) => at - now)
    }
    const [now = 1, ...later] = await grants('poll', '/a')
    expect(now).toBe(0)
    for (const [index, wait] of later.entries()) expect(Math.abs(wait - (index + 1) * 12_200)).toBeLessThan(2_000)
    expect(await grants('call', '/b')).toEqual([0, 0, 0])
  })

  test('a time that was given back is granted again, and the limit still holds', async () => {
    const store = await opened(place())
    const limit = { requests: 3, windowMs: 60_000 }
    const first = await store.grant(SCOPE, limit)
    await store.grant(SCOPE, limit)
    const third = await store.grant(SCOPE, limit)
    const again = await store.grant(SCOPE, limit, { instead: third.at })
    expect(again.at - again.now).toBeLessThan(1_000)
    const fourth = await store.grant(SCOPE, limit)
    expect(fourth.at - first.at).toBe(61_000)
    // One that lies far ahead: the three before it count again.
    const moved = await store.grant(SCOPE, limit, { instead: fourth.at })
    expect(moved.at - first.at).toBe(61_000)
    const unknown = await store.grant(SCOPE, limit, { instead: 1 })
    expect(unknown.at).toBeGreaterThanOrEqual(moved.at)
  })

  test('a pause holds for every route of the account, and a shorter one does not end it', async () => {
    const store = await opened(place())
    const limit = { requests: 100, windowMs: 1_000 }
    await store.grant(SCOPE, limit)
    await store.pause(SCOPE, 30_000)
    await store.pause(SCOPE, 10)
    for (const route of [SCOPE.route, '/other']) {
      const { at, now } = await store.grant({ ...SCOPE, route }, limit)
      expect(at - now).toBeGreaterThan(25_000)
    }
    const other = await store.grant({ ...SCOPE, account: 'other' }, limit)
    expect(other.at).toBe(other.now)
    const { at, now } = await store.pausedUntil(SCOPE)
    expect(at - now).toBeGreaterThan(25_000)
  })

  test('the clock of the database is not far from ours', async () => {
    const store = await opened(place())
    const { now } = await store.pausedUntil(SCOPE)
    expect(Math.abs(now - Date.now())).toBeLessThan(5_000)
  })
})
