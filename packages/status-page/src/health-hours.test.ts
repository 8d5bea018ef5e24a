import { expect, test } from 'vitest'
import { addHeld, availability, HOURS, type Hour, hourState, lastHours } from './health-hours.ts'
import { HEALTH_STATES, type HealthState } from './health-state.ts'

const NOON = Date.parse('2026-11-20T12:00:00.000Z')
const MINUTE = 60_000
const HOUR = 60 * MINUTE

test('a stretch is cut where an hour ends', () => {
  const hours = addHeld([], 'down', NOON - 10 * MINUTE, NOON + 65 * MINUTE)
  expect(hours.map(({ start, heldMs }) => [start.slice(11, 16), heldMs.down / MINUTE])).toEqual([
    ['11:00', 10],
    ['12:00', 60],
    ['13:00', 5],
  ])
})

test('however a day is cut, no millisecond is lost or counted twice, and no hour holds more than an hour', () => {
  // The same numbers each time: x → 48271 x mod 2³¹ − 1.
  let random = 20_261_121
  const below = (most: number): number => {
    random = (random * 48_271) % 2_147_483_647
    return random % most
  }
  for (let round = 0; round < 300; round++) {
    const begun = NOON - below(2 * HOUR)
    let at = begun
    let hours: readonly Hour[] = []
    for (let left = below(30); left > 0; left--) {
      const ms = 1 + below(3 * HOUR)
      hours = addHeld(hours, HEALTH_STATES[below(5)] ?? 'stale', at, at + ms)
      at += ms
    }
    const held = hours.map(({ heldMs }) => Object.values(heldMs).reduce((sum, ms) => sum + ms, 0))
    const kept = Math.floor(at / HOUR) * HOUR - (HOURS - 1) * HOUR
    expect(held.reduce((sum, ms) => sum + ms, 0)).toBe(Math.max(0, at - Math.max(begun, kept)))
    expect(Math.max(0, ...held)).toBeLessThanOrEqual(HOUR)
  }
})

test('a day is shown whole, with the hours nobody watched', () => {
  const hours = lastHours(addHeld([], 'operational', NOON, NOON + 5 * MINUTE), new Date(NOON + 5 * MINUTE))
  expect(hours.map(hourState)).toEqual([...Array.from({ length: 23 }, () => 'unwatched'), 'operational'])
  expect([hours[0]?.start, hours[23]?.start]).toEqual(['2026-11-19T13:00:00.000Z', '2026-11-20T12:00:00.000Z'])
})

test.for<readonly [Partial<Record<HealthState, number>>, string]>([
  [{}, 'unwatched'],
  [{ operational: 60 }, 'operational'],
  [{ operational: 59.5, down: 0.5 }, 'operational'],
  [{ operational: 59, down: 1 }, 'down'],
  [{ operational: 59, degraded: 1 }, 'degraded'],
  [{ operational: 59, degraded: 0.5, down: 0.5 }, 'degraded'],
  [{ operational: 1, stale: 59 }, 'stale'],
  [{ operational: 1, no_data: 59 }, 'no_data'],
])('an hour of %j minutes is %s', ([minutes, name]) => {
  let hours: readonly Hour[] = []
  let at = NOON
  for (const state of HEALTH_STATES) {
    const ms = (minutes[state] ?? 0) * MINUTE
    hours = addHeld(hours, state, at, at + ms)
    at += ms
  }
  expect(
    hourState(hours[0] ?? { start: '', heldMs: { operational: 0, degraded: 0, down: 0, stale: 0, no_data: 0 } }),
  ).toBe(name)
})

test('time that was not judged makes nobody available, and nobody unavailable', () => {
  const only = addHeld([], 'stale', NOON, NOON + HOUR)
  expect(availability(only)).toBeNull()
  const quarter = addHeld(
    addHeld(only, 'down', NOON + HOUR, NOON + 1.25 * HOUR),
    'degraded',
    NOON + 1.25 * HOUR,
    NOON + 2 * HOUR,
  )
  expect(availability(quarter)).toEqual({ share: 0.75, judgedMs: HOUR })
})
