// Most records agree. Those are found and added up here in one pass over few columns; everything after it sees only the
// others. A pair is quiet when its class is sure without looking further: one record on each side has the value of the
// rung, nothing before could have matched them, no reference is paid twice, and their signatures agree.

import { columnOf, metadataNames } from './columns.ts'
import { add, type Exact, ZERO } from './decimal.ts'
import type { DuckDb } from './duckdb.ts'
import { SIDES } from './match.ts'
import { normalizedSql, rungColumn } from './normalize-sql.ts'
import type { SideName } from './record.ts'
import type { Rules } from './rules.ts'
import { codeOf } from './signature.ts'
import type { Source, Sources } from './source.ts'

/** What was seen of all records, and of the pairs that are left out from now on. */
export interface Quiet {
  /** The rung they were matched on; null: nothing is left out. */
  readonly rung: number | null
  /** Usable records of each side. */
  readonly usable: Readonly<Record<SideName, number>>
  /** Whether a side has rows that cannot be used. */
  readonly hasBad: Readonly<Record<SideName, boolean>>
  /** Sums of each side by currency, but for amounts too long to be added up here. */
  readonly sums: Readonly<Record<SideName, ReadonlyMap<string, Exact>>>
  /** Pairs that agree. */
  readonly agreed: readonly { readonly currency: string | null; readonly pairs: number; readonly sum: Exact }[]
}

/** Digits that a whole number of 64 bits always holds. */
const MAX_DIGITS = 18

/** Condition on `value`: too long to be added up as a number of 64 bits. */
export const IS_WIDE = `length(value) > ${MAX_DIGITS}`

interface Finding {
  readonly db: DuckDb
  readonly rules: Rules
  readonly sides: Sources
  readonly shards: number
}

/** Nothing was left out. */
export const LOUD: Quiet = {
  rung: null,
  usable: { left: 0, right: 0 },
  hasBad: { left: true, right: true },
  sums: { left: new Map(), right: new Map() },
  agreed: [],
}

/** Finds the pairs that agree; the table `wanted` has the values of the rung of all the others. */
export async function findQuiet({ db, rules, sides, shards }: Finding): Promise<Quiet> {
  const rung = rules.ladder.findIndex(
    (_, index) => isFilled(rules, sides, 'left', index) && isFilled(rules, sides, 'right', index),
  )
  if (rung < 0) return LOUD
  const before = (side: SideName): readonly string[] =>
    rules.ladder.flatMap((_, index) => (index < rung && isFilled(rules, sides, side, index) ? [`before_${index}`] : []))
  // Nothing here is in an order.
  await db.run('SET preserve_insertion_order = false')
  for (const side of SIDES) await db.run(thinSql(rules, side, sides[side], rung))
  const twice = (side: SideName): string =>
    ['hash(v)', 'paid', ...before(side)]
      .map((one) => `SELECT ${one} AS h FROM thin_${side} WHERE ${one} IS NOT NULL GROUP BY 1 HAVING count(*) > 1`)
      .join(' UNION ALL ')
  await db.run(`CREATE OR REPLACE TABLE twice AS ${twice('left')} UNION ALL ${twice('right')}`)
  const again = (name: string): string => `AND NOT coalesce(${name} IN (SELECT h FROM twice), false)`
  const isQuiet = `coalesce(${codeOf('l.signature', 'r.signature')} IN (SELECT code FROM quiet), false)
    AND l.units IS NOT DISTINCT FROM r.units AND l.scale IS NOT DISTINCT FROM r.scale AND l.currency IS NOT DISTINCT FROM r.currency
    ${[...new Set(['hash(l.v)', 'l.paid', 'r.paid', ...before('left').map((one) => `l.${one}`), ...before('right').map((one) => `r.${one}`)])].map(again).join(' ')}`
  await db.run(
    'CREATE OR REPLACE TABLE joined (v VARCHAR, currency VARCHAR, scale UTINYINT, pairs BIGINT, units HUGEINT)',
  )
  for (let shard = 0; shard < shards; shard++) {
    const part = shards === 1 ? '' : `AND hash(v) % ${shards} = ${shard}`
    const from = (side: SideName): string => `(SELECT * FROM thin_${side} WHERE v IS NOT NULL ${part})`
    await db.run(`INSERT INTO joined SELECT CASE WHEN NOT q THEN v END, CASE WHEN q THEN currency END, CASE WHEN q THEN scale END,
        count(*), sum(CASE WHEN q THEN units END)
      FROM (SELECT ${isQuiet} AS q, coalesce(l.v, r.v) AS v, l.currency, l.scale, l.units
        FROM ${from('left')} l FULL OUTER JOIN ${from('right')} r ON l.v = r.v) GROUP BY 1, 2, 3`)
  }
  await db.run('CREATE OR REPLACE TABLE wanted AS SELECT v FROM joined WHERE v IS NOT NULL')
  const [left, right] = [await thinSums(db, 'left'), await thinSums(db, 'right')]
  const agreed: { currency: string | null; pairs: number; sum: Exact }[] = []
  const sql =
    'SELECT currency, scale, sum(pairs)::BIGINT, sum(units)::VARCHAR FROM joined WHERE v IS NULL GROUP BY 1, 2'
  for (const [currency, scale, pairs, units] of await db.rows(sql))
    agreed.push({
      currency: typeof currency === 'string' ? currency : null,
      pairs: Number(pairs),
      sum: { units: BigInt(typeof units === 'string' ? units : 0), scale: Number(scale ?? 0) },
    })
  await db.run(
    'DROP TABLE thin_left; DROP TABLE thin_right; DROP TABLE joined; DROP TABLE twice; SET preserve_insertion_order = true',
  )
  return {
    rung,
    usable: { left: left.usable, right: right.usable },
    hasBad: { left: left.hasBad, right: right.hasBad },
    sums: { left: left.sums, right: right.sums },
    agreed,
  }
}

/** Whether any record of a side may have a value on a rung. */
function isFilled(rules: Rules, sides: Sources, side: SideName, rung: number): boolean {
  const { form, filled } = sides[side]
  const has = (field: 'key' | 'reference' | 'provider' | 'id'): boolean =>
    form === 'session'
      ? filled.has(field)
      : rules[side].fixed[field] !== undefined || filled.has(columnOf(rules[side], field).column)
  const name = rules.ladder[rung]?.[side]
  if (name === 'key') return has('key') || (has('provider') && has('id'))
  if (name === 'reference') return has('reference')
  // Columns of metadata are read only where a rung asks for them.
  return name !== undefined && metadataNames(rules, side).length > 0
}

function thinSql(rules: Rules, side: SideName, source: Source, rung: number): string {
  const value = rungColumn(rules, side, rung)
  const before = rules.ladder.flatMap((_, index) =>
    index < rung ? [`, ${hashOf(rungColumn(rules, side, index))} AS before_${index}`] : [],
  )
  const isUsable = `reason IS NULL AND NOT coalesce(${IS_WIDE}, false)`
  return `CREATE OR REPLACE TABLE thin_${side} AS SELECT ${value} AS v, reason IS NOT NULL AS bad,
    CASE WHEN ${isUsable} THEN signature END AS signature,
    CASE WHEN ${isUsable} THEN replace(value, '.', '')::BIGINT END AS units,
    CASE WHEN ${isUsable} THEN (CASE position('.' IN value) WHEN 0 THEN 0 ELSE length(value) - position('.' IN value) END)::UTINYINT END AS scale,
    value_currency AS currency,
    CASE WHEN stake = 'yes' AND key IS NOT NULL AND reference IS NOT NULL THEN hash(reference) END AS paid
    ${before.join('')}
    FROM (${normalizedSql(rules, side, source, source.relation)})`
}

const hashOf = (column: string): string => `CASE WHEN ${column} IS NOT NULL THEN hash(${column}) END`

async function thinSums(
  db: DuckDb,
  side: SideName,
): Promise<{ readonly usable: number; readonly hasBad: boolean; readonly sums: ReadonlyMap<string, Exact> }> {
  const sums = new Map<string, Exact>()
  let usable = 0
  let hasBad = false
  const sql = `SELECT bad, currency, scale, count(*), sum(units)::VARCHAR FROM thin_${side} GROUP BY 1, 2, 3`
  for (const [bad, currency, scale, count, units] of await db.rows(sql)) {
    if (bad === true) {
      hasBad = true
      continue
    }
    usable += Number(count)
    if (typeof currency !== 'string' || typeof units !== 'string') continue
    sums.set(currency, add(sums.get(currency) ?? ZERO, { units: BigInt(units), scale: Number(scale) }))
  }
  return { usable, hasBad, sums }
}
