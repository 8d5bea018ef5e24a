import { isTillError } from '@onetill/core'
import type { CliContext } from '../context.ts'
import { failureLine } from '../failure.ts'

/** The same error again is told of once in so long. */
const QUIET_MS = 60_000

/** Tells of what failed and is tried again, the same once a minute. */
export function quietly(report: CliContext['report']): (error: unknown) => void {
  const told = new Map<string, number>()
  return (error) => {
    const line = isTillError(error) ? `${error.provider ?? 'store'}: ${failureLine(error)}` : 'an unexpected error'
    if (performance.now() - (told.get(line) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return
    told.set(line, performance.now())
    report(`${line}; it is tried again`)
  }
}
