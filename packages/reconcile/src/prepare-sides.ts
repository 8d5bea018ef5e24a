import type { DuckDb } from './duckdb.ts'
import { MACROS, tableSql } from './normalize-sql.ts'
import type { Progress } from './progress.ts'
import type { SideName } from './record.ts'
import type { Rules } from './rules.ts'
import type { Side } from './side.ts'
import { prepare, type Source } from './source.ts'

/** Both sides, readable. */
export type Sources = Readonly<Record<SideName, Source>>

interface Preparing {
  readonly left: Side
  readonly right: Side
  readonly rules: Rules
  readonly folder: string
  readonly db: DuckDb
  readonly report: (step: Progress) => void
  /** What an attempt before this one has made. */
  readonly kept: Map<SideName, Source>
}

/** Reads both sides into their tables. @throws invalid_input */
export async function prepareSides({ db, rules, folder, report, kept, ...sides }: Preparing): Promise<Sources> {
  for (const macro of MACROS) await db.run(macro)
  const read = async (name: SideName): Promise<Source> => {
    report({ step: 'reading', side: name })
    const side = sides[name]
    // An iterable gives its records once.
    const source = kept.get(name) ?? (await prepare({ side, name, rules, folder, db }))
    kept.set(name, source)
    await db.run(tableSql(rules, name, source))
    return source
  }
  return { left: await read('left'), right: await read('right') }
}
