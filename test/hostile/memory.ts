import { readFileSync, writeFileSync } from 'node:fs'

/** The resident set before something, to be compared with its peak after. */
export interface Mark {
  /** Bytes the resident set grew at most since the mark. */
  readonly grown: () => number
}

/**
 * Marks the resident set of this process. On Linux the kernel's own high-water mark is used, reset here, since a peak
 * inside one synchronous call is seen by no timer; `maxRSS` is of no use there: it is inherited from the parent.
 */
export function markMemory(): Mark {
  globalThis.gc?.()
  globalThis.gc?.()
  resetPeak()
  const before = fromStatus('VmRSS') ?? process.memoryUsage.rss()
  return { grown: () => Math.max(0, (fromStatus('VmHWM') ?? process.resourceUsage().maxRSS * 1024) - before) }
}

/** Where this is refused the peak of the start counts as well: the result is too large, never too small. */
function resetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {
    // not Linux, or not allowed
  }
}

function fromStatus(field: 'VmRSS' | 'VmHWM'): number | null {
  try {
    const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
    return kilobytes === undefined ? null : Number(kilobytes) * 1024
  } catch {
    return null
  }
}
