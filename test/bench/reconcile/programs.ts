// What is measured, each in a process of its own.
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { reconcile } from '@onetill/reconcile'
import type { Files, Format } from './data.ts'

/** What a program is told. */
export interface Work {
  readonly program: 'ours' | 'bare' | 'map'
  readonly format: Format
  readonly files: Files
  readonly folder: string
  readonly memory: string
  readonly threads: number
}

/** What it found, so that nobody measures nothing. */
export interface Answer {
  readonly verdict?: string
  readonly findings?: number
  readonly codes?: number
  readonly remainders?: readonly string[]
  readonly rows?: number
}

/** Does it. */
export function runProgram(work: Work): Promise<Answer> {
  return { ours, bare, map }[work.program](work)
}

async function ours({ format, files, folder, memory, threads }: Work): Promise<Answer> {
  const sides = { left: { kind: format, path: files.left }, right: { kind: format, path: files.right } }
  const result = await reconcile({ ...sides, asOf: '2026-11-21T00:00:00Z', memory, threads, folder })
  let findings = 0
  for await (const _ of result.findings()) findings++
  const { verdict, codes } = result.summary
  const remainders = result.identity.map(({ remainder }) => remainder)
  await result.close()
  return { verdict, findings, codes: codes.length, remainders }
}

/** The join alone, as somebody would write it down; nothing is checked, compared or added up. */
async function bare({ format, files, folder, memory, threads }: Work): Promise<Answer> {
  // Only what is measured is loaded.
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:', {
    ...{ memory_limit: memory, threads: String(threads), temp_directory: folder },
  })
  const db = await instance.connect()
  const from = (path: string): string =>
    format === 'csv' ? `read_csv('${path}', header = true, all_varchar = true)` : `read_parquet('${path}')`
  const joined =
    await db.run(`COPY (SELECT key, l.amount AS ours, r.amount AS theirs, l.status AS before, r.status AS after
    FROM ${from(files.left)} l FULL OUTER JOIN ${from(files.right)} r USING (key)) TO '${folder}/bare.parquet' (FORMAT parquet)`)
  return { rows: Number((await joined.getRows())[0]?.[0]) }
}

/** What somebody would write without a database: one side in a map, the other read along it. Counts what differs. */
async function map({ files }: Work): Promise<Answer> {
  const left = new Map<string, string>()
  for await (const line of createInterface({ input: createReadStream(files.left) })) {
    const [key = '', , status = '', amount = ''] = line.split(',')
    left.set(key, `${status},${amount}`)
  }
  let rows = 0
  for await (const line of createInterface({ input: createReadStream(files.right) })) {
    const [key = '', , status = '', amount = ''] = line.split(',')
    if (left.get(key) !== `${status},${amount}`) rows++
    left.delete(key)
  }
  return { rows: rows + left.size }
}
