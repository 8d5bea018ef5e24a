import { join } from 'node:path'
import { openJobs, type Took } from './jobs.ts'
import { hasPlan, placeOf, RUN_NAME } from './plan.ts'
import { workShard } from './shard.ts'
import { jobsOf, limitsOf, type SharedWork } from './shared.ts'

/** A piece of a run that was done or that failed. */
export type DonePiece = Exclude<Took, { readonly took: 'none' }>

/** Options of `workShards`. */
export interface WorkOptions extends SharedWork {
  /** Ends it at once; the piece that is being done is given to another process. */
  readonly signal?: AbortSignal
  /** Ends it when there was nothing to do for so long. @default never */
  readonly idleMs?: number
  /** Told after each piece. */
  readonly onPiece?: (piece: DonePiece) => void
}

const IDLE_MS = 200

/** Does pieces of runs until it is stopped. @returns how many. @throws store_unavailable */
export async function workShards(options: WorkOptions): Promise<number> {
  const { folder, signal, idleMs = Number.POSITIVE_INFINITY, onPiece = () => {} } = options
  const limits = { ...limitsOf(options), signal }
  const jobs = await openJobs(jobsOf(options, await placeOf(folder)))
  const isStopped = (): boolean => signal?.aborted === true
  let pieces = 0
  try {
    for (let since = performance.now(); !isStopped() && performance.now() - since < idleMs; ) {
      const took = await jobs.take(async (work) => {
        if (!RUN_NAME.test(work.run)) throw new TypeError('a run without a name')
        // The run has ended, as others did the piece too.
        if (!hasPlan(join(folder, work.run))) return
        await workShard({ folder: join(folder, work.run), work, ...limits })
        pieces++
      })
      if (took.took !== 'none' && !isStopped()) onPiece(took)
      if (took.took === 'done') since = performance.now()
      else await pause(signal)
    }
  } finally {
    await jobs.close()
  }
  return pieces
}

function pause(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, IDLE_MS)
    signal?.addEventListener('abort', end)
  })
}
