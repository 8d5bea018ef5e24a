import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { GrantOptions } from '@onetill/store'
import { createLane } from './lane.ts'

/** A lane whose times come from a list, in milliseconds from when they are asked for. */
function laneWith(waits: readonly number[], { paused = () => 0 }: { readonly paused?: () => number } = {}) {
  const asked: GrantOptions[] = []
  const lane = createLane({
    windowMs: 1_000,
    grant: async (options) => {
      const now = performance.now()
      const at = now + (waits[Math.min(asked.length, waits.length - 1)] ?? 0) + (options.leadMs ?? 0)
      asked.push(options)
      return { at, now }
    },
    toLocal: (at) => at,
    pausedUntil: () => 0,
    askPause: async () => paused(),
  })
  return { lane, asked }
}

const soon = { deadlineAt: null, signal: undefined } as const

test('a call goes before polls that came earlier', async () => {
  const { lane } = laneWith([60, 120, 180, 240])
  const order: string[] = []
  const polls = ['a', 'b', 'c'].map((name) => lane.join({ priority: 'poll', ...soon }).then(() => order.push(name)))
  const call = lane.join({ priority: 'call', ...soon }).then(() => order.push('call'))
  await Promise.all([...polls, call])
  expect(order).toEqual(['call', 'a', 'b', 'c'])
})

test('only a few times are taken ahead for polls', async () => {
  const { lane, asked } = laneWith([50])
  const all = Array.from({ length: 10 }, () => lane.join({ priority: 'poll', ...soon }))
  expect(asked).toHaveLength(2)
  await Promise.all(all)
  expect(asked.length).toBeGreaterThanOrEqual(10)
})

test('a time that passed while the process stood still is not used, and the next one is asked for later', async () => {
  const { lane, asked } = laneWith([20])
  const joined = lane.join({ priority: 'poll', ...soon })
  await sleep(5)
  const until = performance.now() + 150
  while (performance.now() < until);
  await joined
  expect(asked).toHaveLength(2)
  expect(asked[0]).toEqual({ priority: 'poll', leadMs: 0, instead: undefined })
  expect(asked[1]?.instead).toBeGreaterThan(0)
  expect(asked[1]?.leadMs).toBeGreaterThanOrEqual(200)
})

test('a call that would come too late is refused as soon as its time is known', async () => {
  const { lane } = laneWith([5_000])
  const from = performance.now()
  const refused = lane.join({ priority: 'call', deadlineAt: from + 1_000, signal: undefined })
  await expect(refused).rejects.toMatchObject({ code: 'rate_limited' })
  expect(performance.now() - from).toBeLessThan(500)
})

test('what is granted beyond a pause that somebody else has begun meanwhile is not used', async () => {
  const end = performance.now() + 400
  const { lane, asked } = laneWith([150, 450], { paused: () => end })
  await lane.join({ priority: 'call', ...soon })
  expect(performance.now()).toBeGreaterThanOrEqual(end)
  expect(asked).toHaveLength(2)
})

test('an aborted one leaves its turn to the next', async () => {
  const { lane } = laneWith([80])
  const leaving = new AbortController()
  const gone = lane.join({ priority: 'call', deadlineAt: null, signal: leaving.signal })
  const stays = lane.join({ priority: 'poll', ...soon })
  leaving.abort(new Error('left'))
  await expect(gone).rejects.toThrow('left')
  await stays
})

test('without a store nobody sends', async () => {
  const lane = createLane({
    ...{ windowMs: 1_000, toLocal: (at: number) => at, pausedUntil: () => 0, askPause: async () => 0 },
    grant: async () => {
      throw new Error('store is gone')
    },
  })
  await expect(lane.join({ priority: 'call', ...soon })).rejects.toThrow('store is gone')
  await expect(lane.join({ priority: 'poll', ...soon })).rejects.toThrow('store is gone')
})
