import type { Observation } from './observation.ts'

const RANK = { create: 0, webhook: 1, import: 2, read: 3 } as const

export function order(a: Observation, b: Observation): number {
  return compare(a.asOf, b.asOf) || RANK[a.via] - RANK[b.via] || compare(a.hash, b.hash)
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Reads of a lagging replica: their `updatedAt` is lower than that of a read that began earlier. */
export function staleReads(sorted: readonly Observation[]): ReadonlySet<Observation> {
  const stale = new Set<Observation>()
  // Times are UTC text of one form, so they compare as text; '' is before all of them.
  let before = ''
  let now = { asOf: '', updatedAt: '' }
  for (const observation of sorted) {
    const { seen, via, versioned, asOf } = observation
    if (!versioned || via !== 'read' || seen.kind !== 'session' || seen.session.updatedAt === null) continue
    const { updatedAt } = seen.session
    // Reads that began at the same instant are not earlier than each other.
    if (now.asOf < asOf) {
      if (now.updatedAt > before) before = now.updatedAt
      now = { asOf, updatedAt: '' }
    }
    if (updatedAt < before) stale.add(observation)
    else if (updatedAt > now.updatedAt) now = { asOf, updatedAt }
  }
  return stale
}
