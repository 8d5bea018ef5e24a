// The ladder: which record stands against which. A record is used at most once, and a tie is never decided by order.

import { metadataNames } from './columns.ts'
import { type DuckDb, quote } from './duckdb.ts'
import { metadataColumn, RECORD_COLUMNS, rungColumn, tableOf } from './normalize-sql.ts'
import type { SideName } from './record.ts'
import type { Rules } from './rules.ts'
import { codeOf } from './signature.ts'

/** Both sides, in their order. */
export const SIDES: readonly SideName[] = ['left', 'right']

/** Tables of the result, made empty. */
const RESULT = `
  CREATE OR REPLACE TABLE pairs (rung UTINYINT, l BIGINT, r BIGINT, agreed BOOLEAN, value VARCHAR, currency VARCHAR);
  CREATE OR REPLACE TABLE surplus (side VARCHAR, rid BIGINT);
  CREATE OR REPLACE TABLE ambiguous (rung UTINYINT, v VARCHAR, side VARCHAR, rid BIGINT);
  CREATE OR REPLACE TABLE repeated (side VARCHAR, rung UTINYINT, v VARCHAR);
  CREATE OR REPLACE TABLE used_left (rid BIGINT);
  CREATE OR REPLACE TABLE used_right (rid BIGINT);`

/** Matches all records, shard by shard of the value of each rung. The result does not depend on the number of shards. */
export async function match(db: DuckDb, rules: Rules, shards: number): Promise<void> {
  await db.run(RESULT)
  for (const rung of rules.ladder.keys()) {
    if (rung > 0) for (const side of SIDES) await db.run(restSql(rules, side, rung))
    for (let shard = 0; shard < shards; shard++) await matchShard(db, rules, { rung, shard, shards })
  }
  for (const side of SIDES) await db.run(doublePaidSql(side))
  await db.run(UNFOLD)
}

/** Matches on one rung what stands in the tables; `double_left` and `double_right` are there, made of all shards. */
export async function matchRung(db: DuckDb, rules: Rules, rung: number): Promise<void> {
  await db.run(RESULT)
  for (const side of SIDES) await db.run(restSql(rules, side, rung))
  await matchShard(db, rules, { rung, shard: 0, shards: 1 })
  await db.run(UNFOLD)
}

/** One shard of one rung. */
interface Shard {
  readonly rung: number
  readonly shard: number
  readonly shards: number
}

async function matchShard(db: DuckDb, rules: Rules, { rung, shard, shards }: Shard): Promise<void> {
  const value = (side: SideName): string => rungColumn(rules, side, rung)
  // MD5 is the same on every machine and in every version; DuckDB's own hash is not promised to be.
  const inShard = shards === 1 ? '' : `AND md5_number_lower(v) % ${shards} = ${shard}`
  const open = (side: SideName): string => {
    const from = rung === 0 ? `(${thinSql(rules, side, rung)})` : `rest_${side}`
    return `(SELECT * FROM ${from} WHERE v IS NOT NULL ${inShard})`
  }

  for (const side of SIDES) {
    await db.run(`CREATE OR REPLACE TABLE found_${side} AS SELECT v FROM ${open(side)} GROUP BY v HAVING count(*) > 1`)
    if (!(await any(db, `found_${side}`))) continue
    const columns = recordColumns(rules, side).join(', ')
    await db.run(`
      CREATE OR REPLACE TABLE copies AS SELECT rid FROM (
        SELECT t.rowid AS rid, row_number() OVER (PARTITION BY ${columns} ORDER BY t.rowid) AS copy
        FROM ${tableOf(side)} t WHERE own = ${rung} AND ${value(side)} IN (SELECT v FROM found_${side})) WHERE copy > 1;
      INSERT INTO surplus SELECT ${quote(side)}, rid FROM copies;
      INSERT INTO used_${side} SELECT rid FROM copies;
      CREATE OR REPLACE TABLE found_${side} AS
        SELECT v FROM ${open(side)} SEMI JOIN found_${side} f USING (v)
        WHERE rid NOT IN (SELECT rid FROM copies) GROUP BY v HAVING count(*) > 1;
      INSERT INTO repeated SELECT ${quote(side)}, ${rung}, v FROM found_${side};`)
  }

  const kept = async (side: SideName): Promise<string> => {
    const copied = `SELECT rid FROM surplus WHERE side = ${quote(side)}`
    return (await any(db, 'surplus')) ? `(SELECT * FROM ${open(side)} WHERE rid NOT IN (${copied}))` : open(side)
  }
  const left = await kept('left')
  const right = await kept('right')
  await db.run(`CREATE OR REPLACE TABLE many AS
    SELECT v FROM (SELECT v FROM found_left UNION SELECT v FROM found_right)
    WHERE v IN (SELECT v FROM ${left}) AND v IN (SELECT v FROM ${right})`)
  const some = await any(db, 'many')
  const pair = (from: string): string => `INSERT INTO pairs SELECT ${rung}, l.rid, r.rid,
    l.value IS NOT DISTINCT FROM r.value AND l.value_currency IS NOT DISTINCT FROM r.value_currency
      AND coalesce(${codeOf('l.signature', 'r.signature')} IN (SELECT code FROM quiet), false),
    l.value, l.value_currency ${from}`
  await db.run(
    pair(`FROM ${left} l JOIN ${right} r ON l.v = r.v ${some ? 'WHERE l.v NOT IN (SELECT v FROM many)' : ''}`),
  )
  if (some) await settleMany(db, rung, left, right, pair)
  for (const side of SIDES) {
    const row = side === 'left' ? 'l' : 'r'
    await db.run(`INSERT INTO used_${side} SELECT rid FROM ambiguous WHERE side = ${quote(side)} AND rung = ${rung}
      AND v IN (SELECT v FROM many) AND rid NOT IN (SELECT rid FROM used_${side})`)
    await db.run(
      `INSERT INTO used_${side} SELECT ${row} FROM pairs ANTI JOIN used_${side} u ON ${row} = u.rid WHERE rung = ${rung}`,
    )
  }
}

/**
 * Several on one side: those with money stand first, so that tries without money do not make a tie; then one against
 * one is a pair, and anything else is ambiguous. Where no money is on either side nothing is decided.
 */
async function settleMany(
  db: DuckDb,
  rung: number,
  left: string,
  right: string,
  pair: (from: string) => string,
): Promise<void> {
  const candidates = (side: SideName, from: string): string =>
    `SELECT ${quote(side)} AS side, rid, v, stake, max(stake <> 'no') OVER (PARTITION BY v) AS money
     FROM ${from} WHERE v IN (SELECT v FROM many)`
  await db.run(`
    CREATE OR REPLACE TABLE candidates AS SELECT * FROM (
      ${candidates('left', left)} UNION ALL ${candidates('right', right)}) WHERE (stake <> 'no') = money;
    CREATE OR REPLACE TABLE settled AS SELECT v, count(*) FILTER (side = 'left') AS lefts,
      count(*) FILTER (side = 'right') AS rights, bool_or(money) AS money FROM candidates GROUP BY v;
    INSERT INTO ambiguous SELECT ${rung}, v, side, rid FROM candidates JOIN settled s USING (v)
      WHERE s.money AND NOT (lefts = 1 AND rights = 1);`)
  const chosen = (side: SideName, from: string): string =>
    `(SELECT * FROM ${from} WHERE rid IN (SELECT rid FROM candidates JOIN settled USING (v)
      WHERE side = ${quote(side)} AND lefts = 1 AND rights = 1))`
  await db.run(pair(`FROM ${chosen('left', left)} l JOIN ${chosen('right', right)} r ON l.v = r.v`))
}

/** What the matching needs of a record. */
function thinSql(rules: Rules, side: SideName, rung: number): string {
  return `SELECT t.rowid AS rid, ${rungColumn(rules, side, rung)} AS v, stake, own, signature, value, value_currency
    FROM ${tableOf(side)} t`
}

/** The records that no rung before has used. */
function restSql(rules: Rules, side: SideName, rung: number): string {
  return `CREATE OR REPLACE TABLE rest_${side} AS ${thinSql(rules, side, rung)} ANTI JOIN used_${side} u ON t.rowid = u.rid`
}

async function any(db: DuckDb, table: string): Promise<boolean> {
  const [row] = await db.rows(`SELECT count(*) > 0 FROM ${table}`)
  return row?.[0] === true
}

/** Columns that make two records the same. */
export function recordColumns(rules: Rules, side: SideName): readonly string[] {
  return [...RECORD_COLUMNS, ...metadataNames(rules, side).map((_, index) => metadataColumn(index))]
}

/** References with money on more than one session of a side. */
export function doublePaidSql(side: SideName): string {
  const paid = `FROM ${tableOf(side)} WHERE stake = 'yes' AND key IS NOT NULL AND reference IS NOT NULL`
  // Which references stand there more than once is cheap to know; only of those the keys are compared.
  return `
    CREATE OR REPLACE TABLE twice AS SELECT reference ${paid} GROUP BY reference HAVING count(*) > 1;
    CREATE OR REPLACE TABLE double_${side} AS SELECT reference ${paid} AND reference IN (SELECT reference FROM twice)
      GROUP BY reference HAVING min(key) <> max(key)`
}

/** Whether a reference is paid twice is not in the signature. */
const UNFOLD = `UPDATE pairs SET agreed = false WHERE agreed AND (
  l IN (SELECT t.rowid FROM side_left t SEMI JOIN double_left USING (reference)) OR
  r IN (SELECT t.rowid FROM side_right t SEMI JOIN double_right USING (reference)));`
