import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalQuantile } from '../../packages/reconcile/src/compare/differences.ts'
import { durations, rankInterval } from '../../packages/reconcile/src/compare/durations.ts'
import { shareOf, wilson, wilsonDifference, Z95 } from '../../packages/reconcile/src/compare/interval.ts'
import { sums } from '../../packages/reconcile/src/compare/sums.ts'

const shares = fc
  .integer({ min: 1, max: 2_000_000 })
  .chain((of) => fc.record({ hits: fc.integer({ min: 0, max: of }), of: fc.constant(of) }))

describe('the interval of a share', () => {
  // Newcombe 1998, Statistics in Medicine 17:857–872, table I, method 3 (score, no continuity correction).
  test.for([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const)('%i of %i is the published one', ([hits, of, low, high]) => {
    const interval = wilson(hits, of)
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })

  test('its ends are where the score test just refuses the share, which is its definition', () => {
    fc.assert(
      fc.property(shares, ({ hits, of }) => {
        const { low, high } = wilson(hits, of)
        const share = hits / of
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(share)
        expect(high).toBeGreaterThanOrEqual(share)
        const distance = (end: number) => Math.abs(share - end) - Z95 * Math.sqrt((end * (1 - end)) / of)
        if (hits > 0) expect(distance(low)).toBeCloseTo(0, 9)
        if (hits < of) expect(distance(high)).toBeCloseTo(0, 9)
      }),
    )
  })

  test('what is true of the hits is true of the misses, mirrored; four times as many are surer', () => {
    fc.assert(
      fc.property(shares, ({ hits, of }) => {
        const { low, high } = wilson(hits, of)
        const misses = wilson(of - hits, of)
        expect(misses.low).toBeCloseTo(1 - high, 9)
        expect(misses.high).toBeCloseTo(1 - low, 9)
        const more = wilson(hits * 4, of * 4)
        expect(more.high - more.low).toBeLessThan(high - low)
      }),
    )
  })

  test('under 30 there is a count and no rate, from 30 on there is one', () => {
    expect(shareOf(29, 29)).toEqual({ sessions: 29, of: 29, share: null, low: null, high: null })
    expect(shareOf(0, 0)).toEqual({ sessions: 0, of: 0, share: null, low: null, high: null })
    // All of n: the lower end is n / (n + z²), by hand 30 / 33.841459.
    expect(shareOf(30, 30)).toEqual({ sessions: 30, of: 30, share: 1, low: 0.886487, high: 1 })
  })
})

describe('the interval of a difference', () => {
  // Newcombe 1998, Statistics in Medicine 17:873–890, table II, method 10.
  test.for([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
  ] as const)('%i/%i − %i/%i is the published one', ([a, m, b, n, low, high]) => {
    const interval = wilsonDifference({ hits: a, of: m }, { hits: b, of: n })
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })

  test('turned round it changes its sign', () => {
    fc.assert(
      fc.property(shares, shares, (a, b) => {
        const [there, back] = [wilsonDifference(a, b), wilsonDifference(b, a)]
        expect(there.low).toBeCloseTo(-back.high, 9)
        expect(there.low).toBeLessThanOrEqual(a.hits / a.of - b.hits / b.of + 1e-12)
        expect(there.high).toBeGreaterThanOrEqual(a.hits / a.of - b.hits / b.of - 1e-12)
      }),
    )
  })

  // Quantiles of the standard normal distribution as every table prints them.
  test.for([
    [0.975, 1.959963984540054],
    [0.995, 2.5758293035489],
    [0.9995, 3.2905267314919],
    [0.5, 0],
  ] as const)('the normal quantile of %d is %d', ([part, value]) => expect(normalQuantile(part)).toBeCloseTo(value, 9))
})

describe('quantiles of durations', () => {
  // Campbell and Gardner 1988, BMJ 296:1454–1456: median of 100 lies between the 40th and the 61st.
  test('ranks are the published ones', () => expect(rankInterval(0.5, 100)).toEqual({ low: 40, high: 61 }))

  const long = fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 40_000_000_000 }))
  test('are those of the sorted list, at most 0.1 % lower, in any order', () => {
    fc.assert(
      fc.property(fc.array(long, { minLength: 30, maxLength: 300 }), fc.constantFrom(0.5, 0.9, 0.95), (all, part) => {
        const kept = durations()
        for (const ms of all) kept.add(ms)
        const sorted = [...all].sort((a, b) => a - b)
        const exact = sorted.find((ms) => sorted.filter((each) => each <= ms).length >= part * all.length) ?? -1
        const found = kept.quantile(part)
        const backwards = durations()
        for (const ms of all.toReversed()) backwards.add(ms)
        expect(backwards.quantile(part)).toEqual(found)
        expect(kept.count()).toBe(all.length)
        expect(found?.ms).toBeLessThanOrEqual(exact)
        expect(found?.ms).toBeGreaterThanOrEqual(exact * (1 - 1 / 1024))
        if (exact < 2_048) expect(found?.ms).toBe(exact)
        for (const [bound, rank] of [
          [found?.low, rankInterval(part, all.length).low],
          [found?.high, rankInterval(part, all.length).high],
        ] as const) {
          const at = sorted[rank - 1]
          if (at === undefined) expect(bound).toBeNull()
          else expect(bound).toBeGreaterThanOrEqual(at * (1 - 1 / 1024))
          if (at !== undefined) expect(bound).toBeLessThanOrEqual(at)
        }
      }),
    )
  })

  test('of fewer than 30 there is none; of 30 the later one has no upper bound', () => {
    const kept = durations()
    for (let ms = 1; ms <= 29; ms++) kept.add(ms)
    expect(kept.quantile(0.5)).toBeNull()
    kept.add(30)
    expect(kept.quantile(0.5)).toEqual({ ms: 15, low: 10, high: 21 })
    expect(kept.quantile(0.95)).toEqual({ ms: 29, low: 26, high: null })
  })
})

test('sums are exact, whatever the number of digits and decimals, and per currency', () => {
  const digits = fc.bigInt({ min: 0n, max: 10n ** 40n })
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ digits, decimals: fc.integer({ min: 0, max: 18 }), currency: fc.constantFrom('EUR', 'USDC') }),
      ),
      (amounts) => {
        const all = sums()
        const exact = new Map<string, bigint>()
        for (const { digits, decimals, currency } of amounts) {
          const text = digits.toString().padStart(decimals + 1, '0')
          const value = decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`
          all.add({ value, currency })
          exact.set(currency, (exact.get(currency) ?? 0n) + digits * 10n ** BigInt(18 - decimals))
        }
        for (const currency of all.currencies()) {
          const [whole = '', fraction = ''] = all.of(currency).value.split('.')
          expect(BigInt(whole + fraction.padEnd(18, '0'))).toBe(exact.get(currency))
          expect(all.of(currency).sessions).toBe(amounts.filter((each) => each.currency === currency).length)
        }
      },
    ),
  )
  const two = sums()
  two.add({ value: '90071992547409.93', currency: 'USD' })
  two.add({ value: '0.01', currency: 'USD' })
  expect(two.of('USD')).toEqual({ sessions: 2, value: '90071992547409.94' })
  expect(two.of('KWD')).toEqual({ sessions: 0, value: '0.000' })
})
