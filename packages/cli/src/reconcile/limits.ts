import { wholeNumber } from '../commands/numbers.ts'
import { usageError } from '../failure.ts'

/** What an engine may use, as typed. */
export interface LimitOptions {
  readonly memory?: string
  readonly threads?: string
}

/** What an engine may use. */
export interface Limits {
  readonly memory?: string
  readonly threads?: number
}

const SIZE = /^\d+(\.\d+)? ?[KMGT]i?B$/

/** The limits of one engine, which says itself when it cannot work in them. @throws invalid_input */
export function toLimits({ memory, threads }: LimitOptions): Limits {
  if (memory !== undefined && !SIZE.test(memory)) throw usageError('--memory: expected a size such as 2GB or 512MB')
  return {
    ...(memory === undefined ? {} : { memory }),
    ...(threads === undefined ? {} : { threads: wholeNumber(threads, '--threads', { from: 1, to: 256 }) }),
  }
}
