// Files of a run that several processes work on. Whatever is there is whole: it is written beside and renamed.
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TillError } from '@onetill/core'
import { canonicalJson, sha256 } from '../canonical.ts'
import { quote } from '../duckdb.ts'
import type { SideName } from '../record.ts'
import { parseRules, type Rules } from '../rules.ts'

/** What every process has to know of a run. */
export interface Plan {
  readonly rules: Rules
  readonly asOf: string
  readonly shards: number
}

/** One piece of work. */
export interface ShardWork {
  readonly run: string
  readonly rung: number
  readonly shard: number
}

/** Name of a run: the name of its folder. */
export const RUN_NAME = /^[a-z0-9][a-z0-9-]{0,99}$/

/** Writes the plan, or compares it with the one that is there. @throws invalid_options when the run has another plan */
export async function writePlan(folder: string, plan: Plan): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'plan.json')
  if (!existsSync(path)) await writeWhole(path, canonicalJson(plan))
  if ((await readFile(path, 'utf8')) === canonicalJson(plan)) return
  const expected = 'the rules, moment and shards it was begun with, or another name'
  throw new TillError({
    code: 'invalid_options',
    message: `run: expected ${expected}`,
    issues: [{ path: 'run', expected }],
  })
}

/** The plan of a run. */
export async function readPlan(folder: string): Promise<Plan> {
  const { rules, asOf, shards } = JSON.parse(await readFile(join(folder, 'plan.json'), 'utf8')) as Plan
  return { rules: parseRules(rules), asOf, shards }
}

/** Where the result of a piece of work is once it is done. */
export const doneFolder = (folder: string, { rung, shard }: Omit<ShardWork, 'run'>): string =>
  join(folder, `rung-${rung}`, `shard-${shard}`)

/** Writes a file so that it is either not there or whole. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.${randomUUID()}`
  await writeFile(beside, text, { mode: 0o600, flush: true })
  await rename(beside, path)
}

/** Makes a folder so that it is either not there or whole; when somebody else made it meanwhile, theirs stays. */
export async function makeWhole(path: string, make: (beside: string) => Promise<void>): Promise<void> {
  if (existsSync(path)) return
  const beside = `${path}.${randomUUID()}`
  await mkdir(beside, { recursive: true, mode: 0o700 })
  try {
    await make(beside)
    await rename(beside, path)
  } catch (error) {
    if (!existsSync(path)) throw error
  } finally {
    await rm(beside, { recursive: true, force: true })
  }
}

/** Parquet files of the records of a side that a piece of work begins with; the first has no rows but the columns. */
export async function inputsOf(
  folder: string,
  { rung, shard }: Omit<ShardWork, 'run'>,
  { shards }: Plan,
  side: SideName,
): Promise<readonly string[]> {
  const split = join(folder, 'split')
  const files = [join(split, `${side}.empty.parquet`)]
  const from =
    rung === 0
      ? [join(split, side)]
      : Array.from({ length: shards }, (_, other) => join(doneFolder(folder, { rung: rung - 1, shard: other }), side))
  for (const one of from) files.push(...(await parquetFiles(join(one, `part=${shard}`))))
  return files
}

/** Files of a folder, in order; none where it is not there. */
export async function parquetFiles(folder: string): Promise<readonly string[]> {
  if (!existsSync(folder)) return []
  return (await readdir(folder)).sort().map((name) => join(folder, name))
}

/** SQL of the rows of files. */
export const rowsOf = (files: readonly string[]): string =>
  `read_parquet([${files.map(quote).join(', ')}], hive_partitioning = false)`

/** SQL of the shard of a record on a rung. MD5 is the same on every machine and in every version. */
export const partSql = (value: string, shards: number): string =>
  `md5_number_lower(coalesce(${value}, key, reference, '')) % ${shards}`

/** Id of a job: the same work is the same job. */
export function jobId({ run, rung, shard }: ShardWork, attempt: number): string {
  const hash = sha256(canonicalJson([run, rung, shard, attempt]))
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `4${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-')
}
