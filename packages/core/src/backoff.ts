/** Longest pause before the first retry; doubles with each one. */
const BASE_MS = 500
/** Longest pause of all. */
const CAP_MS = 20_000

/**
 * Milliseconds before the retry number `retry` (from 0): anywhere from 0 to the bound, so that clients which failed
 * together do not come back together (AWS "full jitter").
 * @param random 0 ≤ x < 1
 */
export function backoffMs(retry: number, random: () => number): number {
  return random() * Math.min(CAP_MS, BASE_MS * 2 ** Math.min(retry, 30))
}
