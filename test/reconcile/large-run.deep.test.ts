import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { finish, useCommand } from '../cli/command.ts'

/** Rows of each side; `ONETILL_ROWS=10000000` for the form the promise is about. */
const ROWS = Number.parseInt(process.env['ONETILL_ROWS'] ?? '200000', 10)
const WORKERS = 4
const SHARDS = 16
const RUNGS = 2
const AS_OF = '2026-11-21T00:00:00Z'

const command = useCommand()
const [server] = Object.entries(inject('postgres'))

/**
 * Rows of a side: of every thousand one is missing, two have another amount, one another status, one another currency,
 * two are there twice, one cannot be read, and a third has no key and is found by its reference.
 */
const rowsSql = (side: 'left' | 'right'): string => {
  const other = side === 'left' ? 0 : 1
  return `SELECT CASE WHEN n % 3 = 0 THEN NULL ELSE 'acme/default/cs_' || n END AS key, 'order-' || n AS reference,
      CASE WHEN n % 1000 = 400 + ${other} THEN 'failed' ELSE 'paid' END AS status,
      CASE WHEN n % 1000 = 500 + ${other} THEN '1e2' WHEN n % 500 = ${other} THEN (n % 9000) || '.01'
        ELSE (n % 9000) || '.00' END AS amount,
      CASE WHEN n % 1000 = 600 + ${other} THEN 'USD' ELSE 'EUR' END AS currency,
      '2026-11-01T00:00:00.000Z' AS "paidAt"
    FROM (SELECT range AS n FROM range(${ROWS}) UNION ALL SELECT range * 500 + 7 FROM range(${Math.floor(ROWS / 500)}))
    WHERE n % 1000 <> 300 + ${other}`
}

async function makeFiles(folder: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '2GB', temp_directory: folder })
  const db = await instance.connect()
  for (const side of ['left', 'right'] as const)
    await db.run(`COPY (${rowsSql(side)}) TO '${join(folder, side)}.parquet' (FORMAT parquet)`)
  db.closeSync()
}

/** Whether two files are the same bytes, without holding them. */
async function sameBytes(a: string, b: string): Promise<{ readonly same: boolean; readonly bytes: number }> {
  const files = [await open(a), await open(b)] as const
  try {
    const parts = [Buffer.alloc(1 << 20), Buffer.alloc(1 << 20)] as const
    for (let bytes = 0; ; ) {
      const [one, two] = await Promise.all([files[0].read(parts[0]), files[1].read(parts[1])])
      const isEqual = parts[0].subarray(0, one.bytesRead).equals(parts[1].subarray(0, two.bytesRead))
      if (!isEqual || one.bytesRead === 0) return { same: isEqual, bytes }
      bytes += one.bytesRead
    }
  } finally {
    for (const file of files) await file.close()
  }
}

describe.runIf(server !== undefined)(`${ROWS} rows against ${ROWS}`, () => {
  test(`${WORKERS} processes on PostgreSQL share it, and the report is that of one, byte by byte`, {
    timeout: 7_200_000,
  }, async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'onetill-large-'))
    onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
    mkdirSync(join(cwd, 'tmp'))
    const options = { cwd, env: { ONETILL_STORE: server?.[1] ?? '', TMPDIR: join(cwd, 'tmp') } }
    await makeFiles(cwd)
    const sides = ['reconcile', '--left', 'left.parquet', '--right', 'right.parquet', '--as-of', AS_OF]
    const timed = async (
      name: string,
      run: () => Promise<{ readonly stderr: string; readonly code: number | null }>,
    ) => {
      const begun = performance.now()
      const { code, stderr } = await run()
      expect(code, stderr).toBe(1)
      console.log(`${name}: ${ROWS} × ${ROWS} in ${((performance.now() - begun) / 1000).toFixed(1)} s`)
    }

    const workers = Array.from({ length: WORKERS }, () => {
      const child = command.start(['reconcile', 'worker', '--threads', '1'], options)
      onTestFinished(() => {
        child.kill('SIGKILL')
      })
      return { child, ended: finish(child, '') }
    })
    const shared = ['--distributed', '--workers', '0', '--shards', `${SHARDS}`, '--out', 'shared.json']
    await timed('shared', () => command.run([...sides, ...shared], options))
    for (const { child } of workers) child.kill('SIGTERM')
    const done = (await Promise.all(workers.map(({ ended }) => ended))).map(
      ({ stderr }) => stderr.match(/ done$/gm)?.length ?? 0,
    )
    console.log(`pieces done by each worker: ${done.join(', ')}`)
    expect(done.every((pieces) => pieces > 0)).toBe(true)
    expect(done.reduce((sum, pieces) => sum + pieces, 0)).toBe(RUNGS * SHARDS)

    await timed('one process', () => command.run([...sides, '--out', 'alone.json'], options))
    const compared = await sameBytes(join(cwd, 'shared.json'), join(cwd, 'alone.json'))
    expect(compared.same).toBe(true)
    // Each of the differences above is a finding of at least 300 bytes.
    expect(compared.bytes).toBeGreaterThan((ROWS / 1000) * 8 * 300)
    expect(readdirSync(join(cwd, '.onetill', 'runs'))).toEqual(['place.txt'])
    expect(readdirSync(join(cwd, 'tmp'))).toEqual([])
  })
})
