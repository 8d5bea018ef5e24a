// Files of a run that several processes work on. Whatever is there is whole: it is written beside and renamed.
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
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

/** A plan that was written. */
export interface WrittenPlan extends Plan {
  /** Differs for every beginning, so that a name may be used again when its run has ended. */
  readonly begun: string
}

/** One piece of work. */
export interface ShardWork {
  readonly run: string
  readonly rung: number
  readonly shard: number
}

/** Name of a run: the name of its folder. */
export const RUN_NAME = /^[a-z0-9][a-z0-9-]{0,99}$/

const placeFile = (folder: string): string => join(folder, 'place.txt')

/** Name of a shared folder, the same for all who see it; the first to come gives it. */
export async function placeOf(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeOnce(placeFile(folder), randomUUID().slice(0, 18))
  const place = await readFile(placeFile(folder), 'utf8')
  if (/^[0-9a-f-]{18}$/.test(place)) return place
  throw new TillError({ code: 'invalid_options', message: 'folder: its file place.txt is not one of these runs' })
}

/** Which moment a run that is there has to have: the one that is asked for, or whatever it was begun with. */
export type Moment = 'asked' | 'begun'

/** Writes the plan, or compares it with the one that is there. @throws invalid_options when the run has another plan */
export async function writePlan(folder: string, asked: Plan, moment: Moment): Promise<WrittenPlan> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { rules, shards } = asked
  await writeOnce(planFile(folder), canonicalJson({ rules, asOf: asked.asOf, shards, begun: randomUUID() }))
  const { begun, ...found } = await readPlan(folder)
  const plan = { rules, asOf: moment === 'begun' ? found.asOf : asked.asOf, shards }
  if (canonicalJson(found) === canonicalJson(plan)) return { ...plan, begun }
  const expected = 'the rules, moment and shards it was begun with, or another name'
  throw new TillError({
    code: 'invalid_options',
    message: `run: expected ${expected}`,
    issues: [{ path: 'run', expected }],
  })
}

const planFile = (folder: string): string => join(folder, 'plan.json')

/** Whether a run is there; one that ended is not. */
export const hasPlan = (folder: string): boolean => existsSync(planFile(folder))

/** The plan of a run. */
export async function readPlan(folder: string): Promise<WrittenPlan> {
  const { rules, asOf, shards, begun } = JSON.parse(await readFile(planFile(folder), 'utf8')) as WrittenPlan
  return { rules: parseRules(rules), asOf, shards, begun }
}

/** Where the result of a piece of work is once it is done. */
export const doneFolder = (folder: string, { rung, shard }: Omit<ShardWork, 'run'>): string =>
  join(folder, `rung-${rung}`, `shard-${shard}`)

/** Writes a file unless it is there; it is never there in part. */
async function writeOnce(path: string, text: string): Promise<void> {
  if (existsSync(path)) return
  const beside = `${path}.${randomUUID()}`
  await writeFile(beside, text, { mode: 0o600, flush: true })
  try {
    await link(beside, path)
  } catch {
    // It is there by now, or the file system has no links.
    if (!existsSync(path)) await rename(beside, path)
  } finally {
    await rm(beside, { force: true })
  }
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

/** Id of a job: the same attempt of the same work is the same job. */
export function jobId({ run, rung, shard }: ShardWork, begun: string, attempt: number): string {
  const hash = sha256(canonicalJson([run, begun, rung, shard, attempt]))
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `4${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-')
}
