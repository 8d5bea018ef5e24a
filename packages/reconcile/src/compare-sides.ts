import { join } from 'node:path'
import { canonicalJson } from './canonical.ts'
import { classify } from './classify.ts'
import { isCode } from './codes.ts'
import { add, type Exact, exact, ZERO } from './decimal.ts'
import type { DuckDb } from './duckdb.ts'
import { findingOf, invalidFinding } from './finding.ts'
import { type FindingFile, findingFile, sortedSql } from './finding-file.ts'
import { match, SIDES } from './match.ts'
import { tableOf } from './normalize-sql.ts'
import { type Outcome, outcomes } from './outcome.ts'
import type { Progress } from './progress.ts'
import { type Quarantined, quarantine } from './quarantine.ts'
import { IS_WIDE, type Quiet } from './quiet.ts'
import type { SideName } from './record.ts'
import type { Rules } from './rules.ts'
import type { Sources } from './source.ts'
import { type CodeCount, createTally, type Tally } from './tally.ts'
import type { ClassTotal, Identity, SideSums } from './totals.ts'

/** Everything a comparison found; the findings stand in a file, in their order. */
export interface Compared {
  readonly records: Readonly<Record<SideName, { readonly usable: number; readonly invalid: number }>>
  readonly classes: readonly ClassTotal[]
  readonly codes: readonly CodeCount[]
  readonly identity: readonly Identity[]
  /** Usable records that are in no class; anything but zero is a defect of the comparison. */
  readonly unclassified: Readonly<Record<SideName, number>>
  readonly findings: { readonly path: string; readonly count: number; readonly exceptions: number }
  readonly quarantine: readonly Quarantined[]
}

interface Comparing {
  readonly db: DuckDb
  readonly rules: Rules
  readonly asOf: string
  readonly sources: Sources
  readonly quiet: Quiet
  readonly shards: number
  readonly folder: string
  readonly report: (step: Progress) => void
}

/** Matches, classifies and adds up what stands in the tables of the sides. */
export async function compareSides(comparing: Comparing): Promise<Compared> {
  const { db, rules, asOf, sources, quiet, shards, folder, report } = comparing
  const bad = {
    left: await quarantine(db, rules, 'left', sources.left, quiet.rung),
    right: await quarantine(db, rules, 'right', sources.right, quiet.rung),
  }
  const sums: SideSums = { left: await sideSums(db, 'left', quiet), right: await sideSums(db, 'right', quiet) }
  await match(db, rules, shards)
  report({ step: 'explaining' })

  const tally = createTally()
  const file = await findingFile(folder)
  for (const { currency, pairs, sum } of quiet.agreed)
    for (const side of SIDES) tally.put('agreed', side, currency, sum, pairs)
  await explainTables({ db, rules, asOf, tally, file, alone: 'explained' })
  for (const side of SIDES)
    for (const { row, times } of grouped(bad[side])) {
      const finding = invalidFinding(rules, side, row, times)
      tally.found(finding)
      file.write(finding)
    }
  await file.end()
  const path = join(folder, 'findings.ndjson')
  await db.run(sortedSql([file.path], path))

  const usable =
    quiet.rung === null ? { left: await rowCount(db, 'left'), right: await rowCount(db, 'right') } : quiet.usable
  return comparedOf({ tally, usable, sums, bad, path })
}

interface Ended {
  readonly tally: Tally
  readonly usable: Readonly<Record<SideName, number>>
  readonly sums: SideSums
  readonly bad: Readonly<Record<SideName, readonly Quarantined[]>>
  /** The findings in their order. */
  readonly path: string
}

/** What all parts of a run came to. */
export function comparedOf({ tally, usable, sums, bad, path }: Ended): Compared {
  const { codes, findings, exceptions } = tally.parts()
  const classified = tally.totals.records()
  return {
    records: {
      left: { usable: usable.left, invalid: bad.left.length },
      right: { usable: usable.right, invalid: bad.right.length },
    },
    classes: tally.totals.classes(),
    codes,
    identity: tally.totals.identity(sums),
    unclassified: { left: usable.left - classified.left, right: usable.right - classified.right },
    findings: { path, count: findings, exceptions },
    quarantine: [...bad.left, ...bad.right],
  }
}

interface Explaining {
  readonly db: DuckDb
  readonly rules: Rules
  readonly asOf: string
  readonly tally: Tally
  readonly file: FindingFile
  /** Whether what no rung has matched is explained, or kept for a further rung. */
  readonly alone: 'explained' | 'kept'
}

/** Classifies and adds up what the matching left in the tables. */
export async function explainTables({ db, rules, asOf, tally, file, alone }: Explaining): Promise<void> {
  const take = (outcome: Outcome): void => {
    const classified = classify(outcome.one, { rules, asOf })
    for (const side of SIDES)
      for (const { record } of outcome[side]) {
        const { units, scale } = exact(record.value)
        const sum = { units: units * BigInt(outcome.times), scale }
        tally.put(classified.class, side, record.valueCurrency, sum, outcome.times)
      }
    if (!isCode(classified.class)) return
    const finding = findingOf(rules, outcome, classified.class, classified)
    tally.found(finding)
    file.write(finding)
  }
  for (const { currency, pairs, sum } of await agreedPairs(db))
    for (const side of SIDES) tally.put('agreed', side, currency, sum, pairs)
  for (const kind of outcomes(db, rules, { alone: alone === 'explained' }))
    for await (const some of kind) {
      for (const outcome of some) take(outcome)
      await file.flush()
    }
  if (alone === 'kept') return
  for (const side of SIDES)
    for (const [currency, records] of await db.rows(silentAloneSql(side)))
      tally.put('without_money', side, typeof currency === 'string' ? currency : null, ZERO, Number(records))
}

const DECIMALS = `CASE WHEN position('.' IN value) = 0 THEN 0 ELSE length(value) - position('.' IN value) END`
/** Minor units as whole numbers; what 128 bits might not hold is added up as BIGNUM. */
const UNITS = `sum(CASE WHEN length(value) <= 28 THEN replace(value, '.', '')::HUGEINT END)::VARCHAR,
  sum(CASE WHEN length(value) > 28 THEN replace(value, '.', '')::BIGNUM END)::VARCHAR`

const sumOf = (scale: unknown, small: unknown, large: unknown): Exact =>
  add(
    { units: BigInt(typeof small === 'string' ? small : 0), scale: Number(scale ?? 0) },
    { units: BigInt(typeof large === 'string' ? large : 0), scale: Number(scale ?? 0) },
  )

/** Sums of a whole side by currency: counted from all its records, not from the classes. */
export async function sideSums(db: DuckDb, side: SideName, quiet: Quiet): Promise<ReadonlyMap<string, Exact>> {
  const sums = new Map<string, Exact>(quiet.sums[side])
  const uncounted = quiet.rung === null ? 'value IS NOT NULL' : IS_WIDE
  const sql = `SELECT value_currency, ${DECIMALS} AS decimals, ${UNITS} FROM ${tableOf(side)} WHERE ${uncounted} GROUP BY 1, 2`
  for (const [currency, scale, small, large] of await db.rows(sql))
    sums.set(String(currency), add(sums.get(String(currency)) ?? ZERO, sumOf(scale, small, large)))
  return sums
}

async function agreedPairs(db: DuckDb): Promise<Quiet['agreed']> {
  const agreed: Quiet['agreed'][number][] = []
  const sql = `SELECT currency, ${DECIMALS} AS decimals, count(*), ${UNITS} FROM pairs WHERE agreed GROUP BY 1, 2`
  for (const [currency, scale, pairs, small, large] of await db.rows(sql))
    agreed.push({
      currency: typeof currency === 'string' ? currency : null,
      sum: sumOf(scale, small, large),
      pairs: Number(pairs),
    })
  return agreed
}

/** Records without money that stand alone; what the basis counts of them, if anything, is zero. */
const silentAloneSql = (side: SideName): string =>
  `SELECT value_currency, count(*) FROM ${tableOf(side)} a ANTI JOIN used_${side} u ON a.rowid = u.rid
    WHERE a.stake = 'no' AND a.fold GROUP BY 1`

/** Rows in the table of a side. */
export async function rowCount(db: DuckDb, side: SideName): Promise<number> {
  const [row] = await db.rows(`SELECT count(*) FROM ${tableOf(side)}`)
  return Number(row?.[0])
}

/** Rows that were set aside, those of one reason and name together. */
export function grouped(
  rows: readonly Quarantined[],
): readonly { readonly row: Quarantined; readonly times: number }[] {
  const groups = new Map<string, { row: Quarantined; times: number }>()
  for (const row of rows) {
    const name = canonicalJson([row.reason, row.key, row.reference])
    const group = groups.get(name)
    if (group === undefined) groups.set(name, { row, times: 1 })
    else group.times++
  }
  return [...groups.values()]
}
