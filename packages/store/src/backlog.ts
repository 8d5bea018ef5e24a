import { sql } from 'kysely'
import type { Engine } from './engine.ts'

/** How much of an account is watched, and how far reading it is behind. */
export interface Backlog {
  readonly provider: string
  readonly account: string
  /** Sessions that will be read again. */
  readonly watched: number
  /** Of them due and not held by a worker. */
  readonly due: number
  /** Held by a worker. */
  readonly held: number
  /** Reads of these have failed last time. */
  readonly failing: number
  /** Since when the one that has waited longest is due, UTC text; null: none is. */
  readonly dueSince: string | null
}

/** Backlog by account. */
export async function backlogOf({ db }: Engine, now: Date): Promise<readonly Backlog[]> {
  const at = now.toISOString()
  return db
    .selectFrom('poll')
    .where('next_at', 'is not', null)
    .select(['provider', 'account'])
    .select(sql<number>`count(*)`.as('watched'))
    .select(sql<number>`count(case when next_at <= ${at} then 1 end)`.as('due'))
    .select(sql<number>`count(case when next_at > ${at} and owner is not null then 1 end)`.as('held'))
    .select(sql<number>`count(case when failures > 0 then 1 end)`.as('failing'))
    .select(sql<string | null>`min(case when next_at <= ${at} then next_at end)`.as('dueSince'))
    .groupBy(['provider', 'account'])
    .orderBy('provider')
    .orderBy('account')
    .execute()
}
