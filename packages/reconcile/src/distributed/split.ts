// Cuts both sides into shards of checked records. Only this reads the sources.
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../canonical.ts'
import { grouped, rowCount, sideSums } from '../compare-sides.ts'
import { type Exact, exact, text } from '../decimal.ts'
import { type DuckDb, quote } from '../duckdb.ts'
import { invalidFinding } from '../finding.ts'
import { findingFile } from '../finding-file.ts'
import { doublePaidSql, SIDES } from '../match.ts'
import { MACROS, normalizedSql, rungColumn, tableOf } from '../normalize-sql.ts'
import { type Quarantined, quarantine } from '../quarantine.ts'
import { LOUD } from '../quiet.ts'
import type { SideName } from '../record.ts'
import type { Side } from '../side.ts'
import { prepare } from '../source.ts'
import { createTally, type TallyParts } from '../tally.ts'
import { withEngine } from './engine.ts'
import { makeWhole, type Plan, parquetFiles, partSql, rowsOf } from './plan.ts'

interface Splitting {
  readonly folder: string
  readonly plan: Plan
  readonly left: Side
  readonly right: Side
  readonly memory: string
  readonly threads: number
  readonly signal: AbortSignal | undefined
}

/** What is known of the sides as wholes. */
export interface Split {
  readonly usable: Readonly<Record<SideName, number>>
  /** Currency and sum, by side. */
  readonly sums: Readonly<Record<SideName, readonly (readonly [string, string])[]>>
  readonly bad: Readonly<Record<SideName, readonly Quarantined[]>>
  readonly tally: TallyParts
}

/** Findings of rows that were set aside. */
export const splitFindings = (folder: string): string => join(folder, 'split', 'found.tsv')

/** Cuts both sides, once. @throws invalid_input */
export async function split(splitting: Splitting): Promise<Split> {
  const path = join(splitting.folder, 'split')
  const { memory, threads, signal } = splitting
  await makeWhole(path, (beside) =>
    withEngine({ path: ':memory:', folder: beside, memory, threads, signal }, (db) => splitInto(db, beside, splitting)),
  )
  return JSON.parse(await readFile(join(path, 'split.json'), 'utf8')) as Split
}

async function splitInto(db: DuckDb, folder: string, { plan, ...sides }: Splitting): Promise<void> {
  const { rules, shards } = plan
  for (const macro of MACROS) await db.run(macro)
  const tally = createTally()
  const file = await findingFile(folder)
  const known = {
    usable: { left: 0, right: 0 },
    sums: { left: pairs(), right: pairs() },
    bad: { left: bad(), right: bad() },
  }
  for (const side of SIDES) {
    const source = await prepare({ side: sides[side], name: side, rules, folder, db })
    const rows = normalizedSql(rules, side, source, source.relation)
    await db.run(
      `COPY (SELECT * FROM (${rows}) LIMIT 0) TO ${quote(join(folder, `${side}.empty.parquet`))} (FORMAT parquet)`,
    )
    const part = `CASE WHEN reason IS NULL THEN ${partSql(rungColumn(rules, side, 0), shards)} ELSE -1 END AS part`
    await db.run(
      `COPY (SELECT *, ${part} FROM (${rows})) TO ${quote(join(folder, side))} (FORMAT parquet, PARTITION_BY (part), ROW_GROUP_SIZE 20480)`,
    )
    const empty = join(folder, `${side}.empty.parquet`)
    const unusable = [empty, ...(await parquetFiles(join(folder, side, 'part=-1')))]
    await db.run(`CREATE TABLE ${tableOf(side)} AS SELECT * FROM ${rowsOf(unusable)}`)
    const rowsSetAside = await quarantine(db, rules, side, source, null)
    known.bad[side] = rowsSetAside
    for (const { row, times } of grouped(rowsSetAside)) {
      const finding = invalidFinding(rules, side, row, times)
      tally.found(finding)
      file.write(finding)
    }
    const all = [empty]
    for (let shard = 0; shard < shards; shard++) all.push(...(await parquetFiles(join(folder, side, `part=${shard}`))))
    await db.run(`DROP TABLE ${tableOf(side)}; CREATE VIEW ${tableOf(side)} AS SELECT * FROM ${rowsOf(all)}`)
    known.usable[side] = await rowCount(db, side)
    known.sums[side] = [...(await sideSums(db, side, LOUD))].map(([currency, sum]) => [currency, text(sum, null)])
    await db.run(doublePaidSql(side))
    await db.run(`COPY double_${side} TO ${quote(join(folder, `${side}.double.parquet`))} (FORMAT parquet)`)
    // What a stream gave stands in the shards now.
    for (const ending of ['tsv', 'in.csv']) await rm(join(folder, `${side}.${ending}`), { force: true })
  }
  await file.end()
  if (!existsSync(file.path)) await writeFile(file.path, '')
  await writeFile(join(folder, 'split.json'), canonicalJson({ ...known, tally: tally.parts() }))
}

const pairs = (): readonly (readonly [string, string])[] => []
const bad = (): readonly Quarantined[] => []

/** Sums of a side as they are calculated with. */
export function sumsOf({ sums }: Split, side: SideName): ReadonlyMap<string, Exact> {
  return new Map(sums[side].map(([currency, sum]) => [currency, exact(sum)]))
}
