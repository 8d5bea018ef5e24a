import { TillError } from '@onetill/core'

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
 * What an engine needs however little there is to compare, in MB: buffers of 64 MB in which a line of 4 MB can be read,
 * and what each thread asks for. Measured with DuckDB 1.5: on one thread 70 fail and 85 do, on four 110 fail and 128
 * do, on eight 140 fail and 200 do.
 */
const leastMb = (threads: number): number => 100 + 16 * threads

/** Refuses a limit in which nothing can be compared, which would otherwise end as one that is too small for the data. @throws invalid_options */
export function checkMemory(memory: string, threads: number): void {
  const [, count = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([KMGT]i?B)$/.exec(memory) ?? []
  const size = UNITS.get(unit)
  if (size === undefined) throw wrong('a size such as "1GB"')
  const least = leastMb(threads)
  if (Number.parseFloat(count) * size < least * 1e6)
    throw wrong(`at least "${least}MB", which ${threads === 1 ? 'one thread needs' : `${threads} threads need`}`)
}

function wrong(expected: string): TillError {
  const path = 'memory'
  return new TillError({
    code: 'invalid_options',
    message: `${path}: expected ${expected}`,
    issues: [{ path, expected }],
  })
}
