import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { TillError } from '@onetill/core'
import { toUtc } from '@onetill/core/adapter'
import { comparedOf } from '../compare-sides.ts'
import { sortedSql } from '../finding-file.ts'
import { type Result, resultOf } from '../result.ts'
import { parseRules, type RulesInput } from '../rules.ts'
import type { Side } from '../side.ts'
import { createTally, type TallyParts } from '../tally.ts'
import { withEngine } from './engine.ts'
import { type JobState, type Jobs, lost, openJobs } from './jobs.ts'
import {
  doneFolder,
  type Moment,
  type Plan,
  placeOf,
  RUN_NAME,
  type ShardWork,
  type WrittenPlan,
  writePlan,
} from './plan.ts'
import { workShard } from './shard.ts'
import { jobsOf, limitsOf, type SharedWork } from './shared.ts'
import { type Split, split, splitFindings, sumsOf } from './split.ts'

export type { SharedWork } from './shared.ts'
export { type WorkOptions, workShards } from './work.ts'

/** How far a shared run is. */
export type SharedStep =
  | { readonly step: 'reading' }
  /** Pieces that are done of all pieces, over all rungs. */
  | { readonly step: 'sharing'; readonly done: number; readonly pieces: number }
  | { readonly step: 'merging' }

/** A run that several processes share. */
export interface CoordinateOptions extends SharedWork {
  readonly left: Side
  readonly right: Side
  readonly rules?: RulesInput
  readonly asOf: string
  /** `begun`: a run that was stopped goes on with the moment it was begun with. @default "asked": `asOf` has to be it */
  readonly moment?: Moment
  /** Name of the run, of a–z, 0–9 and `-`; the same name goes on with a run that was stopped. */
  readonly run: string
  /** Parts the work is cut into, 1 to 256. The result is the same. @default 16 */
  readonly shards?: number
  /** `coordinate`: only other processes work. @default "work": this one too */
  readonly part?: 'work' | 'coordinate'
  readonly signal?: AbortSignal
  /** Told again and again how far it is. */
  readonly onProgress?: (step: SharedStep) => void
}

const IDLE_MS = 200
const RENEW_MS = 2_000

/**
 * Runs a comparison whose shards any number of processes with `workShards` share. Stopped or killed at any point, the
 * same call goes on where it was; the result is the same bytes as of `reconcile`. `close` on the result ends the run:
 * until then nothing of it is removed.
 * @throws invalid_options, invalid_input, store_unavailable
 */
export async function coordinate(options: CoordinateOptions): Promise<Result> {
  const { left, right, run, shards = 16, signal, onProgress = () => {} } = options
  const asOf = toUtc(options.asOf)
  if (asOf === null) throw wrong('asOf', 'RFC 3339 time with offset')
  if (!RUN_NAME.test(run)) throw wrong('run', 'a name of a-z, 0-9 and -')
  if (!Number.isInteger(shards) || shards < 1 || shards > 256) throw wrong('shards', '1 to 256')
  const limits = { ...limitsOf(options), signal }
  const place = await placeOf(options.folder)
  // Asked before anything long is done: who has no server need not wait for it.
  const jobs = await openJobs(jobsOf(options, place))
  const folder = join(options.folder, run)
  try {
    const asked = { rules: parseRules(options.rules), asOf, shards }
    const plan = await writePlan(folder, asked, options.moment ?? 'asked')
    onProgress({ step: 'reading' })
    const known = await split({ folder, plan, left, right, ...limits })
    await share({ options, jobs, plan, folder })
    onProgress({ step: 'merging' })
    return await merge({ options, plan, folder, known })
  } finally {
    await jobs.close()
  }
}

interface Sharing {
  readonly options: CoordinateOptions
  readonly jobs: Jobs
  readonly plan: WrittenPlan
  readonly folder: string
}

/** Offers the pieces rung by rung, and waits until each has a result. */
async function share({ options, jobs, plan, folder }: Sharing): Promise<void> {
  const { run, part = 'work', signal, onProgress = () => {} } = options
  const { shards, begun } = plan
  const rungs = plan.rules.ladder.length
  for (let rung = 0; rung < rungs; rung++) {
    const attempts = new Map<number, number>()
    const missing = (): readonly ShardWork[] =>
      Array.from({ length: shards }, (_, shard) => ({ run, rung, shard })).filter((work) => !isDone(folder, work))
    for (const work of missing()) {
      let attempt = 0
      // Who had it before this process began may be gone; should they still be there, the first one to end counts.
      for (; isTaken(await jobs.stateOf(work, begun, attempt)); attempt++);
      attempts.set(work.shard, attempt)
      await jobs.offer(work, begun, attempt)
    }
    let renewed = performance.now()
    for (let open = missing(); open.length > 0; open = missing()) {
      signal?.throwIfAborted()
      onProgress({ step: 'sharing', done: rung * shards + shards - open.length, pieces: rungs * shards })
      if (performance.now() - renewed > RENEW_MS) {
        await jobs.renew()
        renewed = performance.now()
        for (const work of open) {
          const attempt = attempts.get(work.shard) ?? 0
          const found = await jobs.stateOf(work, begun, attempt)
          if (isDone(folder, work)) continue
          if (found.state === 'lost') throw lost(work, found.code)
          // Its result was removed, or is not to be seen here: it is done again.
          if (found.state === 'done') attempts.set(work.shard, attempt + 1)
          if (found.state === 'done' || found.state === 'none')
            await jobs.offer(work, begun, attempts.get(work.shard) ?? 0)
        }
      }
      const limits = { ...limitsOf(options), signal }
      const { took } =
        part === 'coordinate'
          ? { took: 'none' }
          : await jobs.take((work) => workShard({ folder: join(options.folder, work.run), work, ...limits }))
      if (took === 'none') await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
    }
  }
}

const isTaken = ({ state }: JobState): boolean => state !== 'none' && state !== 'waiting'

const isDone = (folder: string, work: ShardWork): boolean => existsSync(join(doneFolder(folder, work), 'tally.json'))

interface Merging extends Omit<Sharing, 'jobs' | 'plan'> {
  readonly plan: Plan
  readonly known: Split
}

/** Puts the results of all pieces together; the order is that of the findings, never of the pieces. */
async function merge({ options, plan, folder, known }: Merging): Promise<Result> {
  const { rules, asOf, shards } = plan
  const tally = createTally()
  tally.add(known.tally)
  const found = [splitFindings(folder)]
  for (const rung of rules.ladder.keys())
    for (let shard = 0; shard < shards; shard++) {
      const done = doneFolder(folder, { rung, shard })
      tally.add(JSON.parse(await readFile(join(done, 'tally.json'), 'utf8')) as TallyParts)
      found.push(join(done, 'found.tsv'))
    }
  const path = join(folder, 'findings.ndjson')
  await withEngine({ path: ':memory:', folder, ...limitsOf(options), signal: options.signal }, (db) =>
    db.run(sortedSql(found, path)),
  )
  const { usable, bad } = known
  const sums = { left: sumsOf(known, 'left'), right: sumsOf(known, 'right') }
  return resultOf({
    rules,
    asOf,
    compared: comparedOf({ tally, usable, sums, bad, path }),
    close: () => rm(folder, { recursive: true, force: true }),
  })
}

const wrong = (path: string, expected: string): TillError =>
  new TillError({ code: 'invalid_options', message: `${path}: expected ${expected}`, issues: [{ path, expected }] })
