import { isTillError, TillError } from '@onetill/core'
import { isOutOfMemory } from '../duckdb.ts'
import { jobId, type ShardWork } from './plan.ts'

const RETRIES = 20
/** Another try in the same memory seldom ends better. */
const MEMORY_RETRIES = 2
const OUT_OF_MEMORY = 'OUT_OF_MEMORY'

/** How an attempt of a piece of work stands. */
export type JobState =
  /** `none`: never offered, or put away long after its end. `active`: somebody has it. `done`: they say so. */
  | { readonly state: 'none' | 'waiting' | 'active' | 'done' }
  /** It failed too often; why it did the last time. */
  | { readonly state: 'lost'; readonly code: string }

/** What became of an attempt to do a piece. */
export type Took =
  | { readonly took: 'none' }
  | { readonly took: 'done'; readonly work: ShardWork }
  | { readonly took: 'failed'; readonly work: ShardWork; readonly error: unknown }

/** Pieces of work as leased jobs on PostgreSQL. */
export interface Jobs {
  /** Offers a piece of a run; the same attempt of the same piece is offered once. */
  offer(work: ShardWork, begun: string, attempt: number): Promise<void>
  /** Does one piece, if there is one. What fails, and what a process that died had taken, is given out again. */
  take(run: (work: ShardWork) => Promise<void>): Promise<Took>
  /** Gives out again what was taken too long ago. */
  renew(): Promise<void>
  stateOf(work: ShardWork, begun: string, attempt: number): Promise<JobState>
  close(): Promise<void>
}

interface JobsOptions {
  /** URL of the PostgreSQL server. */
  readonly database: string
  readonly schema: string
  /** Name of the folder the results go to: who has another one takes none of this work. */
  readonly place: string
  readonly leaseSeconds: number
}

/** Connects to the jobs. @throws store_unavailable */
export async function openJobs({ database, schema, place, leaseSeconds }: JobsOptions): Promise<Jobs> {
  // Loaded where it is needed: most comparisons are made by one process.
  const { default: PgBoss } = await import('pg-boss')
  const boss = new PgBoss({ connectionString: database, schema, max: 3, supervise: false, schedule: false })
  // Failures are thrown where they happen; without a listener the process would end.
  boss.on('error', () => {})
  const queue = `onetill-reconcile-${place}`
  const stop = (): Promise<void> => boss.stop({ graceful: false, wait: true })
  try {
    await onServer(async () => {
      await boss.start()
      await boss.createQueue(queue)
    })
  } catch (error) {
    await stop().catch(() => {})
    throw error
  }
  return {
    offer: async (work, begun, attempt) => {
      const options = { retryLimit: RETRIES, retryDelay: 1, expireInSeconds: leaseSeconds }
      await onServer(() => boss.send(queue, { ...work }, { ...options, id: jobId(work, begun, attempt) }))
    },
    take: async (run) => {
      const [job] = await onServer(() => boss.fetch<ShardWork>(queue, { batchSize: 1 }))
      if (job === undefined) return { took: 'none' }
      const work = job.data
      try {
        await run(work)
      } catch (error) {
        await onServer(() => boss.fail(queue, job.id, { code: codeOf(error) }))
        return { took: 'failed', work, error }
      }
      await onServer(() => boss.complete(queue, job.id))
      return { took: 'done', work }
    },
    renew: () => onServer(() => boss.maintain()),
    stateOf: async (work, begun, attempt) => {
      const job = await onServer(() => boss.getJobById(queue, jobId(work, begun, attempt)))
      if (job === null) return { state: 'none' }
      const { state } = job
      if (state === 'completed') return { state: 'done' }
      const code = outputCode(job.output)
      const tooLarge = code === OUT_OF_MEMORY && state === 'retry' && job.retryCount >= MEMORY_RETRIES
      if (state === 'failed' || state === 'cancelled' || tooLarge) return { state: 'lost', code }
      return { state: state === 'active' ? 'active' : 'waiting' }
    },
    close: () => onServer(stop),
  }
}

/** The error of a run that cannot be finished. */
export function lost({ rung, shard }: ShardWork, code: string): TillError {
  const piece = `shard ${shard} of rung ${rung}`
  const why =
    code === OUT_OF_MEMORY
      ? 'did not fit into memory'
      : `failed on every process that tried it, the last time with ${code}`
  return new TillError({
    code: 'store_unavailable',
    message: `${piece} ${why}`,
    cause: { name: 'DuckDbError', code },
  })
}

function codeOf(error: unknown): string {
  if (isOutOfMemory(error)) return OUT_OF_MEMORY
  if (isTillError(error)) return error.code
  // What the system says, such as ENOSPC; a message may hold anything.
  return error instanceof Error && 'code' in error && /^[A-Z]{2,20}$/.test(`${error.code}`)
    ? `${error.code}`
    : 'unknown'
}

function outputCode(output: unknown): string {
  const code = typeof output === 'object' && output !== null && 'code' in output ? output.code : null
  return typeof code === 'string' ? code : 'unknown'
}

async function onServer<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    throw new TillError({
      code: 'store_unavailable',
      message: 'the jobs could not be reached',
      cause: { name: 'PostgresError', code: typeof code === 'string' ? code : null },
    })
  }
}
