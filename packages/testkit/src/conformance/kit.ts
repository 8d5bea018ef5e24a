import { it } from 'vitest'
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
  /** The skips so far, one line each. */
  readonly skips: () => readonly string[]
  readonly counted: () => Counted
}

/** The machine-readable summary. */
export interface Counted {
  readonly provider: string
  readonly fixtures: number
  readonly cases: number
  readonly skipped: number
  /** Answers that were mapped or requested and held against the expectation. */
  readonly checks: number
}

/** An empty kit for one adapter. */
export function createKit(suite: AdapterSuite, fixtures: readonly Fixture[]): Kit {
  const skips: string[] = []
  let cases = 0
  let checks = 0
  return {
    suite,
    fixtures,
    test: (name, run) => {
      cases++
      it(name, run)
    },
    skip: (name, capability) => {
      skips.push(`${name}: ${capability} is ${JSON.stringify(suite.mapper.provider.capabilities[capability])}`)
      it.skip(name)
    },
    count: (more) => {
      checks += more
    },
    skips: () => skips,
    counted: () => ({
      provider: suite.mapper.provider.id,
      fixtures: fixtures.length,
      cases,
      skipped: skips.length,
      checks,
    }),
  }
}

/** Fixtures a mapper reads: sessions, events and documents that are not refused. */
export function readable({ fixtures }: Kit): readonly Fixture[] {
  return fixtures.filter(({ kind, refused }) => kind !== 'error' && refused === null)
}
