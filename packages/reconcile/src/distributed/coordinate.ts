import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { TillError } from '@onetill/core'
import { toUtc } from '@onetill/core/adapter'
import { comparedOf } from '../compare-sides.ts'
import { openDuckDb } from '../duckdb.ts'
import { sortedSql } from '../finding-file.ts'
import type { Progress } from '../progress.ts'
import { type Result, resultOf } from '../result.ts'
import { parseRules, type RulesInput } from '../rules.ts'
import type { Side } from '../side.ts'
import { createTally, type TallyParts } from '../tally.ts'
import { openJobs } from './jobs.ts'
import { doneFolder, type Plan, RUN_NAME, type ShardWork, writePlan } from './plan.ts'
import { workShard } from './shard.ts'
import { split, splitFindings, sumsOf } from './split.ts'

/** Where the work is shared. */
export interface SharedWork {
  /** URL of the PostgreSQL server with the jobs. */
  readonly database: string
  /** Schema of the jobs. @default "onetill_jobs" */
  readonly schema?: string
  /** Folder that every process can read and write, e.g. on a network drive; each run has its own in it. */
  readonly folder: string
  /** Most memory of one engine. @default "1GB" */
  readonly memory?: string
  /** Of one engine. @default the processors of the machine, at most 4 */
  readonly threads?: number
  /** Seconds after which work that did not end is given to another process. @default 900 */
  readonly leaseSeconds?: number
}

/** A run that several processes share. */
export interface CoordinateOptions extends SharedWork {
  readonly left: Side
  readonly right: Side
  readonly rules?: RulesInput
  readonly asOf: string
  /** Name of the run, of a–z, 0–9 and `-`; the same name goes on with a run that was stopped. */
  readonly run: string
  /** Parts the work is cut into, 1 to 256. The result is the same. @default 16 */
  readonly shards?: number
  /** `coordinate`: only other processes work. @default "work": this one too */
  readonly part?: 'work' | 'coordinate'
  readonly signal?: AbortSignal
  readonly onProgress?: (step: Progress) => void
}

const IDLE_MS = 200
const RENEW_MS = 2_000

/**
 * Runs a comparison whose shards any number of processes with `workShards` share. Stopped or killed at any point, the
 * same call goes on where it was; the result is the same bytes as of `reconcile`.
 * @throws invalid_options, invalid_input, store_unavailable
 */
export async function coordinate(options: CoordinateOptions): Promise<Result> {
  const { left, right, run, shards = 16, signal, onProgress = () => {} } = options
  const asOf = toUtc(options.asOf)
  if (asOf === null) throw wrong('asOf', 'RFC 3339 time with offset')
  if (!RUN_NAME.test(run)) throw wrong('run', 'a name of a-z, 0-9 and -')
  if (!Number.isInteger(shards) || shards < 1 || shards > 256) throw wrong('shards', '1 to 256')
  const limits = limitsOf(options)
  const plan: Plan = { rules: parseRules(options.rules), asOf, shards }
  const folder = join(options.folder, run)
  await writePlan(folder, plan)
  for (const side of ['left', 'right'] as const) onProgress({ step: 'reading', side })
  const known = await split({ folder, plan, left, right, ...limits })

  const jobs = await openJobs(jobsOf(options))
  try {
    for (const rung of plan.rules.ladder.keys()) {
      onProgress({ step: 'matching', shards })
      const missing = (): readonly ShardWork[] =>
        Array.from({ length: shards }, (_, shard) => ({ run, rung, shard })).filter(
          (work) => !existsSync(join(doneFolder(folder, work), 'tally.json')),
        )
      await jobs.offer(missing())
      let renewed = 0
      for (let open = missing(); open.length > 0; open = missing()) {
        signal?.throwIfAborted()
        if (performance.now() - renewed > RENEW_MS) {
          await jobs.renew()
          renewed = performance.now()
          for (const work of open) if (await jobs.isLost(work)) throw lost(work)
        }
        const took =
          options.part === 'coordinate'
            ? 'none'
            : await jobs.take((work) => workShard({ folder: join(options.folder, work.run), work, ...limits }))
        if (took === 'none') await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
      }
    }
  } finally {
    await jobs.close()
  }

  onProgress({ step: 'explaining' })
  const tally = createTally()
  tally.add(known.tally)
  const found = [splitFindings(folder)]
  for (const rung of plan.rules.ladder.keys())
    for (let shard = 0; shard < shards; shard++) {
      const done = doneFolder(folder, { rung, shard })
      tally.add(JSON.parse(await readFile(join(done, 'tally.json'), 'utf8')) as TallyParts)
      found.push(join(done, 'found.tsv'))
    }
  const path = join(folder, 'findings.ndjson')
  const db = await openDuckDb({ path: ':memory:', folder, ...limits })
  try {
    await db.run(sortedSql(found, path))
  } finally {
    await db.close()
  }
  const { usable, bad } = known
  const sums = { left: sumsOf(known, 'left'), right: sumsOf(known, 'right') }
  return resultOf({
    rules: plan.rules,
    asOf,
    compared: comparedOf({ tally, usable, sums, bad, path }),
    close: () => rm(folder, { recursive: true, force: true }),
  })
}

/** Options of `workShards`. */
export interface WorkOptions extends SharedWork {
  /** Ends it after the piece of work that is being done. */
  readonly signal?: AbortSignal
  /** Ends it when there was nothing to do for so long. @default never */
  readonly idleMs?: number
}

/** Does pieces of runs until it is stopped. @returns how many. @throws store_unavailable */
export async function workShards({
  signal,
  idleMs = Number.POSITIVE_INFINITY,
  ...options
}: WorkOptions): Promise<number> {
  const limits = limitsOf(options)
  const jobs = await openJobs(jobsOf(options))
  let pieces = 0
  try {
    for (let since = performance.now(); signal?.aborted !== true && performance.now() - since < idleMs; ) {
      const took = await jobs.take(async (work) => {
        if (!RUN_NAME.test(work.run)) throw wrong('run', 'a name of a-z, 0-9 and -')
        await workShard({ folder: join(options.folder, work.run), work, ...limits })
        pieces++
      })
      if (took === 'done') since = performance.now()
      else await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
    }
  } finally {
    await jobs.close()
  }
  return pieces
}

const limitsOf = ({ memory = '1GB', threads = Math.min(4, availableParallelism()) }: SharedWork) => ({
  memory,
  threads,
})

const jobsOf = ({ database, schema = 'onetill_jobs', leaseSeconds = 900 }: SharedWork) => ({
  database,
  schema,
  leaseSeconds,
})

const wrong = (path: string, expected: string): TillError =>
  new TillError({ code: 'invalid_options', message: `${path}: expected ${expected}`, issues: [{ path, expected }] })

const lost = ({ rung, shard }: ShardWork): TillError =>
  new TillError({
    code: 'store_unavailable',
    message: `rung ${rung}, shard ${shard} failed on every process that tried it`,
  })
