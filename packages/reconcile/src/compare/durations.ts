import { LEAST_FOR_RATE, Z95 } from './interval.ts'

/** A quantile of durations, milliseconds, with its 95 % interval. */
export interface Quantile {
  /** At most 0.1 % below the exact one. */
  readonly ms: number
  /** Null: there are too few for a bound on this side. */
  readonly low: number | null
  readonly high: number | null
}

/** Durations of which only counts are kept. */
export interface Durations {
  /** @param ms whole milliseconds, not negative */
  readonly add: (ms: number) => void
  readonly count: () => number
  /** Smallest duration that at least this part of all does not exceed (nearest rank); null below 30 durations. */
  readonly quantile: (part: number) => Quantile | null
}

/** Durations with the same eleven leading binary digits are one: they differ by less than 2⁻¹⁰. */
const KEPT = 2048

/** Durations that are one: how many, and the shortest, so that equal ones stay what they are. */
interface Alike {
  readonly count: number
  readonly least: number
}

/** Collects durations in bounded memory, whatever their number: at most 1,024 different ones per power of two. */
export function durations(): Durations {
  const kept = new Map<number, Alike>()
  let count = 0
  return {
    add: (ms) => {
      let step = 1
      while (ms / step >= KEPT) step *= 2
      const start = ms - (ms % step)
      const alike = kept.get(start)
      kept.set(start, { count: (alike?.count ?? 0) + 1, least: Math.min(ms, alike?.least ?? ms) })
      count++
    },
    count: () => count,
    quantile: (part) => {
      if (count < LEAST_FOR_RATE) return null
      const sorted = [...kept.values()].sort((a, b) => a.least - b.least)
      const { low, high } = rankInterval(part, count)
      return {
        ms: atRank(sorted, Math.max(1, Math.ceil(part * count))) ?? 0,
        low: atRank(sorted, low),
        high: atRank(sorted, high),
      }
    },
  }
}

/**
 * Ranks, from 1, between which a quantile lies at 95 %, whatever the distribution (Campbell and Gardner 1988, BMJ 296:1454–1456).
 * A rank below 1 or above `count` does not exist: then there is no bound.
 */
export function rankInterval(part: number, count: number): { readonly low: number; readonly high: number } {
  const middle = part * count
  const spread = Z95 * Math.sqrt(middle * (1 - part))
  return { low: Math.round(middle - spread), high: Math.round(1 + middle + spread) }
}

function atRank(sorted: readonly Alike[], rank: number): number | null {
  if (rank < 1) return null
  let passed = 0
  for (const { count, least } of sorted) {
    passed += count
    if (passed >= rank) return least
  }
  return null
}
