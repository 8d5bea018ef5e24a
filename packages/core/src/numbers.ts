import { TillError } from './error.ts'

/** Largest value of each numeric option: beyond it the number is a mistake, e.g. seconds taken for milliseconds. */
const MOST = {
  /** A day. */
  deadlineMs: 86_400_000,
  attemptTimeoutMs: 86_400_000,
  maxRetries: 10,
  /** Half a GiB; longer text does not exist in every runtime. */
  maxResponseBytes: 512 * 1024 * 1024,
  concurrency: 1_000,
} as const

/** Name of a numeric option. */
export type NumericOption = keyof typeof MOST

/** A whole number from `least` to the option's limit. @throws invalid_options */
export function wholeNumber(value: number, name: NumericOption, least: 0 | 1 = 1): number {
  if (Number.isSafeInteger(value) && value >= least && value <= MOST[name]) return value
  const expected = `whole number from ${least} to ${MOST[name]}`
  throw new TillError({
    code: 'invalid_options',
    message: `${name} is no ${expected}`,
    issues: [{ path: name, expected }],
  })
}
