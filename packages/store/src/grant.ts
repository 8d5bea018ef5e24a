import type { Transaction } from 'kysely'
import type { Database } from './database.ts'
import type { Engine } from './engine.ts'

/** Whose requests are counted together. */
export interface GrantScope {
  /** Id of the adapter. */
  readonly provider: string
  /** Label of the account. */
  readonly account: string
  /** What the limit counts together, e.g. `/v1/sessions/{id}`. */
  readonly route: string
}

/** Options of `grant`. */
export interface GrantOptions {
  /** `poll`: spread evenly over the window. `call`: as soon as the limit allows. @default "call" */
  readonly priority?: 'call' | 'poll'
  /** Milliseconds from now before which the request cannot be sent. @default 0 */
  readonly leadMs?: number
  /** A time granted before, at which nothing was sent: it is given back. @default none */
  readonly instead?: number | undefined
}

/** When one request may be sent. Milliseconds since 1970 on the clock of the database. */
export interface Grant {
  readonly at: number
  /** What that clock showed when this was granted. */
  readonly now: number
}

/** A limit: so many requests in any window. */
export interface GrantLimit {
  readonly requests: number
  readonly windowMs: number
}

/** The provider counts when requests arrive, we when they leave: the window is kept longer by a share of it. */
const MARGIN_SHARE = 0.08
const MAX_MARGIN_MS = 1_000
/** Polls are spread a little tighter than evenly, so that what was given back can be used again. */
const SPREAD = 0.8

/** By how much a window is kept longer, in milliseconds. A quarter of it is for the sender being late. */
export const marginMs = (windowMs: number): number => Math.ceil(Math.min(MAX_MARGIN_MS, windowMs * MARGIN_SHARE))

/**
 * The next free time of a bucket; it is taken until it is given back, so a crash costs one request and never grants one
 * twice. Times only grow: who asks first goes first.
 */
export async function grantIn(
  trx: Transaction<Database>,
  engine: Engine,
  scope: GrantScope,
  { requests, windowMs }: GrantLimit,
  { priority = 'call', leadMs = 0, instead }: GrantOptions,
): Promise<Grant> {
  const bucket = laneOf(scope)
  const sent = without(await lockedTimes(trx, engine, bucket), instead)
  const pausedUntil = await pauseOf(trx, scope)
  const now = await clockOf(trx, engine)
  const spanMs = windowMs + marginMs(windowMs)
  const first = sent.length < requests ? undefined : sent[sent.length - requests]
  const last = sent.at(-1)
  const at = Math.max(
    now + leadMs,
    pausedUntil,
    first === undefined ? 0 : first + spanMs,
    last === undefined ? 0 : last + (priority === 'poll' ? Math.ceil((spanMs / requests) * SPREAD) : 0),
  )
  // One more limit than counts: when some are given back, the ones before them count again.
  const kept = [...sent, at].filter((time) => time + spanMs > now).slice(-2 * requests)
  await trx
    .updateTable('rate')
    .set({ times: JSON.stringify(kept) })
    .where('bucket', '=', bucket)
    .execute()
  return { at, now }
}

/** Nothing is granted to an account for so long. A shorter pause never ends a longer one. */
export async function pauseIn(
  trx: Transaction<Database>,
  engine: Engine,
  scope: Omit<GrantScope, 'route'>,
  ms: number,
): Promise<void> {
  const bucket = accountOf(scope)
  const [before = 0] = await lockedTimes(trx, engine, bucket)
  const until = (await clockOf(trx, engine)) + Math.ceil(ms)
  if (until <= before) return
  await trx
    .updateTable('rate')
    .set({ times: JSON.stringify([until]) })
    .where('bucket', '=', bucket)
    .execute()
}

/** Until when nothing is sent to an account, and what the clock shows. */
export async function pausedUntil(engine: Engine, scope: Omit<GrantScope, 'route'>): Promise<Grant> {
  return { at: await pauseOf(engine.db, scope), now: await clockOf(engine.db, engine) }
}

const without = (times: readonly number[], gone: number | undefined): readonly number[] => {
  const place = gone === undefined ? -1 : times.lastIndexOf(gone)
  return times.filter((_, index) => index !== place)
}

const accountOf = ({ provider, account }: Omit<GrantScope, 'route'>): string => JSON.stringify([provider, account])
const laneOf = ({ provider, account, route }: GrantScope): string => JSON.stringify([provider, account, route])

type Reader = Pick<Transaction<Database>, 'selectFrom' | 'selectNoFrom'>

async function clockOf(db: Reader, { clock }: Engine): Promise<number> {
  const { now } = await db.selectNoFrom(clock.as('now')).executeTakeFirstOrThrow()
  return now
}

async function pauseOf(db: Reader, scope: Omit<GrantScope, 'route'>): Promise<number> {
  const row = await db.selectFrom('rate').select('times').where('bucket', '=', accountOf(scope)).executeTakeFirst()
  return (row === undefined ? [] : timesIn(row.times))[0] ?? 0
}

/** The times of a bucket, held until the transaction ends. */
async function lockedTimes(
  trx: Transaction<Database>,
  { rowLocks }: Engine,
  bucket: string,
): Promise<readonly number[]> {
  const select = async () => {
    const query = trx.selectFrom('rate').select('times').where('bucket', '=', bucket)
    return (rowLocks ? query.forUpdate() : query).executeTakeFirst()
  }
  const row = await select()
  if (row !== undefined) return timesIn(row.times)
  await trx
    .insertInto('rate')
    .values({ bucket, times: '[]' })
    .onConflict((conflict) => conflict.column('bucket').doNothing())
    .execute()
  const made = await select()
  return made === undefined ? [] : timesIn(made.times)
}

const timesIn = (text: string): readonly number[] => JSON.parse(text) as readonly number[]
