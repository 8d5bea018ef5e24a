import { setTimeout as sleep } from 'node:timers/promises'

/** What holds this process: sockets, lookups, timers. */
const HOLDING = /TCP|TLS|Connect|GetAddrInfo|^Timeout$/

/** How many of each kind there are. */
export function holding(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const kind of process.getActiveResourcesInfo()) {
    if (HOLDING.test(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return counts
}

/** What holds the process now and did not before, after a moment for the system to close what was given up. */
export async function left(before: ReadonlyMap<string, number>, withinMs: number): Promise<readonly string[]> {
  const until = performance.now() + withinMs
  for (;;) {
    // The test's own pause is a timer and is over when the list is made.
    await sleep(10)
    const more = [...holding()].filter(([kind, count]) => count > (before.get(kind) ?? 0))
    if (more.length === 0 || performance.now() > until) return more.map(([kind, count]) => `${kind}: ${count}`)
  }
}
