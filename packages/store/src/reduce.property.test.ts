import fc from 'fast-check'
import { expect, test } from 'vitest'
import { STATUS_WORDS } from '@onetill/core'
import { at, hook, IDENTITY, other, read, usd } from './acme.fixture.ts'
import { canonicalJson } from './canonical.ts'
import { confirmed } from './confirm.ts'
import type { Observation } from './observation.ts'
import { reduce } from './reduce.ts'
import { mergeSightings } from './sightings.ts'

const RUNS = process.env['ONETILL_DEEP'] === '1' ? 20_000 : 1_000

const minute = fc.nat(4)
const word = fc.constantFrom(...STATUS_WORDS)
const said = fc.record({
  updatedAt: fc.option(fc.nat(4).map(at)),
  amount: fc.option(fc.constantFrom(usd('5'), usd('6'))),
  expected: fc.option(fc.constant({ amount: usd('5'), reference: null })),
  providerStatus: fc.constantFrom('A', 'B'),
})
const observation: fc.Arbitrary<Observation> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(minute, word, said).map(([time, status, more]) => read(time, status, more)) },
  { weight: 3, arbitrary: fc.tuple(minute, word, said).map(([time, status, more]) => hook(time, status, more)) },
  { weight: 1, arbitrary: minute.map((time) => other(time, { kind: 'missing' })) },
  { weight: 1, arbitrary: minute.map((time) => other(time, { kind: 'lapsed' })) },
)

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length <= 1
    ? [[...items]]
    : items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]))

test('every order of up to six observations ends in the same session', () => {
  fc.assert(
    fc.property(fc.array(observation, { minLength: 1, maxLength: 6 }), (observations) => {
      const { stored } = reduce(IDENTITY, observations)
      for (const permuted of permutations(observations)) expect(reduce(IDENTITY, permuted).stored).toEqual(stored)
    }),
    { numRuns: Math.ceil(RUNS / 20) },
  )
})

test('what was seen twice at the same time was seen once', () => {
  fc.assert(
    fc.property(fc.array(observation, { minLength: 1, maxLength: 6 }), fc.nat(5), (observations, index) => {
      const again = observations[index % observations.length]
      const twice = again === undefined ? observations : [...observations, again]
      expect(reduce(IDENTITY, twice)).toEqual(reduce(IDENTITY, observations))
    }),
    { numRuns: RUNS },
  )
})

test('a session once paid is paid or in review, whatever comes later', () => {
  fc.assert(
    fc.property(fc.array(observation, { maxLength: 6 }), (observations) => {
      const later = observations.map((one) => ({
        ...one,
        asOf: new Date(Date.parse(one.asOf) + 3_600_000).toISOString(),
      }))
      const { status } = reduce(IDENTITY, [read(0, 'paid'), ...later.filter(({ seen }) => wordOf(seen) !== 'review')])
        .stored.session
      expect(['paid', 'review']).toContain(status)
    }),
    { numRuns: RUNS },
  )
})

test('what is only confirmed without folding is what the fold gives', () => {
  let taken = 0
  fc.assert(
    fc.property(
      fc.array(observation, { minLength: 1, maxLength: 6 }),
      fc.nat(5),
      fc.nat(6),
      fc.integer({ min: 1, max: 70 }),
      (observations, index, later, times) => {
        const one = observations[index % observations.length]
        if (one === undefined) return
        const again = Array.from({ length: times }, (_, more) => ({ ...one, asOf: at(later + more) }))
        const before = canonicalJson(reduce(IDENTITY, observations).stored)
        const { times: seen } = mergeSightings('acme/default/s1', [], observations, at(0))
        const known = [...seen].map(([hash, text]) => ({ session_key: 'acme/default/s1', hash, times: text }))
        const found = confirmed({ body: before, announced: 1 }, known, again)
        if (found === null) return
        taken++
        const kept = mergeSightings('acme/default/s1', known, again, at(0)).times.get(one.hash) ?? '[]'
        const all = [...observations, ...again].filter(({ hash, asOf }) => hash !== one.hash || kept.includes(asOf))
        expect(canonicalJson(found)).toBe(canonicalJson(reduce(IDENTITY, all).stored))
        expect(JSON.stringify(found)).toBe(canonicalJson(found))
      },
    ),
    { numRuns: RUNS },
  )
  expect(taken).toBeGreaterThan(RUNS / 50)
})

const wordOf = (seen: Observation['seen']): string | null => (seen.kind === 'session' ? seen.session.status : null)
