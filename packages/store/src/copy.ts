import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { TillError } from '@onetill/core'
import { canonicalJson } from './canonical.ts'
import { CHANGE_COLUMNS, KEYED, type KeyedTable, type Row } from './copy-tables.ts'
import type { Engine } from './engine.ts'
import { onDatabase } from './failure.ts'
import { migrate } from './migrations.ts'
import { type OpenOptions, openEngine } from './open-store.ts'
import { createStore } from './store.ts'

/** How far a copy is. */
export interface CopyProgress {
  readonly phase: 'copying' | 'comparing'
  readonly table: string
  /** Rows of all tables. */
  readonly done: number
  readonly total: number
}

/** Options of `copyStore`. */
export interface CopyOptions {
  /** Told after each batch. @default nobody */
  readonly onProgress?: (progress: CopyProgress) => void
  /** Ends it between two batches; what was copied stays, and the next run goes on. */
  readonly signal?: AbortSignal | undefined
}

/** One table, before and after. */
export interface CopiedTable {
  readonly table: string
  /** Rows of the source, and of the copy. */
  readonly rows: readonly [from: number, to: number]
  /** SHA-256 of all rows in the order of their keys, of the source and of the copy. */
  readonly hashes: readonly [from: string, to: string]
}

/** What a copy came to. */
export interface Copied {
  /** Whether everything is the same on both sides. */
  readonly same: boolean
  /** Rows that were written; the others were there. */
  readonly written: number
  readonly tables: readonly CopiedTable[]
  /** `Store.contentHash` of the source, and of the copy. */
  readonly contentHashes: readonly [from: string, to: string]
}

type Place = Pick<OpenOptions, 'url' | 'schema'>

const BATCH = 500

/**
 * Copies a whole store into an empty one, or goes on with a copy that was begun, then compares both row by row. Sessions,
 * everything seen of them, the change feed in its order, deliveries and links are the same afterwards; cursors of the
 * change feed are not, as they are numbers of the database. Nobody may write to either meanwhile; when somebody did, the
 * result says so and a further run copies what is missing.
 * @throws invalid_input when the target has sessions or changes of its own; store_unavailable, store_version
 */
export async function copyStore(from: Place, to: Place, options: CopyOptions = {}): Promise<Copied> {
  const source = await openEngine(from)
  try {
    const target = await openEngine(to)
    try {
      return await onDatabase('copy', () => copyEngine(source, target, options))
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

async function copyEngine(from: Engine, to: Engine, { onProgress = () => {}, signal }: CopyOptions): Promise<Copied> {
  await migrate(from)
  await migrate(to)
  await refuseOthers(from, to)
  const names = [...KEYED.map(({ name }) => name), 'change']
  const counts = await Promise.all(names.map((name) => countOf(from, name)))
  const total = counts.reduce((sum, count) => sum + count, 0)
  let done = 0
  const step = (phase: CopyProgress['phase'], table: string) => (rows: number) => {
    signal?.throwIfAborted()
    done += rows
    onProgress({ phase, table, done, total })
  }
  let written = 0
  for (const table of KEYED) written += await copyKeyed(from, to, table, step('copying', table.name))
  written += await copyChanges(from, to, step('copying', 'change'))

  done = 0
  const tables: CopiedTable[] = []
  for (const table of [...KEYED, null]) {
    const name = table?.name ?? 'change'
    const pages = (engine: Engine) => (table === null ? changePages(engine, 0) : keyedPages(engine, table))
    const [left, right] = [
      await digestOf(pages(from), step('comparing', name)),
      await digestOf(pages(to), () => signal?.throwIfAborted()),
    ]
    tables.push({ table: name, rows: [left.rows, right.rows], hashes: [left.hash, right.hash] })
  }
  const contentHashes = [
    await (await createStore(from)).contentHash(),
    await (await createStore(to)).contentHash(),
  ] as const
  const same = tables.every(({ hashes: [left, right] }) => left === right) && contentHashes[0] === contentHashes[1]
  return { same, written, tables, contentHashes }
}

/** A target that has something else is never overwritten. */
async function refuseOthers(from: Engine, to: Engine): Promise<void> {
  const [sessions] = KEYED
  if (sessions === undefined) return
  for await (const page of keyedPages(to, sessions)) {
    const known = await sameRows(from, sessions, page)
    if (known.size < page.length) throw notEmpty('sessions the source does not have')
  }
  const [last] = await lastChange(to)
  if (last === undefined) return
  const before = (await countOf(to, 'change')) - 1
  for await (const [same] of changePages(from, before)) {
    if (same !== undefined && canonicalJson(same) === canonicalJson(last)) return
    break
  }
  throw notEmpty('changes the source does not have')
}

const notEmpty = (what: string): TillError =>
  new TillError({
    code: 'invalid_input',
    message: `the target has ${what}; copy into an empty store`,
    issues: [{ path: 'to', expected: 'an empty store, or a copy that was begun' }],
  })

async function copyKeyed(from: Engine, to: Engine, table: KeyedTable, step: (rows: number) => void): Promise<number> {
  const { name, key, columns, made = () => ({}) } = table
  let written = 0
  for await (const page of keyedPages(from, table)) {
    const there = await sameRows(to, table, page)
    const rows = page
      .filter((row) => there.get(keyText(table, row)) !== canonicalJson(row))
      .map((row) => ({ ...row, ...made(row, to.sortable) }))
    const more = Object.keys(rows[0] ?? {}).filter((column) => !key.includes(column) && !columns.includes(column))
    if (rows.length > 0)
      await to.db
        .transaction()
        .execute((trx) => to.writeRows(trx, { table: name, columns: [...key, ...columns, ...more], key }, rows))
    written += rows.length
    step(page.length)
  }
  return written
}

/** Changes are only ever appended to, so what is missing is what comes after as many as are there. */
async function copyChanges(from: Engine, to: Engine, step: (rows: number) => void): Promise<number> {
  const there = await countOf(to, 'change')
  step(there)
  let written = 0
  for await (const page of changePages(from, there)) {
    await to.db.transaction().execute((trx) => to.writeRows(trx, { table: 'change', columns: CHANGE_COLUMNS }, page))
    written += page.length
    step(page.length)
  }
  return written
}

async function* keyedPages({ db }: Engine, table: KeyedTable): AsyncIterable<readonly Row[]> {
  const { name, key, columns, plain = (row: Row) => row } = table
  const names = sql.join([...key, ...columns].map((column) => sql.ref(column)))
  const order = sql.join(key.map((column) => sql.ref(column)))
  for (let last: Row | undefined; ; ) {
    const after = last && sql`where (${order}) > (${sql.join(key.map((column) => last?.[column]))})`
    const { rows } = await sql<Row>`select ${names} from ${sql.table(name)} ${after ?? sql``}
      order by ${order} limit ${sql.lit(BATCH)}`.execute(db)
    if (rows.length > 0) yield rows.map(plain)
    if (rows.length < BATCH) return
    last = rows.at(-1)
  }
}

/** Rows of the same keys, as text by key. */
async function sameRows({ db }: Engine, table: KeyedTable, page: readonly Row[]): Promise<ReadonlyMap<string, string>> {
  const { name, key, columns, plain = (row: Row) => row } = table
  const names = sql.join([...key, ...columns].map((column) => sql.ref(column)))
  const order = sql.join(key.map((column) => sql.ref(column)))
  const keys = sql.join(page.map((row) => sql`(${sql.join(key.map((column) => row[column]))})`))
  const list = key.length === 1 ? sql`(${keys})` : sql`(values ${keys})`
  const { rows } = await sql<Row>`select ${names} from ${sql.table(name)} where (${order}) in ${list}`.execute(db)
  return new Map(rows.map((row) => [keyText(table, row), canonicalJson(plain(row))]))
}

const keyText = ({ key }: KeyedTable, row: Row): string => JSON.stringify(key.map((column) => row[column]))

/** The change feed from its `skip`th entry on, in its order. */
async function* changePages({ db, visibleChanges }: Engine, skip: number): AsyncIterable<readonly Row[]> {
  for (let last: { readonly xid: string; readonly number: number } | undefined; ; ) {
    let query = db
      .selectFrom('change')
      .select(['xid', 'number', ...CHANGE_COLUMNS])
      .orderBy('xid')
      .orderBy('number')
      .limit(BATCH)
    if (visibleChanges !== null) query = query.where(visibleChanges)
    if (last === undefined) query = query.offset(skip)
    else query = query.where(sql<boolean>`(xid, number) > (${last.xid}, ${last.number})`)
    const rows = await query.execute()
    if (rows.length > 0) yield rows.map(({ xid: _x, number: _n, ...change }) => change)
    if (rows.length < BATCH) return
    last = rows.at(-1)
  }
}

const lastChange = ({ db }: Engine): Promise<readonly Row[]> =>
  db.selectFrom('change').select(CHANGE_COLUMNS).orderBy('xid', 'desc').orderBy('number', 'desc').limit(1).execute()

async function countOf({ db }: Engine, name: string): Promise<number> {
  const { rows } = await sql<{ readonly rows: number }>`select count(*) as rows from ${sql.table(name)}`.execute(db)
  return rows[0]?.rows ?? 0
}

async function digestOf(
  pages: AsyncIterable<readonly Row[]>,
  step: (rows: number) => void,
): Promise<{ readonly rows: number; readonly hash: string }> {
  const hash = createHash('sha256')
  let rows = 0
  for await (const page of pages) {
    for (const row of page) hash.update(`${canonicalJson(row)}\n`)
    rows += page.length
    step(page.length)
  }
  return { rows, hash: hash.digest('hex') }
}
