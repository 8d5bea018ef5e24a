import type { Capabilities } from '@onetill/core'
import type { Fixture } from './fixture.ts'
import type { AdapterSuite } from './suite.ts'

/** What the groups of cases share. */
export interface Kit {
  readonly suite: AdapterSuite
  readonly fixtures: readonly Fixture[]
  /** Registers one case. */
  readonly test: (name: string, run: () => void | Promise<void>) => void
  /** Leaves a case out because a capability says so, and records that. */
  readonly skip: <Name extends keyof Capabilities>(name: string, capability: Name) => void
  /** Counts mappings and requests that were checked. */
  readonly count: (checks: number) => void
}

/** Fixtures a mapper reads: sessions, events and documents that are not refused. */
export function readable({ fixtures }: Kit): readonly Fixture[] {
  return fixtures.filter(({ kind, refused }) => kind !== 'error' && refused === null)
}
