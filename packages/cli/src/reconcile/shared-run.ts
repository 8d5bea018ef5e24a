import { createHash, randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { isTillError } from '@onetill/core'
import type { CoordinateOptions, Result, RulesInput } from '@onetill/reconcile'
import { wholeNumber } from '../commands/numbers.ts'
import type { CliContext } from '../context.ts'
import { usageError } from '../failure.ts'
import { printable } from '../output/printable.ts'
import type { StoreChoice } from '../store/place.ts'
import { named } from '../store/with-store.ts'
import type { Limits } from './limits.ts'
import { startWorkers } from './local-workers.ts'
import { findServer, RUNS_FOLDER } from './server.ts'
import type { OpenSide } from './sides.ts'

/** Options of `--distributed`, as typed. */
export interface SharedOptions extends StoreChoice {
  readonly distributed?: boolean
  readonly workers?: string
  readonly folder?: string
  readonly run?: string
  /** Seconds. */
  readonly lease?: string
  readonly shards?: string
  /** As typed; without it a run that was stopped goes on with its own moment. */
  readonly asOf?: string
}

interface Sharing {
  readonly left: OpenSide
  readonly right: OpenSide
  readonly rules: RulesInput
  readonly asOf: string
  readonly limits: Limits
  readonly shards?: number
  readonly options: SharedOptions
  readonly onProgress: NonNullable<CoordinateOptions['onProgress']>
}

const MOST_WORKERS = 4
/** Without any piece done, after which somebody is told what to look at. */
const SILENT_MS = 30_000

/** Says what is wrong before anything is read. @throws invalid_input, invalid_options */
export function checkShared(options: SharedOptions, context: CliContext): void {
  const { distributed, workers, folder, run, lease } = options
  if (distributed === true) {
    workersOf(options)
    leaseOf(options)
    findServer(options, context)
    if (run !== undefined && !/^[a-z0-9][a-z0-9-]{0,99}$/.test(run))
      throw usageError('--run: expected a name of a-z, 0-9 and -, e.g. --run november')
    return
  }
  for (const [name, value] of Object.entries({ workers, folder, run, lease }))
    if (value !== undefined) throw usageError(`--${name} is for --distributed`)
}

/** A comparison that processes of this and other machines share. */
export async function sharedRun(sharing: Sharing, context: CliContext): Promise<Result> {
  const { left, right, rules, asOf, limits, shards, options } = sharing
  const { coordinate } = await import('@onetill/reconcile')
  const place = findServer(options, context)
  const { folder = RUNS_FOLDER } = options
  const count = workersOf(options)
  const run = options.run ?? (await nameOf(sharing))
  context.report(`run ${run} in ${printable(folder)}, shared on ${place.name}`)
  const workers = startWorkers({ count, database: place.url, args: workerArgs(folder, count, limits) }, context)
  try {
    return await named(place.name, () =>
      coordinate({
        ...{ left: left.side, right: right.side, rules, asOf, run, folder, database: place.url, ...limits },
        ...(shards === undefined ? {} : { shards }),
        ...leaseOf(options),
        moment: options.asOf === undefined ? 'begun' : 'asked',
        part: 'coordinate',
        signal: AbortSignal.any([context.signal, workers.signal]),
        onProgress: watched(sharing, count, context),
      }),
    )
  } catch (error) {
    const cause = isTillError(error) && error.code === 'store_unavailable' ? error.cause : null
    if (typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'OUT_OF_MEMORY')
      context.report('it did not fit into the memory it may use; begin it with more --shards, or with more --memory')
    else if (context.signal.aborted || cause !== null)
      context.report(`what was done stays in ${printable(join(folder, run))}; go on with: --run ${run}`)
    throw error
  } finally {
    await workers.stop()
  }
}

function workersOf({ workers }: SharedOptions): number {
  if (workers === undefined) return Math.min(MOST_WORKERS, availableParallelism())
  return wholeNumber(workers, '--workers', { from: 0, to: 64 })
}

function leaseOf({ lease }: SharedOptions): { readonly leaseSeconds?: number } {
  return lease === undefined ? {} : { leaseSeconds: wholeNumber(lease, '--lease', { from: 1, to: 86_400 }) }
}

/** The processors of this machine are shared by its workers, unless somebody says otherwise. */
function workerArgs(folder: string, count: number, { memory, threads }: Limits): readonly string[] {
  const each = threads ?? Math.max(1, Math.floor(availableParallelism() / Math.max(1, count)))
  return ['--folder', folder, '--threads', `${each}`, ...(memory === undefined ? [] : ['--memory', memory])]
}

/** The same for the same question about the same files: so the same command goes on with a run that was stopped. */
async function nameOf({ left, right, rules, asOf, shards }: Sharing): Promise<string> {
  const sides = await Promise.all(
    [left, right].map(async ({ side, name }) => {
      // What comes from a stream is never the same again.
      if (side.kind === 'stream') return randomUUID()
      if (!('path' in side)) return name
      const { size, mtimeMs } = await stat(side.path)
      return [side.path, size, mtimeMs]
    }),
  )
  const text = JSON.stringify([sides, rules, asOf, shards])
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

/** Passes steps on, and says once what may be wrong when nothing happens. */
function watched({ onProgress }: Sharing, count: number, { report }: CliContext): Sharing['onProgress'] {
  let last = -1
  let since = performance.now()
  let told = false
  return (step) => {
    onProgress(step)
    if (step.step !== 'sharing' || step.done !== last) {
      last = step.step === 'sharing' ? step.done : -1
      since = performance.now()
    } else if (count === 0 && !told && performance.now() - since > SILENT_MS) {
      told = true
      report('nobody has done a piece yet; start: onetill reconcile worker, with the same --store and --folder')
    }
  }
}
