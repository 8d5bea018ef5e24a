import type { FindingTable, ReconciliationRunTable } from './database.ts'
import type { Engine } from './engine.ts'

/** A run that was kept. */
export interface StoredRun {
  readonly id: string
  /** Name of its rules. */
  readonly rules: string
  /** As of when it was judged, UTC text. */
  readonly asOf: string
  /** When it was kept, UTC text. */
  readonly keptAt: string
  /** `clean`, `findings` or `unbalanced`. */
  readonly verdict: string
  /** SHA-256 of the canonical result. */
  readonly hash: string
  /** `keeping`: it was begun and did not end. */
  readonly state: 'keeping' | 'kept'
  /** Summary, classes and identity as the result gave them. */
  readonly body: unknown
}

/** A finding, over all runs. */
export interface StoredFinding {
  readonly id: string
  readonly rules: string
  readonly code: string
  /** Whether it counts against a clean run. */
  readonly exception: boolean
  readonly state: 'open' | 'closed'
  readonly firstSeenAt: string
  readonly lastSeenAt: string
  /** How many runs found it. */
  readonly runs: number
  /** How often it came back after it was closed. */
  readonly reopened: number
  readonly closedAt: string | null
  /** `arrived`: the other side came. `settled`: it is no longer found. Null while it is open. */
  readonly closedReason: 'arrived' | 'settled' | null
  /** The finding as the last run gave it. */
  readonly finding: unknown
}

/** Which findings. Everything given has to hold. */
export interface FindingFilter {
  readonly state?: 'open' | 'closed' | undefined
  readonly code?: string | undefined
  readonly rules?: string | undefined
  readonly exception?: boolean | undefined
  /** About this session, `provider/account/id`. */
  readonly sessionKey?: string | undefined
}

/** A page: after the last one of the page before, by its id. */
export interface FindingPage {
  /** At most 500. @default 50 */
  readonly limit?: number | undefined
  readonly after?: string | undefined
}

const MAX_PAGE = 500
const limitOf = (limit = 50): number => Math.max(1, Math.min(limit, MAX_PAGE))

/** Runs, the newest moment first. */
export async function listRuns(
  { db }: Engine,
  { rules, limit }: { readonly rules?: string | undefined; readonly limit?: number | undefined },
): Promise<readonly StoredRun[]> {
  let query = db
    .selectFrom('reconciliation_run')
    .selectAll()
    .orderBy('as_of', 'desc')
    .orderBy('id')
    .limit(limitOf(limit))
  if (rules !== undefined) query = query.where('rules', '=', rules)
  return (await query.execute()).map(runOf)
}

/** Findings by id. */
export async function listFindings(
  { db }: Engine,
  { state, code, rules, exception, sessionKey }: FindingFilter,
  { limit, after }: FindingPage,
): Promise<readonly StoredFinding[]> {
  let query = db.selectFrom('finding').selectAll().orderBy('id').limit(limitOf(limit))
  if (state !== undefined) query = query.where('state', '=', state)
  if (code !== undefined) query = query.where('code', '=', code)
  if (rules !== undefined) query = query.where('rules', '=', rules)
  if (exception !== undefined) query = query.where('exception', '=', exception ? 1 : 0)
  if (after !== undefined) query = query.where('id', '>', after)
  if (sessionKey !== undefined)
    query = query.where('id', 'in', (of) =>
      of.selectFrom('finding_session').select('finding_id').where('session_key', '=', sessionKey),
    )
  return (await query.execute()).map(findingOf)
}

/** How many findings are open and closed, by rules and code. */
export async function countFindings({ db }: Engine): Promise<readonly FindingCount[]> {
  const rows = await db
    .selectFrom('finding')
    .select(({ fn }) => ['rules', 'code', 'state', fn.countAll<number | string>().as('findings')])
    .groupBy(['rules', 'code', 'state'])
    .orderBy('rules')
    .orderBy('code')
    .orderBy('state')
    .execute()
  return rows.map(({ findings, state, ...row }) => ({ ...row, state: stateOf(state), findings: Number(findings) }))
}

/** How many findings there are. */
export interface FindingCount {
  readonly rules: string
  readonly code: string
  readonly state: 'open' | 'closed'
  readonly findings: number
}

const stateOf = (state: string): 'open' | 'closed' => (state === 'open' ? 'open' : 'closed')

function runOf(row: ReconciliationRunTable): StoredRun {
  const { id, rules, verdict, hash } = row
  const state = row.state === 'kept' ? 'kept' : 'keeping'
  return { id, rules, asOf: row.as_of, keptAt: row.kept_at, verdict, hash, state, body: JSON.parse(row.body) }
}

function findingOf(row: FindingTable): StoredFinding {
  const { id, rules, code, runs, reopened } = row
  const closed = row.closed_reason
  return {
    ...{ id, rules, code, exception: row.exception === 1, state: stateOf(row.state) },
    ...{ firstSeenAt: row.first_seen_at, lastSeenAt: row.last_seen_at, runs, reopened, closedAt: row.closed_at },
    closedReason: closed === 'arrived' || closed === 'settled' ? closed : null,
    finding: JSON.parse(row.body),
  }
}
