import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonicalJson } from './canonical.ts'
import { openDuckDb, quote } from './duckdb.ts'
import type { Finding, ShownRecord } from './finding.ts'
import type { Result } from './result.ts'

/** Where the work is done. */
export interface ParquetOptions {
  /** Folder for what has to be written on the way; a folder of its own is made in it and removed. @default the system's */
  readonly folder?: string
  /** @default "512MB" */
  readonly memory?: string
}

/** Column → its type. Amounts are text, so that no reader rounds them; `left` and `right` are the records as JSON. */
const COLUMNS = {
  id: 'VARCHAR',
  code: 'VARCHAR',
  also: 'VARCHAR[]',
  severity: 'VARCHAR',
  exception: 'BOOLEAN',
  rung: 'VARCHAR',
  reason: 'VARCHAR',
  difference: 'STRUCT(currency VARCHAR, amount VARCHAR)[]',
  left_count: 'BIGINT',
  left_key: 'VARCHAR',
  left_reference: 'VARCHAR',
  left_status: 'VARCHAR',
  left_amount: 'VARCHAR',
  left_currency: 'VARCHAR',
  left_time: 'VARCHAR',
  right_count: 'BIGINT',
  right_key: 'VARCHAR',
  right_reference: 'VARCHAR',
  right_status: 'VARCHAR',
  right_amount: 'VARCHAR',
  right_currency: 'VARCHAR',
  right_time: 'VARCHAR',
  left: 'VARCHAR',
  right: 'VARCHAR',
} as const

/**
 * Writes the findings as a Parquet file, in their order.
 * @throws store_unavailable when the engine fails
 */
export async function parquet(result: Result, path: string, options: ParquetOptions = {}): Promise<void> {
  const folder = await mkdtemp(join(options.folder ?? tmpdir(), 'onetill-parquet-'))
  try {
    const rows = join(folder, 'findings.ndjson')
    await writeRows(rows, result)
    const db = await openDuckDb({ path: ':memory:', folder, memory: options.memory ?? '512MB', threads: 1 })
    try {
      const columns = Object.entries(COLUMNS).map(([name, type]) => `${quote(name)}: ${quote(type)}`)
      await db.run(
        `COPY (SELECT * FROM read_json(${quote(rows)}, format = 'newline_delimited', maximum_object_size = 16000000,
          columns = {${columns.join(', ')}})) TO ${quote(path)} (FORMAT parquet)`,
      )
    } finally {
      await db.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function writeRows(path: string, result: Result): Promise<void> {
  const file = createWriteStream(path, { mode: 0o600 })
  const failed = once(file, 'error').then(([error]) => Promise.reject(error))
  failed.catch(() => {})
  for await (const finding of result.findings())
    if (!file.write(`${JSON.stringify(rowOf(finding))}\n`)) await Promise.race([once(file, 'drain'), failed])
  file.end()
  await Promise.race([once(file, 'finish'), failed])
}

function rowOf({ count, left, right, ...finding }: Finding): Readonly<Record<keyof typeof COLUMNS, unknown>> {
  const [ours, theirs] = [first(left), first(right)]
  const { id, code, also, severity, exception, rung, reason, difference } = finding
  return {
    ...{ id, code, also, severity, exception, rung, reason, difference },
    left_count: count.left,
    left_key: ours.key,
    left_reference: ours.reference,
    left_status: ours.status,
    left_amount: ours.amount,
    left_currency: ours.currency,
    left_time: ours.time,
    right_count: count.right,
    right_key: theirs.key,
    right_reference: theirs.reference,
    right_status: theirs.status,
    right_amount: theirs.amount,
    right_currency: theirs.currency,
    right_time: theirs.time,
    left: canonicalJson(left),
    right: canonicalJson(right),
  }
}

interface First {
  readonly key: string | null
  readonly reference: string | null
  readonly status: string | null
  readonly amount: string | null
  readonly currency: string | null
  readonly time: string | null
}

/** Of the first record; the others stand in the JSON. */
function first([record]: readonly ShownRecord[]): First {
  const { key = null, reference = null, word, status, value, amount, valueCurrency, currency } = record ?? {}
  return {
    key,
    reference,
    status: word ?? status ?? null,
    amount: value ?? amount ?? null,
    currency: valueCurrency ?? currency ?? null,
    time: record?.paidAt ?? record?.createdAt ?? record?.updatedAt ?? null,
  }
}
