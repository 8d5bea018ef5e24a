// One piece of work: matches and explains one shard on one rung. Repeated, it makes the same files.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../canonical.ts'
import { explainTables } from '../compare-sides.ts'
import { quote } from '../duckdb.ts'
import { findingFile } from '../finding-file.ts'
import { matchRung, SIDES } from '../match.ts'
import { rungColumn, tableOf } from '../normalize-sql.ts'
import { sharedSql } from '../outcome.ts'
import { quietTableSql } from '../signature.ts'
import { createTally } from '../tally.ts'
import { withEngine } from './engine.ts'
import { doneFolder, inputsOf, makeWhole, partSql, readPlan, rowsOf, type ShardWork } from './plan.ts'

interface Working {
  /** Folder of the run. */
  readonly folder: string
  readonly work: Omit<ShardWork, 'run'>
  readonly memory: string
  readonly threads: number
  /** Ends it at once; what it did is thrown away. */
  readonly signal: AbortSignal | undefined
}

/** Does one piece of work, unless it is done. */
export async function workShard({ folder, work, memory, threads, signal }: Working): Promise<void> {
  const plan = await readPlan(folder)
  const { rules, asOf, shards } = plan
  const isLast = work.rung === rules.ladder.length - 1
  await makeWhole(doneFolder(folder, work), (beside) =>
    withEngine({ path: ':memory:', folder: beside, memory, threads, signal }, async (db) => {
      await db.run(quietTableSql({ rules, asOf }))
      for (const side of SIDES) {
        await db.run(
          `CREATE TABLE ${tableOf(side)} AS SELECT * FROM ${rowsOf(await inputsOf(folder, work, plan, side))}`,
        )
        const double = quote(join(folder, 'split', `${side}.double.parquet`))
        await db.run(`CREATE TABLE double_${side} AS SELECT * FROM read_parquet(${double})`)
      }
      await matchRung(db, rules, work.rung)
      const tally = createTally()
      const file = await findingFile(beside)
      await explainTables({ db, rules, asOf, tally, file, alone: isLast ? 'explained' : 'kept' })
      await file.end()
      for (const side of isLast ? [] : SIDES) {
        const next = partSql(`a.${rungColumn(rules, side, work.rung + 1)}`, shards)
        await db.run(`COPY (SELECT a.* REPLACE (${sharedSql(rules, side, 'a')} AS shared), ${next} AS part
          FROM ${tableOf(side)} a ANTI JOIN used_${side} u ON a.rowid = u.rid)
          TO ${quote(join(beside, side))} (FORMAT parquet, PARTITION_BY (part))`)
      }
      await writeFile(join(beside, 'tally.json'), canonicalJson(tally.parts()), { flush: true })
    }),
  )
}
