/** Standard normal quantile of a two-sided 95 % interval. */
export const Z95 = 1.959963984540054

/** Below so many sessions there are counts and no rates: an interval would cover almost everything. */
export const LEAST_FOR_RATE = 30

/** How many of how many, and what that says: a share between 0 and 1 with its 95 % interval, six decimals. */
export interface Share {
  readonly sessions: number
  readonly of: number
  /** Null: `of` is below 30. */
  readonly share: number | null
  readonly low: number | null
  readonly high: number | null
}

/** A range of shares between 0 and 1. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/**
 * Score interval of a share (Wilson 1927), without continuity correction: it stays between 0 and 1, and is right also near both ends
 * and for small numbers, where share ± error is not.
 * @param of at least 1
 */
export function wilson(hits: number, of: number, z: number = Z95): Interval {
  const share = hits / of
  const spread = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))
  const middle = share + (z * z) / (2 * of)
  const scale = 1 + (z * z) / of
  // At both ends the exact bound is the end itself; the last bits of the sum are not.
  return {
    low: hits === 0 ? 0 : Math.max(0, (middle - spread) / scale),
    high: hits === of ? 1 : Math.min(1, (middle + spread) / scale),
  }
}

/**
 * Interval of the difference of two shares of different sessions, `a` − `b`: the square-and-add combination of both score
 * intervals (Newcombe 1998, Statistics in Medicine 17:873–890, method 10).
 */
export function wilsonDifference(
  a: { readonly hits: number; readonly of: number },
  b: { readonly hits: number; readonly of: number },
  z: number = Z95,
): Interval {
  const [p, q] = [a.hits / a.of, b.hits / b.of]
  const [first, second] = [wilson(a.hits, a.of, z), wilson(b.hits, b.of, z)]
  return {
    low: p - q - Math.hypot(p - first.low, second.high - q),
    high: p - q + Math.hypot(first.high - p, q - second.low),
  }
}

/** A share as it is reported. */
export function shareOf(sessions: number, of: number): Share {
  if (of < LEAST_FOR_RATE) return { sessions, of, share: null, low: null, high: null }
  const { low, high } = wilson(sessions, of)
  return { sessions, of, share: sixDecimals(sessions / of), low: sixDecimals(low), high: sixDecimals(high) }
}

/** Shares are numbers, not money: six decimals are more than their intervals say. */
export const sixDecimals = (value: number): number => Math.round(value * 1e6) / 1e6
