import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { canonicalJson, sha256 } from './canonical.ts'
import type { Compared } from './compare-sides.ts'
import type { Finding } from './finding.ts'
import { jsonLines } from './json-lines.ts'
import { lines } from './json-rows.ts'
import type { Quarantined } from './quarantine.ts'
import type { SideName } from './record.ts'
import type { Rules } from './rules.ts'
import type { CodeCount } from './tally.ts'
import type { ClassTotal, Identity } from './totals.ts'

/** Version of the canonical JSON. */
export const RESULT_VERSION = 1

/** How a comparison ended. `unbalanced`: the sums do not add up, which is a defect of the comparison. */
export type Verdict = 'clean' | 'findings' | 'unbalanced'

/** A comparison in a few numbers. */
export interface ResultSummary {
  readonly verdict: Verdict
  readonly asOf: string
  readonly rules: string
  readonly basis: Rules['basis']
  readonly records: Readonly<Record<SideName, { readonly usable: number; readonly invalid: number }>>
  readonly findings: number
  /** Findings that count against a clean run. */
  readonly exceptions: number
  readonly codes: readonly CodeCount[]
}

/** What a comparison found. */
export interface Result {
  readonly summary: ResultSummary
  /** Count and sums of every class, in the order of the list. */
  readonly classes: readonly ClassTotal[]
  /** Per currency, whether the classes explain the difference. */
  readonly identity: readonly Identity[]
  /** Rows that were set aside, with their lines. */
  readonly quarantine: readonly Quarantined[]
  readonly rules: Rules
  /** Every finding, in the order of the codes; can be asked for again. */
  findings(): AsyncIterable<Finding>
  /** The whole result as canonical JSON, piece by piece: the same bytes for the same records, whatever their order or source. */
  canonical(): AsyncIterable<string>
  /** SHA-256 of the canonical JSON. */
  hash(): Promise<string>
  /** Removes what is on disk; afterwards the findings are gone. */
  close(): Promise<void>
}

interface Ended {
  readonly rules: Rules
  readonly asOf: string
  readonly compared: Compared
  readonly close: () => Promise<void>
}

/** A result that reads its findings from their file. */
export function resultOf({ rules, asOf, compared, close }: Ended): Result {
  const { records, classes, codes, identity, unclassified, findings } = compared
  const balanced =
    unclassified.left === 0 && unclassified.right === 0 && identity.every(({ remainder }) => !/[1-9]/.test(remainder))
  const summary: ResultSummary = {
    verdict: balanced ? (findings.exceptions === 0 ? 'clean' : 'findings') : 'unbalanced',
    asOf,
    rules: rules.name,
    basis: rules.basis,
    records,
    findings: findings.count,
    exceptions: findings.exceptions,
    codes,
  }

  const texts = (): AsyncIterable<{ readonly text: string }> => lines(createReadStream(findings.path, 'utf8'))

  async function* read(): AsyncIterable<Finding> {
    for await (const some of jsonLines<Finding>(findings.path)) yield* some
  }

  async function* canonical(): AsyncIterable<string> {
    const head = { classes, identity, rules: { name: rules.name, hash: sha256(canonicalJson(rules)) } }
    yield `{"classes":${canonicalJson(head.classes)},"findings":[`
    let separator = '\n'
    for await (const { text } of texts()) {
      yield separator + text
      separator = ',\n'
    }
    yield `],"identity":${canonicalJson(identity)},"rules":${canonicalJson(head.rules)},"summary":${canonicalJson(summary)},"version":${RESULT_VERSION}}\n`
  }

  return {
    summary,
    classes,
    identity,
    quarantine: compared.quarantine,
    rules,
    findings: read,
    canonical,
    hash: async () => {
      const hash = createHash('sha256')
      for await (const text of canonical()) hash.update(text)
      return hash.digest('hex')
    },
    close,
  }
}
