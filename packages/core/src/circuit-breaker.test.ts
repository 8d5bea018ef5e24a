import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CircuitResult, createCircuitBreaker, type Permit } from './circuit-breaker.ts'

const breakerAt = (start = 0) => {
  const clock = { now: start }
  const changes: string[] = []
  const breaker = createCircuitBreaker({
    random: () => 0.5,
    now: () => clock.now,
    onChange: (key, state) => changes.push(`${key} ${state}`),
  })
  const enter = (key = 'a'): Permit | null => {
    const entered = breaker.enter(key)
    return 'done' in entered ? entered : null
  }
  const run = (result: CircuitResult, times = 1): void => {
    for (let call = 0; call < times; call++) enter()?.done(result)
  }
  return { clock, changes, breaker, enter, run }
}
const COOL_DOWN_MS = 10_000

describe('the circuit breaker', () => {
  test('opens at half of at least twenty, and only for its key', () => {
    const { run, enter, changes } = breakerAt()
    run('failed', 19)
    expect(enter()).not.toBeNull()
    run('failed')
    expect(enter()).toBeNull()
    expect(enter('b')).not.toBeNull()
    expect(changes).toEqual(['a open'])
  })

  test('a provider that fails a third of the time stays reachable', () => {
    const { run, enter } = breakerAt()
    for (let round = 0; round < 100; round++) {
      run('ok', 2)
      run('failed')
    }
    expect(enter()).not.toBeNull()
  })

  test('failures of long ago do not count', () => {
    const { run, enter, clock } = breakerAt()
    run('failed', 19)
    clock.now = 30_001
    run('failed', 19)
    expect(enter()).not.toBeNull()
  })

  test('after the cool-down exactly one of a hundred goes out, and its success closes the circuit', () => {
    const { run, enter, clock, changes, breaker } = breakerAt()
    run('failed', 20)
    const open = breaker.enter('a')
    expect(open).toEqual({ openForMs: COOL_DOWN_MS })
    clock.now = COOL_DOWN_MS
    const permits = Array.from({ length: 100 }, () => enter()).filter((permit) => permit !== null)
    expect(permits).toHaveLength(1)
    permits[0]?.done('ok')
    expect(Array.from({ length: 100 }, () => enter()).every((permit) => permit !== null)).toBe(true)
    expect(changes).toEqual(['a open', 'a half_open', 'a closed'])
  })

  test('a probe that fails opens it again, one that is never reported lapses, one that says nothing frees the next', () => {
    const { run, enter, clock } = breakerAt()
    run('failed', 20)
    clock.now = COOL_DOWN_MS
    enter()?.done('failed')
    expect(enter()).toBeNull()
    clock.now += COOL_DOWN_MS
    const lost = enter()
    expect(lost).not.toBeNull()
    clock.now += 59_999
    expect(enter()).toBeNull()
    clock.now += 1
    const second = enter()
    expect(second).not.toBeNull()
    // What the lost one says later is of another time.
    lost?.done('failed')
    second?.done('ignored')
    expect(enter()).not.toBeNull()
  })

  test('what is reported twice, or by a permit of before, changes nothing', () => {
    const { run, enter, clock } = breakerAt()
    const early = Array.from({ length: 40 }, () => enter())
    run('failed', 20)
    clock.now = COOL_DOWN_MS
    const probe = enter()
    for (const permit of early) permit?.done('failed')
    probe?.done('ok')
    probe?.done('failed')
    for (const permit of early) permit?.done('failed')
    expect(enter()).not.toBeNull()
  })

  /** Whatever happens in whatever order: at most one probe, and never closed to everybody for longer than the longest wait. */
  test('cannot wedge', () => {
    const command = fc.oneof(
      fc.record({ do: fc.constant('enter' as const) }),
      fc.record({
        do: fc.constant('done' as const),
        which: fc.nat(),
        result: fc.constantFrom<CircuitResult>('ok', 'failed', 'ignored'),
      }),
      fc.record({ do: fc.constant('burst' as const), result: fc.constantFrom<CircuitResult>('ok', 'failed') }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 80_000 }) }),
    )
    let probes = 0
    fc.assert(
      fc.property(fc.array(command, { maxLength: 120 }), (commands) => {
        const { enter, clock, changes, run } = breakerAt()
        const open: Permit[] = []
        let outInHalfOpen = 0
        for (const step of commands) {
          const before = changes.length
          if (step.do === 'wait') clock.now += step.ms
          else if (step.do === 'burst') run(step.result, 25)
          else if (step.do === 'enter') {
            const permit = enter()
            const state = changes.at(-1) ?? 'a closed'
            if (changes.length > before) outInHalfOpen = 0
            if (permit !== null) {
              open.push(permit)
              if (state === 'a half_open') {
                outInHalfOpen++
                probes++
              }
            }
            expect(outInHalfOpen).toBeLessThanOrEqual(1)
          } else open.splice(step.which % Math.max(1, open.length), 1)[0]?.done(step.result)
        }
        // From any state: after the longest cool-down and a lost probe, somebody is let through.
        clock.now += 12_500 + 60_000
        expect(enter()).not.toBeNull()
      }),
      { numRuns: process.env['ONETILL_DEEP'] === '1' ? 10_000 : 1_000 },
    )
    expect(probes).toBeGreaterThan(20)
  })
})
