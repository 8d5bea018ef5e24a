import { availableParallelism } from 'node:os'
import { checkMemory } from '../memory.ts'

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

/** Where a process shares work. */
export const jobsOf = ({ database, schema = 'onetill_jobs', leaseSeconds = 900 }: SharedWork, place: string) => ({
  database,
  schema,
  leaseSeconds,
  place,
})

/** What an engine may use. @throws invalid_options when nothing can be compared in it */
export function limitsOf({ memory = '1GB', threads = Math.min(4, availableParallelism()) }: SharedWork): {
  readonly memory: string
  readonly threads: number
} {
  checkMemory(memory, threads)
  return { memory, threads }
}
