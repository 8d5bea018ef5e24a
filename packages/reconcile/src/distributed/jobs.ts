import { isTillError, TillError } from '@onetill/core'
import { jobId, type ShardWork } from './plan.ts'

const QUEUE = 'onetill-reconcile'
const RETRIES = 20

/** Pieces of work as leased jobs on PostgreSQL. */
export interface Jobs {
  /** Offers work; the same work is offered once. */
  offer(work: readonly ShardWork[]): Promise<void>
  /** Does one piece, if there is one. What fails, and what a process that died had taken, is given out again. */
  take(run: (work: ShardWork) => Promise<void>): Promise<'done' | 'none'>
  /** Gives out again what was taken too long ago. */
  renew(): Promise<void>
  /** Whether work failed for good. */
  isLost(work: ShardWork): Promise<boolean>
  close(): Promise<void>
}

interface JobsOptions {
  /** URL of the PostgreSQL server. */
  readonly database: string
  readonly schema: string
  readonly leaseSeconds: number
}

/** Connects to the jobs. @throws store_unavailable */
export async function openJobs({ database, schema, leaseSeconds }: JobsOptions): Promise<Jobs> {
  // Loaded where it is needed: most comparisons are made by one process.
  const { default: PgBoss } = await import('pg-boss')
  const boss = new PgBoss({ connectionString: database, schema, max: 3, supervise: false, schedule: false })
  // Failures are thrown where they happen; without a listener the process would end.
  boss.on('error', () => {})
  await onServer(async () => {
    await boss.start()
    await boss.createQueue(QUEUE)
  })
  return {
    offer: (work) =>
      onServer(async () => {
        const options = { retryLimit: RETRIES, retryDelay: 1, expireInSeconds: leaseSeconds }
        for (const one of work) await boss.send(QUEUE, { ...one }, { ...options, id: jobId(one, 0) })
      }),
    take: async (run) => {
      const [job] = await onServer(() => boss.fetch<ShardWork>(QUEUE, { batchSize: 1 }))
      if (job === undefined) return 'none'
      try {
        await run(job.data)
      } catch (error) {
        const code = isTillError(error) ? error.code : 'unknown'
        await onServer(() => boss.fail(QUEUE, job.id, { code }))
        return 'done'
      }
      await onServer(() => boss.complete(QUEUE, job.id))
      return 'done'
    },
    renew: () => onServer(() => boss.maintain()),
    isLost: async (work) => (await onServer(() => boss.getJobById(QUEUE, jobId(work, 0))))?.state === 'failed',
    close: () => onServer(() => boss.stop({ graceful: false, wait: true })),
  }
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
