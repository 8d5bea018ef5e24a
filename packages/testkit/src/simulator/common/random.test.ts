import { expect, test } from 'vitest'
import { createRandom } from './random.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('the same seed gives the same ids, another seed others', () => {
  const moment = new Date('2026-01-01T00:00:00Z')
  const ids = (seed: number): readonly string[] => {
    const random = createRandom(seed)
    return [random.uuid(), random.ulid(moment), random.uuid()]
  }
  expect(ids(7)).toEqual(ids(7))
  expect(ids(7)).not.toEqual(ids(8))
})

test('ids have their form and do not repeat', () => {
  const random = createRandom(1)
  const uuids = Array.from({ length: 2_000 }, () => random.uuid())
  for (const uuid of uuids) expect(uuid).toMatch(UUID)
  expect(new Set(uuids).size).toBe(2_000)
})

test('the time part of a ULID is the one of its specification', () => {
  // github.com/ulid/spec: 1469918176385 is written 01ARYZ6S41.
  expect(createRandom(1).ulid(new Date(1_469_918_176_385))).toMatch(/^01ARYZ6S41[0-9A-HJKMNP-TV-Z]{16}$/)
})

test('a row goes on from its state', () => {
  const first = createRandom(3)
  first.uuid()
  const second = createRandom(first.state())
  expect(second.uuid()).toBe(first.uuid())
})
