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

const UNITS: ReadonlyMap<string, number> = new Map([
  ['KB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
  ['TB', 1e12],
  ['KiB', 2 ** 10],
  ['MiB', 2 ** 20],
  ['GiB', 2 ** 30],
  ['TiB', 2 ** 40],
])

/**
 * What an engine needs whatever there is to compare: one buffer for the longest finding, which DuckDB takes in one
 * piece of 256 MB, and 4 MB beside it (measured with 1.5 on 1, 4 and 8 threads: 257 MB fail, 260 MB do).
 */
const LEAST_MB = 300

/** The limits of one engine. @throws invalid_input for one that it cannot work in */
export function toLimits({ memory, threads }: LimitOptions): Limits {
  if (memory !== undefined) checkMemory(memory)
  return {
    ...(memory === undefined ? {} : { memory }),
    ...(threads === undefined ? {} : { threads: wholeNumber(threads, '--threads', { from: 1, to: 256 }) }),
  }
}

function checkMemory(memory: string): void {
  const [, count = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([KMGT]i?B)$/.exec(memory) ?? []
  const size = UNITS.get(unit)
  if (size === undefined) throw usageError('--memory: expected a size such as 2GB or 512MB')
  if (Number.parseFloat(count) * size < LEAST_MB * 1e6)
    throw usageError(`--memory: an engine needs ${LEAST_MB}MB, however little there is to compare`)
}
