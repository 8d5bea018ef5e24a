// A ledger and what a provider says of the same orders, as Parquet and CSV: most agree, every hundredth differs somehow.
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Files of both sides. */
export interface Files {
  readonly left: string
  readonly right: string
}

/** What a comparison is read from. */
export const FORMATS = ['parquet', 'csv'] as const
/** One of them. */
export type Format = (typeof FORMATS)[number]

/** The order's number; the right side comes in another order. */
const LEFT = (rows: number): string => `SELECT range AS n FROM range(${rows})`
const RIGHT = (rows: number): string => `SELECT (range * 7368787 + 4711) % ${rows} AS n FROM range(${rows})`

/** Which of a thousand orders differ, and how. */
const COLUMNS = (side: 'left' | 'right'): string => {
  const ours = side === 'left'
  const when = (...rows: readonly (readonly [number, string])[]): string =>
    rows.map(([place, value]) => `WHEN ${place} THEN ${value}`).join(' ')
  return `SELECT n, 'acme/default/cs_' || lpad((n * 2654435761 % 4294967296)::VARCHAR, 10, '0') || lpad(n::VARCHAR, 8, '0') AS key,
    'order-' || lpad(n::VARCHAR, 9, '0') AS reference,
    CASE n % 1000 WHEN -1 THEN NULL ${ours ? '' : when([1, "'failed'"], [2, "'processing'"], [3, "'odd'"])}
      ELSE CASE n % 8 WHEN 5 THEN 'failed' WHEN 6 THEN 'expired' ELSE 'paid' END END AS status,
    CASE n % 1000 ${
      ours ? when([8, "'1e2'"], [16, "'9.99'"]) : when([9, 'cents(n + 1)'], [11, 'whole(n)'], [12, 'cents(n * 3)'])
    } ELSE cents(n) END AS amount,
    CASE n % 1000 WHEN -1 THEN NULL ${ours ? '' : when([17, "'USD'"])} ELSE CASE n % 7 WHEN 0 THEN 'USD' ELSE 'EUR' END END AS currency,
    CASE n % 1000 ${ours ? when([18, "'1.00'"]) : when([18, "'2.00'"], [19, "'3.00'"])} ELSE '0.00' END AS refunded,
    strftime(TIMESTAMP '2026-01-01' + to_seconds(n), '%Y-%m-%dT%H:%M:%S.%gZ') AS "paidAt"
    FROM (${'ROWS'}) WHERE n % 1000 <> ${ours ? 20 : 24}`
}

const MACROS = `
  CREATE MACRO cents(n) AS ((n * 37) % 900 + 1)::VARCHAR || '.' || lpad((n % 100)::VARCHAR, 2, '0');
  CREATE MACRO whole(n) AS ((n * 37) % 900 + 1)::VARCHAR || lpad((n % 100)::VARCHAR, 2, '0');`

/** Makes both sides, if they are not there. `key` is unknown to a thousandth of the ledger's orders. */
export async function makeFiles(folder: string, format: Format, rows: number): Promise<Files> {
  const path = (side: string): string => join(folder, `${side}-${rows}.${format}`)
  const files = { left: path('left'), right: path('right') }
  if (existsSync(files.left) && existsSync(files.right)) return files
  // Only who makes files loads it.
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: '1GB',
    threads: '2',
    temp_directory: folder,
    preserve_insertion_order: 'true',
  })
  const db = await instance.connect()
  await db.run(MACROS)
  for (const side of ['left', 'right'] as const) {
    const numbers = side === 'left' ? LEFT(rows) : RIGHT(rows)
    const columns = COLUMNS(side).replace('ROWS', numbers)
    // A thousandth stands there twice, word for word.
    const twice = `CASE WHEN n % 1000 = ${side === 'left' ? 25 : 26} THEN [1, 2] ELSE [1] END`
    const key = side === 'left' ? `CASE WHEN n % 1000 = 4 THEN NULL ELSE key END AS key` : 'key'
    await db.run(
      `COPY (SELECT ${key}, reference, status, amount, currency, refunded, "paidAt" FROM (SELECT *, unnest(${twice}) FROM (${columns})))
       TO '${files[side]}' (${format === 'csv' ? 'FORMAT csv, HEADER' : 'FORMAT parquet'})`,
    )
  }
  db.closeSync()
  instance.closeSync()
  return files
}
