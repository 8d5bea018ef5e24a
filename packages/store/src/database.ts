import type { Generated } from 'kysely'

/** Tables of the store. Times are UTC text with milliseconds; JSON is text in canonical form. */
export interface Database {
  readonly session: SessionTable
  readonly poll: PollTable
  readonly observation: ObservationTable
  readonly change: ChangeTable
  readonly delivery: DeliveryTable
  readonly total: TotalTable
  readonly rate: RateTable
  readonly payer_link: PayerLinkTable
  readonly reconciliation_run: ReconciliationRunTable
  readonly finding: FindingTable
  readonly finding_session: FindingSessionTable
  readonly onetill_migration: MigrationTable
}

/** The latest of each session, with what is filtered by as columns. */
export interface SessionTable {
  readonly key: string
  readonly provider: string
  readonly account: string
  readonly id: string
  readonly environment: string
  readonly status: string
  readonly detail: string | null
  readonly summary: string
  readonly reference: string | null
  readonly currency: string | null
  /** Exact decimal text. */
  readonly amount: string | null
  /** Minor units, comparable within a currency: NUMERIC, or on SQLite fixed-width text. Null where there are none. */
  readonly amount_minor: string | null
  /** `createdAt`, else when it was first known: what lists are sorted by. */
  readonly listed_at: string
  readonly updated_at: string | null
  readonly expires_at: string | null
  /** `paidAt ?? paidSeenAt`. */
  readonly sold_at: string | null
  readonly last_confirmed_at: string | null
  /** Codes of why somebody has to look, joined by a comma; empty: nothing. */
  readonly attention: string
  /** Text that is searched: id, reference, description, customer. */
  readonly search: string
  /** `StoredSession` as JSON. */
  readonly body: string
  /** What the caller expects, as JSON, or null. */
  readonly expected: string | null
  /** An operator's decision, as JSON, or null. */
  readonly resolution: string | null
  /** What the session was like when an operator decided on it, as a hash; null: never, or something new came since. */
  readonly decided: string | null
  /** 1: somebody has to look at it, and nobody has decided since something new came. */
  readonly needs_look: number
  /** 1 once somebody was told that it was paid. */
  readonly announced: number
}

/** When each session is to be read again. Apart from the session, as it changes with every read. */
export interface PollTable {
  readonly key: string
  readonly provider: string
  readonly account: string
  /** When it is due; while a worker has it, when its lease ends. Null: never. */
  readonly next_at: string | null
  readonly owner: string | null
  /** Grows with each claim; a write under an older one is refused. */
  readonly fence: number
  /** Reads that failed in a row. */
  readonly failures: number
}

/** What was seen of a session; the same thing seen again is a further time. */
export interface ObservationTable {
  readonly number: Generated<number>
  readonly session_key: string
  readonly hash: string
  readonly via: string
  /** First time. */
  readonly as_of: string
  /** Every time, as a JSON list in order; of very many the newest. */
  readonly times: string
  readonly adapter: string | null
  readonly body: string
  /** The provider's answer, cut to what may be kept. */
  readonly native: string | null
  readonly recorded_at: string
}

/** What changed on the row of a session, in the order it was written. Only ever appended to. */
export interface ChangeTable {
  readonly number: Generated<number>
  /** PostgreSQL: the transaction, as readers must not pass one that is still open. SQLite: 0. */
  readonly xid: Generated<string>
  readonly session_key: string
  readonly at: string
  readonly via: string
  readonly hash: string
  readonly events: string
  readonly diff: string
}

/** A provider's delivery. */
export interface DeliveryTable {
  /** Of provider, account and what makes the delivery unique. */
  readonly key: string
  readonly provider: string
  readonly account: string
  readonly received_at: string
  readonly trust: string
  /** `applied`, `waiting` for its session, `asked` (a hint: a read is due), or `unknown`. */
  readonly state: string
  readonly session_key: string | null
  readonly reference: string | null
  readonly name: string | null
  readonly body: string
  /** How often it came. */
  readonly times: number
}

/** Counts and sums, kept in the transaction of each change. */
export interface TotalTable {
  readonly provider: string
  readonly account: string
  readonly environment: string
  readonly status: string
  readonly summary: string
  /** Empty: no amount is known. */
  readonly currency: string
  readonly sessions: number
  /** Exact decimal text on SQLite, NUMERIC on PostgreSQL. */
  readonly amount: string
}

/** Requests that were granted, by what a limit counts together. */
export interface RateTable {
  /** JSON: provider, account, route; without a route until when the account is paused. */
  readonly bucket: string
  /** Milliseconds since 1970, oldest first, as a JSON list. */
  readonly times: string
}

/** Links with which a payer sees one session. */
export interface PayerLinkTable {
  /** SHA-256 of the token; whoever reads the database cannot open the page. */
  readonly hash: string
  readonly session_key: string
  readonly created_at: string
  readonly created_by: string
  readonly expires_at: string
  readonly revoked_at: string | null
}

/** Reconciliations that were kept. */
export interface ReconciliationRunTable {
  readonly id: string
  readonly rules: string
  readonly as_of: string
  readonly kept_at: string
  readonly verdict: string
  readonly hash: string
  /** `keeping` until its findings are written, then `kept`. */
  readonly state: string
  /** Summary, classes and identity as JSON. */
  readonly body: string
}

/** What reconciliations found, each thing once. */
export interface FindingTable {
  readonly id: string
  readonly rules: string
  readonly code: string
  readonly exception: number
  /** `open` or `closed`. */
  readonly state: string
  readonly first_seen_at: string
  readonly last_seen_at: string
  readonly first_run: string
  readonly last_run: string
  /** Runs that found it. */
  readonly runs: number
  readonly reopened: number
  readonly closed_at: string | null
  readonly closed_reason: string | null
  /** The finding of the last run as JSON. */
  readonly body: string
}

/** Which sessions a finding is about. */
export interface FindingSessionTable {
  readonly session_key: string
  readonly finding_id: string
}

/** Which migrations were made. */
export interface MigrationTable {
  readonly name: string
  readonly made_at: string
}
