import { describe, expect, test } from 'vitest'
import { at, hook, IDENTITY, read } from './acme.fixture.ts'
import type { Observation } from './observation.ts'
import { order, staleReads } from './order.ts'
import { reduce } from './reduce.ts'

const fold = (...observations: Observation[]) => reduce(IDENTITY, observations).stored
const effects = (...observations: Observation[]) => reduce(IDENTITY, observations).steps.map(({ effect }) => effect)
const statusOf = (...observations: Observation[]) => fold(...observations).session.status

describe('lagging reads', () => {
  test('a read whose updatedAt is lower than that of a read that began earlier is left out', () => {
    const newer = read(1, 'paid', { updatedAt: at(1) })
    const replica = read(2, 'open', { updatedAt: at(0) })
    expect(statusOf(newer, replica)).toBe('paid')
    expect(effects(newer, replica)).toEqual(['moved', 'stale'])
    expect(fold(newer, replica).lastConfirmedAt).toBe(at(1))
  })

  test('reads that began at the same instant say nothing of each other', () => {
    expect(effects(read(1, 'processing', { updatedAt: at(1) }), read(1, 'open', { updatedAt: at(0) }))).not.toContain(
      'stale',
    )
  })

  test('an answer without updatedAt, of a webhook, or of a provider that does not version is never stale', () => {
    const newer = read(1, 'failed', { updatedAt: at(1) })
    expect(effects(newer, read(2, 'open'))).toEqual(['moved', 'correction'])
    expect(effects(newer, hook(2, 'paid', { updatedAt: at(0) }))).toEqual(['moved', 'late'])
    const unversioned = { ...read(2, 'open', { updatedAt: at(0) }), versioned: false }
    expect(effects(newer, unversioned)).toEqual(['moved', 'correction'])
  })
})

describe('order', () => {
  test('a webhook comes before a read of the same time', () => {
    expect(statusOf(read(1, 'open'), hook(1, 'processing'))).toBe('open')
  })

  test('time decides, not arrival: regression hyperswitch#9926, an old read after a webhook', () => {
    expect(statusOf(hook(5, 'paid'), read(1, 'processing'))).toBe('paid')
  })
})

describe('the order itself', () => {
  const one = read(1, 'open')
  test('is by time, then by channel, then by content', () => {
    expect(order(one, read(2, 'open'))).toBeLessThan(0)
    expect(order(read(2, 'open'), one)).toBeGreaterThan(0)
    // In the order in which a session is made, announced, brought over and read.
    const channels = (['create', 'webhook', 'import', 'read'] as const).map((via) => ({ ...one, via }))
    for (const [index, before] of channels.entries())
      for (const after of channels.slice(index + 1)) {
        expect(order(before, after), `${before.via} ${after.via}`).toBeLessThan(0)
        expect(order(after, before), `${after.via} ${before.via}`).toBeGreaterThan(0)
      }
    expect(order({ ...one, hash: 'a' }, { ...one, hash: 'b' })).toBeLessThan(0)
    expect(order({ ...one, hash: 'b' }, { ...one, hash: 'a' })).toBeGreaterThan(0)
    expect(order(one, { ...one })).toBe(0)
    expect(order({ ...read(2, 'open'), via: 'create' }, { ...one, via: 'read' })).toBeGreaterThan(0)
  })
})

describe('stale reads', () => {
  const seen = (minute: number, updated: number) => read(minute, 'open', { updatedAt: at(updated) })
  const stale = (...list: readonly Observation[]) => list.map((each) => staleReads(list).has(each))

  test('are judged by the newest of all earlier reads, not by the one before', () => {
    expect(stale(seen(1, 5), seen(2, 3), seen(3, 4), seen(4, 5), seen(5, 6))).toEqual([false, true, true, false, false])
  })

  test('of one instant are judged by those before, and together judge those after', () => {
    expect(stale(seen(1, 5), seen(2, 9), seen(2, 6), seen(2, 4), seen(3, 8))).toEqual([false, false, false, true, true])
    expect(stale(seen(1, 2), seen(1, 9), seen(1, 4), seen(2, 3))).toEqual([false, false, false, true])
  })

  test('are reads: nothing else is stale, and nothing else makes a read stale', () => {
    expect(stale(seen(1, 5), hook(2, 'open', { updatedAt: at(1) }))).toEqual([false, false])
    expect(stale(hook(1, 'open', { updatedAt: at(5) }), seen(2, 1))).toEqual([false, false])
    expect(stale(seen(1, 5), read(2, 'open'), seen(3, 1))).toEqual([false, false, true])
    expect(stale({ ...seen(1, 5), versioned: false }, seen(2, 1))).toEqual([false, false])
  })
})
