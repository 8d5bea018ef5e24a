import type { Difference, Group } from './comparison.ts'
import { LEAST_FOR_RATE, sixDecimals, wilsonDifference, Z95 } from './interval.ts'

/** With more pairs than this one of them would soon differ by chance alone. */
const MOST_UNCORRECTED = 5

/**
 * Paid shares of groups against each other: like with like, so only groups that differ in provider or account and in nothing else.
 * Days are a course of time and not rivals; by day there are none.
 */
export function differencesOf(groups: readonly Group[]): readonly Difference[] {
  const rated = groups.filter(({ settled, key }) => settled >= LEAST_FOR_RATE && key.day === undefined)
  const pairs = rated.flatMap((left, place) =>
    rated.slice(place + 1).flatMap((right) => (kindOf(left) === kindOf(right) ? [{ left, right }] : [])),
  )
  const z = pairs.length > MOST_UNCORRECTED ? normalQuantile(1 - 0.05 / (2 * pairs.length)) : Z95
  return pairs.map(({ left, right }) => {
    const [a, b] = [left, right].map(({ outcomes, settled }) => ({ hits: outcomes.paid.sessions, of: settled }))
    if (a === undefined || b === undefined) throw new TypeError('a pair has two sides')
    const { low, high } = wilsonDifference(a, b, z)
    return {
      left: left.key,
      right: right.key,
      difference: sixDecimals(a.hits / a.of - b.hits / b.of),
      low: sixDecimals(low),
      high: sixDecimals(high),
      beyondChance: low > 0 || high < 0,
    }
  })
}

const kindOf = ({ key: { environment, method, currency } }: Group): string =>
  JSON.stringify([environment, method, currency])

/** Quantile of the standard normal distribution, for parts from 0.5 on. */
export function normalQuantile(part: number): number {
  let [low, high] = [0, 10]
  while (high - low > 1e-12) {
    const middle = (low + high) / 2
    if (normalBelow(middle) < part) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Part of the standard normal distribution below a point (Marsaglia 2004, Journal of Statistical Software 11(4)). */
function normalBelow(point: number): number {
  let term = point
  let sum = point
  for (let odd = 3; term > 1e-17; odd += 2) {
    term *= (point * point) / odd
    sum += term
  }
  return 0.5 + (sum * Math.exp((-point * point) / 2)) / Math.sqrt(2 * Math.PI)
}
