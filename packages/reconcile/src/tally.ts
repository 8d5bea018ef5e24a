// Counts and sums of what was found so far, in a form that parts of a run can be put together from.
import type { Class, Code } from './codes.ts'
import { CODES } from './codes.ts'
import { type Exact, exact } from './decimal.ts'
import type { Finding } from './finding.ts'
import type { SideName } from './record.ts'
import { createTotals, type Totals } from './totals.ts'

/** How many findings have a code, as their class or further. */
export interface CodeCount {
  readonly code: Code
  readonly findings: number
  readonly also: number
}

/** Counts and sums as plain values. */
export interface TallyParts {
  /** Class, side, currency, minor units and their decimals, records. */
  readonly sums: readonly (readonly [Class, SideName, string | null, string, number, number])[]
  readonly codes: readonly CodeCount[]
  readonly findings: number
  readonly exceptions: number
}

/** Counts and sums. */
export interface Tally {
  readonly totals: Totals
  put(to: Class, side: SideName, currency: string | null, sum: Exact, records: number): void
  found(finding: Pick<Finding, 'code' | 'also' | 'exception'>): void
  /** Adds those of another part. */
  add(parts: TallyParts): void
  parts(): TallyParts
}

/** Nothing counted yet. */
export function createTally(): Tally {
  const totals = createTotals()
  const counts = new Map<Code, { findings: number; also: number }>()
  let findings = 0
  let exceptions = 0
  const count = (code: Code, as: 'findings' | 'also', by: number): void => {
    const found = counts.get(code) ?? { findings: 0, also: 0 }
    found[as] += by
    counts.set(code, found)
  }
  const put: Tally['put'] = (to, side, currency, sum, records) => totals.put(to, side, currency, sum, records)
  return {
    totals,
    put,
    found: ({ code, also, exception }) => {
      findings++
      if (exception) exceptions++
      count(code, 'findings', 1)
      for (const one of also) count(one, 'also', 1)
    },
    add: (parts) => {
      for (const [to, side, currency, units, scale, records] of parts.sums)
        put(to, side, currency, { units: BigInt(units), scale }, records)
      for (const { code, findings, also } of parts.codes) {
        count(code, 'findings', findings)
        count(code, 'also', also)
      }
      findings += parts.findings
      exceptions += parts.exceptions
    },
    parts: () => {
      const sums: TallyParts['sums'][number][] = []
      for (const { class: name, currency, records, left, right } of totals.classes())
        for (const side of ['left', 'right'] as const) {
          const { units, scale } = exact(side === 'left' ? left : right)
          sums.push([name, side, currency, units.toString(), scale, records[side]])
        }
      const codes = (Object.keys(CODES) as Code[]).flatMap((code) => {
        const row = counts.get(code)
        return row === undefined ? [] : [{ code, ...row }]
      })
      return { sums, codes, findings, exceptions }
    },
  }
}
