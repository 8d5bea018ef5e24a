import type { DuckDb } from './duckdb.ts'
import { SIDES } from './match.ts'
import { MACROS, tableSql } from './normalize-sql.ts'
import type { Progress } from './progress.ts'
import { findQuiet, type Quiet } from './quiet.ts'
import type { SideName } from './record.ts'
import type { Rules } from './rules.ts'
import type { Side } from './side.ts'
import { prepare, type Source, type Sources } from './source.ts'

/** Both sides in their tables, without what was seen to agree. */
export interface Prepared {
  readonly sources: Sources
  readonly quiet: Quiet
}

interface Preparing {
  readonly left: Side
  readonly right: Side
  readonly rules: Rules
  /** Makes the table `quiet`. */
  readonly quietSql: string
  readonly shards: number
  readonly folder: string
  readonly db: DuckDb
  readonly report: (step: Progress) => void
  /** What an attempt before this one has made. */
  readonly kept: Map<SideName, Source>
}

/** Reads both sides into their tables. @throws invalid_input */
export async function prepareSides({
  db,
  rules,
  quietSql,
  shards,
  folder,
  report,
  kept,
  ...sides
}: Preparing): Promise<Prepared> {
  await db.run(MACROS.join(';'))
  const read = async (name: SideName): Promise<Source> => {
    report({ step: 'reading', side: name })
    const side = sides[name]
    // An iterable gives its records once.
    const source = kept.get(name) ?? (await prepare({ side, name, rules, folder, db }))
    kept.set(name, source)
    return source
  }
  const sources = { left: await read('left'), right: await read('right') }
  await db.run(quietSql)
  const quiet = await findQuiet({ db, rules, sides: sources, shards })
  for (const name of SIDES) await db.run(tableSql(rules, name, sources[name], quiet))
  return { sources, quiet }
}
