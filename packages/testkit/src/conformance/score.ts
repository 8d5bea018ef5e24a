import { it, type TestContext } from 'vitest'
import type { Capabilities } from '@onetill/core'
import { adapterName } from '@onetill/core/adapter'
import type { Fixture } from './fixture.ts'
import type { Kit } from './kit.ts'
import type { AdapterSuite } from './suite.ts'

/** Groups of cases, in the order they run. */
export const AREAS = ['facts', 'fixtures', 'tolerance', 'money', 'leaves', 'http', 'capabilities'] as const
/** A group of cases. */
export type Area = (typeof AREAS)[number]

/** The numbers of one adapter's suite. */
export interface Counted {
  readonly provider: string
  readonly fixtures: number
  /** Registered, without those that are skipped. */
  readonly cases: number
  /** Left out because a capability says so. */
  readonly skipped: number
  /** Answers that were mapped or requested and held against the expectation. */
  readonly checks: number
}

/** How the cases of one area ended. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  /** Left out because a capability says so. */
  readonly skipped: number
  /** Left out by whoever started the run, e.g. by `-t`. */
  readonly notRun: number
}

/** The machine-readable result of a conformance run: no times and no paths, so the same adapter gives the same bytes. */
export interface Score extends Counted, Tally {
  /** Version of this form. */
  readonly format: 1
  /** Name and version, e.g. `acme@1.0.0`. */
  readonly adapter: string
  /** Every case ran and passed, but for those a capability leaves out. */
  readonly green: boolean
  readonly areas: Readonly<Record<Area, Tally>>
  readonly failures: readonly { readonly area: Area; readonly case: string }[]
  /** What is left out, and the capability that says so. */
  readonly skips: readonly Skip[]
}

/** A case that is left out. */
export interface Skip {
  readonly area: Area
  readonly case: string
  readonly capability: keyof Capabilities
  /** The capability's value, which says so. */
  readonly value: Capabilities[keyof Capabilities]
}

/** Keeps what the cases of one suite did. */
export interface Recorder {
  /** The kit whose cases count for an area. */
  readonly kit: (area: Area) => Kit
  readonly skips: () => readonly Skip[]
  /** To be asked when all cases have ended. */
  readonly score: () => Score
}

interface Case {
  readonly area: Area
  readonly name: string
  /** Undefined until it runs. */
  task?: TestContext['task']
}

/** An empty recorder for one adapter. */
export function createRecorder(suite: AdapterSuite, fixtures: readonly Fixture[]): Recorder {
  const cases: Case[] = []
  const skips: Skip[] = []
  let checks = 0
  return {
    kit: (area) => ({
      suite,
      fixtures,
      test: (name, run) => {
        const entry: Case = { area, name }
        cases.push(entry)
        it(name, ({ task }) => {
          entry.task = task
          return run()
        })
      },
      skip: (name, capability) => {
        skips.push({ area, case: name, capability, value: suite.mapper.provider.capabilities[capability] })
        it.skip(name)
      },
      count: (more) => {
        checks += more
      },
    }),
    skips: () => skips,
    score: () => {
      const all = tally(cases, skips)
      return {
        format: 1,
        provider: suite.mapper.provider.id,
        adapter: adapterName(suite.mapper.provider),
        green: all.failed === 0 && all.notRun === 0,
        ...all,
        cases: cases.length,
        fixtures: fixtures.length,
        checks,
        areas: byArea((area) =>
          tally(
            cases.filter((each) => each.area === area),
            skips.filter((each) => each.area === area),
          ),
        ),
        failures: cases.filter((each) => ended(each) === 'failed').map(({ area, name }) => ({ area, case: name })),
        skips,
      }
    },
  }
}

function tally(cases: readonly Case[], skips: readonly Skip[]): Tally {
  const count = (end: ReturnType<typeof ended>): number => cases.filter((each) => ended(each) === end).length
  return { passed: count('passed'), failed: count('failed'), skipped: skips.length, notRun: count('notRun') }
}

/** A case that began and has no result ran out of time. */
function ended({ task }: Case): 'passed' | 'failed' | 'notRun' {
  if (task === undefined) return 'notRun'
  return task.result?.state === 'pass' ? 'passed' : 'failed'
}

function byArea<Value>(of: (area: Area) => Value): Readonly<Record<Area, Value>> {
  const [facts, fixtures, tolerance, money, leaves, http, capabilities] = AREAS
  return {
    [facts]: of(facts),
    [fixtures]: of(fixtures),
    [tolerance]: of(tolerance),
    [money]: of(money),
    [leaves]: of(leaves),
    [http]: of(http),
    [capabilities]: of(capabilities),
  }
}
