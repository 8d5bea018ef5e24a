import { type CreateTableBuilder, sql, type Transaction } from 'kysely'
import { TillError } from '@onetill/core'
import type { Database } from './database.ts'
import type { ColumnTypes, Engine } from './engine.ts'

type Migration = (trx: Transaction<Database>, types: ColumnTypes) => Promise<void>

/** Name → what it does, in order. Forward only: one that was released is never changed. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-sessions': async (trx, types) => {
    await table(trx, 'session', types, {
      text: [
        ...['key!', 'provider!', 'account!', 'id!', 'environment!', 'status!', 'detail', 'summary!', 'reference'],
        ...[
          'currency',
          'amount',
          'listed_at!',
          'updated_at',
          'expires_at',
          'sold_at',
          'last_confirmed_at',
          'attention!',
        ],
        ...['search!', 'body!', 'expected', 'resolution'],
      ],
      amount: ['amount_minor'],
      number: ['announced!'],
    })
      .addPrimaryKeyConstraint('session_key', ['key'])
      .execute()
    for (const columns of SESSION_INDEXES)
      await trx.schema
        .createIndex(`session_${columns.join('_')}`)
        .on('session')
        .columns([...columns])
        .execute()
    for (const [name, column, condition] of PARTIAL_INDEXES)
      await sql`create index ${sql.id(name)} on session (${sql.id(column)}) where ${sql.raw(condition)}`.execute(trx)

    await table(trx, 'poll', types, {
      text: ['key!', 'provider!', 'account!', 'next_at', 'owner'],
      number: ['fence!', 'failures!'],
    })
      .addPrimaryKeyConstraint('poll_key', ['key'])
      .execute()
    await sql`create index poll_due on poll (provider, account, next_at) where next_at is not null`.execute(trx)

    await table(trx, 'observation', types, {
      identity: ['number'],
      text: ['session_key!', 'hash!', 'via!', 'as_of!', 'times!', 'adapter', 'body!', 'native', 'recorded_at!'],
    })
      .addUniqueConstraint('observation_session_hash', ['session_key', 'hash'])
      .execute()

    await table(trx, 'change', types, {
      identity: ['number'],
      transaction: ['xid'],
      text: ['session_key!', 'at!', 'via!', 'hash!', 'events!', 'diff!'],
    }).execute()
    await trx.schema.createIndex('change_position').on('change').columns(['xid', 'number']).execute()
    await trx.schema.createIndex('change_session').on('change').columns(['session_key', 'number']).execute()

    await table(trx, 'delivery', types, {
      text: [
        'key!',
        'provider!',
        'account!',
        'received_at!',
        'trust!',
        'state!',
        'session_key',
        'reference',
        'name',
        'body!',
      ],
      number: ['times!'],
    })
      .addPrimaryKeyConstraint('delivery_key', ['key'])
      .execute()
    await sql`create index delivery_waiting on delivery (provider, account, reference) where state = 'waiting'`.execute(
      trx,
    )
    await trx.schema.createIndex('delivery_received_at').on('delivery').columns(['received_at']).execute()

    await table(trx, 'total', types, {
      text: ['provider!', 'account!', 'environment!', 'status!', 'summary!', 'currency!'],
      number: ['sessions!'],
      amount: ['amount!'],
    })
      .addPrimaryKeyConstraint('total_key', ['provider', 'account', 'environment', 'status', 'summary', 'currency'])
      .execute()
  },
  '0002-rates': async (trx, types) => {
    await table(trx, 'rate', types, { text: ['bucket!', 'times!'] })
      .addPrimaryKeyConstraint('rate_key', ['bucket'])
      .execute()
    await sql`create index delivery_expected on delivery (session_key) where state = 'waiting'`.execute(trx)
  },
  // Only the hash of a payer's link is kept: who reads the database cannot open the page.
  '0003-payer-links': async (trx, types) => {
    await table(trx, 'payer_link', types, {
      text: ['hash!', 'session_key!', 'created_at!', 'created_by!', 'expires_at!', 'revoked_at'],
    })
      .addPrimaryKeyConstraint('payer_link_hash', ['hash'])
      .execute()
    await trx.schema.createIndex('payer_link_session').on('payer_link').column('session_key').execute()
  },
  '0004-look': async (trx, types) => {
    await trx.schema.alterTable('session').addColumn('decided', sql.raw(types.text)).execute()
    await trx.schema
      .alterTable('session')
      .addColumn('needs_look', sql.raw(`${types.number} not null default 0`))
      .execute()
    // What was decided before this was not kept with what it was decided on.
    await sql`update session set needs_look = 1 where resolution is null and (attention <> ''
      or summary in ('review', 'reversed', 'refund_pending', 'refund_failed')
      or (status = 'unknown' and body <> '' and body not like '%"providerStatus":null%'))`.execute(trx)
    await sql`create index session_look on session (listed_at, key) where needs_look = 1`.execute(trx)
  },
  '0005-findings': async (trx, types) => {
    await table(trx, 'reconciliation_run', types, {
      text: ['id!', 'rules!', 'as_of!', 'kept_at!', 'verdict!', 'hash!', 'state!', 'body!'],
    })
      .addPrimaryKeyConstraint('reconciliation_run_id', ['id'])
      .execute()
    await trx.schema
      .createIndex('reconciliation_run_as_of')
      .on('reconciliation_run')
      .columns(['rules', 'as_of'])
      .execute()
    await table(trx, 'finding', types, {
      text: [
        ...['id!', 'rules!', 'code!', 'state!', 'first_seen_at!', 'last_seen_at!', 'first_run!', 'last_run!'],
        ...['closed_at', 'closed_reason', 'body!'],
      ],
      number: ['exception!', 'runs!', 'reopened!'],
    })
      .addPrimaryKeyConstraint('finding_id', ['id'])
      .execute()
    await trx.schema.createIndex('finding_state').on('finding').columns(['rules', 'state', 'code']).execute()
    await table(trx, 'finding_session', types, { text: ['session_key!', 'finding_id!'] })
      .addPrimaryKeyConstraint('finding_session_key', ['session_key', 'finding_id'])
      .execute()
  },
}

/** Each ends with what lists are sorted by, so that a filtered page is a walk along one index. */
const SESSION_INDEXES = [
  ['listed_at', 'key'],
  ['provider', 'listed_at', 'key'],
  ['account', 'listed_at', 'key'],
  ['environment', 'listed_at', 'key'],
  ['status', 'listed_at', 'key'],
  ['summary', 'listed_at', 'key'],
  ['currency', 'listed_at', 'key'],
  ['currency', 'amount_minor', 'key'],
  ['reference'],
  ['id'],
] as const

const PARTIAL_INDEXES = [['session_attention', 'listed_at', "attention <> ''"]] as const

/** Columns by type; a name that ends in `!` is not null. */
type Columns = Readonly<Partial<Record<keyof ColumnTypes, readonly string[]>>>

function table(
  trx: Transaction<Database>,
  name: string,
  types: ColumnTypes,
  columns: Columns,
): CreateTableBuilder<string, string> {
  let builder: CreateTableBuilder<string, string> = trx.schema.createTable(name)
  for (const [type, names] of Object.entries(columns))
    for (const column of names) {
      const definition = types[type as keyof ColumnTypes]
      builder = builder.addColumn(
        column.replace('!', ''),
        sql.raw(definition + (column.endsWith('!') ? ' not null' : '')),
      )
    }
  return builder
}

/**
 * Makes what is missing, in one transaction; several processes may do it at once.
 * @returns the names of the migrations made
 * @throws store_version when the database was made by a newer version of this package
 */
export async function migrate(
  { db, types, lockMigrations }: Engine,
  now: () => Date = () => new Date(),
): Promise<readonly string[]> {
  return db.transaction().execute(async (trx) => {
    await lockMigrations(trx)
    await trx.schema
      .createTable('onetill_migration')
      .ifNotExists()
      .addColumn('name', sql.raw(types.text), (column) => column.primaryKey())
      .addColumn('made_at', sql.raw(types.text), (column) => column.notNull())
      .execute()
    const made = new Set((await trx.selectFrom('onetill_migration').select('name').execute()).map(({ name }) => name))
    const newer = [...made].filter((name) => !Object.hasOwn(MIGRATIONS, name))
    if (newer.length > 0)
      throw new TillError({
        code: 'store_version',
        message: `the store has migrations this version does not know: ${newer.join(', ')}`,
      })
    const missing = Object.entries(MIGRATIONS).filter(([name]) => !made.has(name))
    for (const [name, run] of missing) {
      await run(trx, types)
      await trx.insertInto('onetill_migration').values({ name, made_at: now().toISOString() }).execute()
    }
    return missing.map(([name]) => name)
  })
}
