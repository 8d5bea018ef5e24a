import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'
import { createRetryBucket } from './retry-bucket.ts'
import { mayRetry, type RequestKind } from './retry-table.ts'

/** Mulberry32: the same numbers on every run. */
const seeded = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}

describe('backoff', () => {
  test('stays within its bound, which doubles up to twenty seconds', () => {
    fc.assert(
      fc.property(fc.nat(2_000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (retry, random) => {
        const ms = backoffMs(retry, () => random)
        expect(ms).toBeGreaterThanOrEqual(0)
        expect(ms).toBeLessThan(Math.min(20_000, 500 * 2 ** Math.min(retry, 20)))
      }),
    )
    expect(backoffMs(2, () => 0.5)).toBe(1_000)
  })

  test.for([0, 1, 2, 3])('a thousand clients failing together come back spread: retry %d', (retry) => {
    const random = seeded(7)
    const bound = Math.min(20_000, 500 * 2 ** retry)
    const buckets = new Map<number, number>()
    for (let client = 0; client < 1_000; client++) {
      const bucket = Math.floor(backoffMs(retry, random) / 50)
      buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1)
    }
    expect(Math.max(...buckets.values())).toBeLessThanOrEqual((3 * 1_000) / (bound / 50))
  })
})

describe('the allowance for retries', () => {
  test('in a total outage a thousand calls with three retries make at most 1,150 attempts', () => {
    const bucket = createRetryBucket()
    let attempts = 0
    for (let call = 0; call < 1_000; call++) {
      attempts++
      for (let retry = 0; retry < 3 && bucket.take('failure'); retry++) attempts++
    }
    expect(attempts).toBe(1_100)
  })

  test('a timeout costs twice as much', () => {
    const bucket = createRetryBucket()
    let taken = 0
    while (bucket.take('timeout')) taken++
    expect(taken).toBe(50)
  })

  test('successes fill it again, one unit each, and never beyond the start', () => {
    const bucket = createRetryBucket()
    while (bucket.take('failure'));
    for (let success = 0; success < 4; success++) bucket.give(null)
    expect(bucket.take('failure')).toBe(false)
    bucket.give(null)
    expect(bucket.take('failure')).toBe(true)
    for (let success = 0; success < 10_000; success++) bucket.give('failure')
    let taken = 0
    while (bucket.take('failure')) taken++
    expect(taken).toBe(100)
  })

  test('a retry that helped costs nothing', () => {
    const bucket = createRetryBucket()
    for (let call = 0; call < 10_000; call++) {
      expect(bucket.take('timeout')).toBe(true)
      bucket.give('timeout')
    }
  })
})

describe('what is sent again', () => {
  const TRANSIENT = new Set([408, 425, 429, 500, 502, 503, 504])
  const KINDS: readonly RequestKind[] = ['get', 'keyed', 'unkeyed']
  const FACTS = [undefined, { never: [] }, { never: [500] }]

  test('every status × kind × provider: transient, recognized, and not ruled out by the provider', () => {
    let cells = 0
    for (let status = 100; status <= 599; status++) {
      for (const kind of KINDS) {
        for (const facts of FACTS) {
          cells++
          const ruledOut = facts?.never.includes(status) === true
          const expected = kind !== 'unkeyed' && TRANSIENT.has(status) && !ruledOut
          expect(mayRetry(kind, status, facts), `${status} ${kind} ${JSON.stringify(facts)}`).toBe(expected)
        }
      }
    }
    expect(cells).toBe(4_500)
  })

  test('an attempt without an answer is sent again, one with a bad answer is not', () => {
    for (const kind of KINDS) {
      for (const code of ['network', 'deadline'] as const)
        expect(mayRetry(kind, code, undefined)).toBe(kind !== 'unkeyed')
      for (const code of ['invalid_response', 'response_too_large', 'redirect_refused', 'authentication'] as const)
        expect(mayRetry(kind, code, undefined), code).toBe(false)
    }
  })
})
