// Runs of reconciliations, and what they found: a finding is one row however often it is found again.
import { sql, type Transaction } from 'kysely'
import { canonicalJson, sha256 } from './canonical.ts'
import type { Database, FindingTable } from './database.ts'
import type { Engine } from './engine.ts'

/** What is kept of a finding; `@onetill/reconcile` gives more. */
export interface KeepableFinding {
  /** The same on every run for the same records, code and rules. */
  readonly id: string
  readonly code: string
  readonly exception: boolean
  readonly left: readonly { readonly key?: string | null | undefined }[]
  readonly right: readonly { readonly key?: string | null | undefined }[]
}

/** A result that can be kept: the one of `reconcile`. */
export interface KeepableResult {
  readonly summary: { readonly asOf: string; readonly rules: string; readonly verdict: string }
  readonly classes: readonly object[]
  readonly identity: readonly object[]
  findings(): AsyncIterable<KeepableFinding>
  hash(): Promise<string>
}

/** What keeping a run came to. */
export interface KeptRun {
  /** Of the rules, the moment and the bytes of the result: the same result is the same run. */
  readonly id: string
  readonly added: number
  readonly reopened: number
  readonly closed: number
}

const BATCH = 500

/** Codes that end when the other side comes: closed as `arrived`; all others as `settled`. */
const WAITING_CODES = ['missing_left', 'missing_right', 'pending_counterpart']

/**
 * Keeps a run and its findings. What was open under the same rules and is not found again is closed. It may be repeated
 * after it failed; a run of an earlier moment than the newest one is kept, and changes no finding.
 */
export async function keepRun({ db }: Engine, result: KeepableResult, now: () => Date): Promise<KeptRun> {
  const { asOf, rules, verdict } = result.summary
  const hash = await result.hash()
  const id = sha256(canonicalJson([rules, asOf, hash])).slice(0, 32)
  const at = now().toISOString()
  const newer = await db
    .selectFrom('reconciliation_run')
    .select('id')
    .where('rules', '=', rules)
    .where('as_of', '>', asOf)
    .executeTakeFirst()
  await db
    .insertInto('reconciliation_run')
    .values({
      ...{ id, rules, as_of: asOf, kept_at: at, verdict, hash, state: 'keeping' },
      body: canonicalJson({ summary: result.summary, classes: result.classes, identity: result.identity }),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  const counts = { added: 0, reopened: 0, closed: 0 }
  if (newer === undefined) {
    let batch: KeepableFinding[] = []
    const flush = async (): Promise<void> => {
      const some = batch
      batch = []
      if (some.length === 0) return
      await db.transaction().execute(async (trx) => {
        const { added, reopened } = await writeFindings(trx, some, { run: id, rules, at })
        counts.added += added
        counts.reopened += reopened
      })
    }
    for await (const finding of result.findings()) {
      batch.push(finding)
      if (batch.length === BATCH) await flush()
    }
    await flush()
    const closed = await db
      .updateTable('finding')
      .set({
        state: 'closed',
        closed_at: at,
        closed_reason: sql<string>`case when code in (${sql.join(WAITING_CODES)}) then 'arrived' else 'settled' end`,
      })
      .where('rules', '=', rules)
      .where('state', '=', 'open')
      .where('last_run', '<>', id)
      .executeTakeFirst()
    counts.closed = Number(closed.numUpdatedRows)
  }
  await db.updateTable('reconciliation_run').set({ state: 'kept' }).where('id', '=', id).execute()
  return { id, ...counts }
}

interface Written {
  readonly run: string
  readonly rules: string
  readonly at: string
}

async function writeFindings(
  trx: Transaction<Database>,
  findings: readonly KeepableFinding[],
  { run, rules, at }: Written,
): Promise<{ readonly added: number; readonly reopened: number }> {
  const ids = findings.map(({ id }) => id)
  const before = await trx.selectFrom('finding').select(['id', 'state']).where('id', 'in', ids).execute()
  const rows = findings.map(
    (finding): FindingTable => ({
      ...{ id: finding.id, rules, code: finding.code, exception: finding.exception ? 1 : 0, state: 'open' },
      ...{ first_seen_at: at, last_seen_at: at, first_run: run, last_run: run, runs: 1, reopened: 0 },
      ...{ closed_at: null, closed_reason: null, body: canonicalJson(finding) },
    }),
  )
  await trx
    .insertInto('finding')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({
        exception: sql`excluded.exception`,
        body: sql`excluded.body`,
        last_seen_at: sql`case when finding.last_run = excluded.last_run then finding.last_seen_at else excluded.last_seen_at end`,
        runs: sql`finding.runs + case when finding.last_run = excluded.last_run then 0 else 1 end`,
        reopened: sql`finding.reopened + case when finding.state = 'closed' then 1 else 0 end`,
        last_run: sql`excluded.last_run`,
        state: 'open',
        closed_at: null,
        closed_reason: null,
      }),
    )
    .execute()
  const links = findings.flatMap(({ id, left, right }) =>
    [...new Set([...left, ...right].flatMap(({ key }) => key ?? []))].map((key) => ({
      finding_id: id,
      session_key: key,
    })),
  )
  for (let from = 0; from < links.length; from += BATCH)
    await trx
      .insertInto('finding_session')
      .values(links.slice(from, from + BATCH))
      .onConflict((conflict) => conflict.columns(['session_key', 'finding_id']).doNothing())
      .execute()
  return {
    added: ids.length - before.length,
    reopened: before.filter(({ state }) => state === 'closed').length,
  }
}
