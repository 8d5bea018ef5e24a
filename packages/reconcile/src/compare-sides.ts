import { join } from 'node:path'
import { canonicalJson } from './canonical.ts'
import { classify } from './classify.ts'
import { type Class, CODES, type Code, isCode } from './codes.ts'
import { add, type Exact, exact, ZERO } from './decimal.ts'
import type { DuckDb } from './duckdb.ts'
import { findingOf, invalidFinding } from './finding.ts'
import { findingFile } from './finding-file.ts'
import { match, SIDES } from './match.ts'
import { tableOf } from './normalize-sql.ts'
import { type Outcome, outcomes } from './outcome.ts'
import type { Sources } from './prepare-sides.ts'
import type { Progress } from './progress.ts'
import { type Quarantined, quarantine } from './quarantine.ts'
import type { SideName } from './record.ts'
import type { Rules } from './rules.ts'
import { type ClassTotal, createTotals, type Identity, type SideSums } from './totals.ts'

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

/** How many findings have a code, as their class or further. */
export interface CodeCount {
  readonly code: Code
  readonly findings: number
  readonly also: number
}

interface Comparing {
  readonly db: DuckDb
  readonly rules: Rules
  readonly asOf: string
  readonly sides: Sources
  readonly shards: number
  readonly folder: string
  readonly report: (step: Progress) => void
}

/** Matches, classifies and adds up what stands in the tables of the sides. */
export async function compareSides({ db, rules, asOf, sides, shards, folder, report }: Comparing): Promise<Compared> {
  const bad = {
    left: await quarantine(db, rules, 'left', sides.left),
    right: await quarantine(db, rules, 'right', sides.right),
  }
  const sums: SideSums = { left: await sideSums(db, 'left'), right: await sideSums(db, 'right') }
  await match(db, rules, shards)
  report({ step: 'explaining' })

  const totals = createTotals()
  const counts = new Map<Code, { findings: number; also: number }>()
  const file = await findingFile(folder)
  let findings = 0
  let exceptions = 0
  const count = (code: Code, as: 'findings' | 'also'): void => {
    const found = counts.get(code) ?? { findings: 0, also: 0 }
    found[as]++
    counts.set(code, found)
  }
  const found = async (finding: Parameters<typeof file.write>[0]): Promise<void> => {
    findings++
    if (finding.exception) exceptions++
    count(finding.code, 'findings')
    for (const code of finding.also) count(code, 'also')
    await file.write(finding)
  }
  const take = async (outcome: Outcome): Promise<void> => {
    const classified = classify(outcome.one, { rules, asOf })
    for (const side of SIDES)
      for (const { record } of outcome[side]) {
        const { units, scale } = exact(record.value)
        const sum = { units: units * BigInt(outcome.times), scale }
        totals.put(classified.class, side, record.valueCurrency, sum, outcome.times)
      }
    if (isCode(classified.class)) await found(findingOf(rules, outcome, classified.class, classified))
  }

  const read = outcomes(db, rules)
  const silent = new Map<string, Class>()
  for await (const { fold, outcome } of read.folds()) {
    const { class: name } = classify(outcome.one, { rules, asOf })
    if (!isCode(name)) silent.set(fold, name)
  }
  for await (const row of foldedSums(db)) {
    const name = silent.get(row.fold)
    if (name !== undefined) for (const side of SIDES) totals.put(name, side, row.currency, row.sum, row.pairs)
  }
  for await (const outcome of read.pairs([...silent.keys()])) await take(outcome)
  for await (const outcome of read.alone()) await take(outcome)
  for await (const outcome of read.duplicates()) await take(outcome)
  for await (const outcome of read.ambiguous()) await take(outcome)
  for (const side of SIDES) {
    for await (const [currency, records] of db.rows(silentAloneSql(side)))
      totals.put('without_money', side, typeof currency === 'string' ? currency : null, ZERO, Number(records))
    for (const { row, times } of grouped(bad[side])) await found(invalidFinding(rules, side, row, times))
  }
  await file.end()
  const path = join(folder, 'findings.ndjson')
  await db.run(file.sortedSql(path))

  const usable = { left: await rowCount(db, 'left'), right: await rowCount(db, 'right') }
  const classified = totals.records()
  return {
    records: {
      left: { usable: usable.left, invalid: bad.left.length },
      right: { usable: usable.right, invalid: bad.right.length },
    },
    classes: totals.classes(),
    codes: (Object.keys(CODES) as Code[]).flatMap((code) => {
      const row = counts.get(code)
      return row === undefined ? [] : [{ code, ...row }]
    }),
    identity: totals.identity(sums),
    unclassified: { left: usable.left - classified.left, right: usable.right - classified.right },
    findings: { path, count: findings, exceptions },
    quarantine: [...bad.left, ...bad.right],
  }
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

/** Sums of a whole side by currency: counted from its table, not from the classes. */
async function sideSums(db: DuckDb, side: SideName): Promise<ReadonlyMap<string, Exact>> {
  const sums = new Map<string, Exact>()
  const sql = `SELECT value_currency, ${DECIMALS} AS decimals, ${UNITS} FROM ${tableOf(side)} WHERE value IS NOT NULL GROUP BY 1, 2`
  for await (const [currency, scale, small, large] of db.rows(sql))
    sums.set(String(currency), add(sums.get(String(currency)) ?? ZERO, sumOf(scale, small, large)))
  return sums
}

interface FoldedSum {
  readonly fold: string
  readonly currency: string | null
  readonly sum: Exact
  readonly pairs: number
}

async function* foldedSums(db: DuckDb): AsyncIterable<FoldedSum> {
  const sql = `SELECT fold, currency, ${DECIMALS} AS decimals, count(*), ${UNITS} FROM pairs WHERE fold IS NOT NULL GROUP BY 1, 2, 3`
  for await (const [fold, currency, scale, pairs, small, large] of db.rows(sql))
    yield {
      fold: String(fold),
      currency: typeof currency === 'string' ? currency : null,
      sum: sumOf(scale, small, large),
      pairs: Number(pairs),
    }
}

/** Records without money that stand alone; what the basis counts of them, if anything, is zero. */
const silentAloneSql = (side: SideName): string =>
  `SELECT value_currency, count(*) FROM ${tableOf(side)} a ANTI JOIN used_${side} u ON a.rowid = u.rid
    WHERE a.stake = 'no' AND a.fold GROUP BY 1`

const rowCount = (db: DuckDb, side: SideName): Promise<number> => single(db, `SELECT count(*) FROM ${tableOf(side)}`)

async function single(db: DuckDb, sql: string): Promise<number> {
  let count = 0
  for await (const [cell] of db.rows(sql)) count = Number(cell)
  return count
}

function grouped(rows: readonly Quarantined[]): readonly { readonly row: Quarantined; readonly times: number }[] {
  const groups = new Map<string, { row: Quarantined; times: number }>()
  for (const row of rows) {
    const name = canonicalJson([row.reason, row.key, row.reference])
    const group = groups.get(name)
    if (group === undefined) groups.set(name, { row, times: 1 })
    else group.times++
  }
  return [...groups.values()]
}
