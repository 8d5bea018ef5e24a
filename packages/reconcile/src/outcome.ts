// What the matching left, read back as cases with their records.
import type { Status } from '@onetill/core'
import type { Case } from './classify.ts'
import { metadataNames } from './columns.ts'
import { type Cell, type DuckDb, quote, type Row } from './duckdb.ts'
import { recordColumns, SIDES } from './match.ts'
import { metadataColumn, rungColumn, tableOf } from './normalize-sql.ts'
import type { ReversalState, SideName, SideRecord, Stake } from './record.ts'
import { type Rules, rungName } from './rules.ts'

/** A record as it is read back: with its name in the identity of findings. */
export interface Named {
  readonly record: SideRecord
  /** Whether another record of its side has the same name. */
  readonly shared: boolean
}

/** A case, on which rung it was matched, and how many times it is there. */
export interface Outcome {
  readonly one: Case
  readonly rung: string | null
  readonly times: number
  readonly left: readonly Named[]
  readonly right: readonly Named[]
}

/** Outcomes of each kind, some at a time. */
export type Outcomes = AsyncIterable<readonly Outcome[]>

/**
 * Outcomes of a database in which `match` has run: pairs that do not agree for sure, duplicates, what is ambiguous, and,
 * where it is asked for, records that stand alone and are more than counted.
 */
export function outcomes(db: DuckDb, rules: Rules, asked: { readonly alone: boolean }): readonly Outcomes[] {
  const columns = (side: SideName, alias: string): string =>
    [
      ...recordColumns(rules, side).map((name) => `${alias}.${name}`),
      `${alias}.stake = 'yes' AND ${alias}.key IS NOT NULL AND coalesce(${alias}.reference IN (SELECT reference FROM double_${side}), false)`,
      sharedSql(rules, side, alias),
    ].join(', ')
  const both = `${columns('left', 'a')}, ${columns('right', 'b')}`
  const joined = `JOIN side_left a ON a.rowid = p.l JOIN side_right b ON b.rowid = p.r`
  const name = (rung: Cell | undefined): string | null => {
    const found = rules.ladder[Number(rung)]
    return found === undefined ? null : rungName(found)
  }
  const readers = { left: readerOf(rules, 'left'), right: readerOf(rules, 'right') }
  const widths = { left: readers.left.width, right: readers.right.width }

  const toPair = (row: Row): Outcome => {
    const left = readers.left.read(row, 1)
    const right = readers.right.read(row, 1 + widths.left)
    const one = { kind: 'pair', left: left.record, right: right.record } as const
    return { one, rung: name(row[0]), times: 1, left: [left], right: [right] }
  }

  const pairs = (): Outcomes => {
    const sql = `SELECT p.rung, ${both} FROM (SELECT * FROM pairs WHERE NOT agreed) p ${joined}`
    return each(db.many(sql), toPair)
  }

  const alone = (side: SideName): Outcomes => {
    const sql = `SELECT ${columns(side, 'a')} FROM ${tableOf(side)} a ANTI JOIN used_${side} u ON a.rowid = u.rid
      WHERE a.stake <> 'no' OR NOT a.fold`
    return each(db.many(sql), (row) => single(side, readers[side].read(row, 0), 'alone', 1))
  }

  const duplicates = (side: SideName): Outcomes => {
    const sql = `SELECT count(*), ${columns(side, 'a')} FROM ${tableOf(side)} a
      JOIN surplus s ON a.rowid = s.rid WHERE s.side = ${quote(side)} GROUP BY ALL`
    return each(db.many(sql), (row) => single(side, readers[side].read(row, 1), 'duplicate', Number(row[0])))
  }

  const ambiguous = (): Outcomes => {
    const filled = (side: SideName): string =>
      side === 'left'
        ? `${columns('left', 'a')}, ${Array(widths.right).fill('NULL').join(', ')}`
        : `${Array(widths.left).fill('NULL').join(', ')}, ${columns('right', 'a')}`
    const part = (side: SideName): string =>
      `SELECT g.rung, g.v, '${side}', ${filled(side)} FROM ambiguous g JOIN ${tableOf(side)} a ON a.rowid = g.rid WHERE g.side = '${side}'`
    return ties(db.many(`SELECT * FROM (${part('left')} UNION ALL ${part('right')}) ORDER BY 1, 2`))
  }

  async function* ties(rows: AsyncIterable<readonly Row[]>): Outcomes {
    let group: { readonly rung: Cell; readonly v: Cell; readonly left: Named[]; readonly right: Named[] } | null = null
    for await (const some of rows) {
      const found: Outcome[] = []
      for (const row of some) {
        const [rung = null, v = null, side] = row
        if (group !== null && (group.rung !== rung || group.v !== v)) {
          found.push(tie(group))
          group = null
        }
        group ??= { rung, v, left: [], right: [] }
        if (side === 'left') group.left.push(readers.left.read(row, 3))
        else group.right.push(readers.right.read(row, 3 + widths.left))
      }
      yield found
    }
    if (group !== null) yield [tie(group)]
  }

  const tie = ({
    rung,
    left,
    right,
  }: {
    readonly rung: Cell
    readonly left: Named[]
    readonly right: Named[]
  }): Outcome => ({
    one: { kind: 'ambiguous', left: left.map(({ record }) => record), right: right.map(({ record }) => record) },
    rung: name(rung),
    times: 1,
    left,
    right,
  })

  // The most come last, so that they are got ready while the others are explained.
  const most = pairs()
  return [...SIDES.map(duplicates), ambiguous(), ...(asked.alone ? SIDES.map(alone) : []), most]
}

async function* each(rows: AsyncIterable<readonly Row[]>, toOutcome: (row: Row) => Outcome): Outcomes {
  for await (const some of rows) yield some.map(toOutcome)
}

function single(side: SideName, named: Named, kind: 'alone' | 'duplicate', times: number): Outcome {
  const one = { kind, side, record: named.record } as const
  return { one, rung: null, times, left: side === 'left' ? [named] : [], right: side === 'right' ? [named] : [] }
}

/** Whether another record of its side has the same name. */
export function sharedSql(rules: Rules, side: SideName, alias: string): string {
  const whens = rules.ladder.map(
    (_, index) =>
      `WHEN ${index} THEN ${alias}.${rungColumn(rules, side, index)} IN (SELECT v FROM repeated WHERE side = '${side}' AND rung = ${index})`,
  )
  return `${alias}.shared OR coalesce(CASE ${alias}.own ${whens.join(' ')} END, false)`
}

const textOf = (cell: Cell | undefined): string | null => (typeof cell === 'string' ? cell : null)

/** Reads a record back, whose cells begin somewhere in a row. */
interface Reader {
  /** How many cells. */
  readonly width: number
  readonly read: (row: Row, from: number) => Named
}

/** The words below were checked in SQL against the same lists. */
function readerOf(rules: Rules, side: SideName): Reader {
  const columns = recordColumns(rules, side)
  const width = columns.length + 2
  const places = new Map(columns.map((name, index) => [name, index]))
  const names = metadataNames(rules, side)
  const keys = [...names].sort().map((key) => [key, metadataColumn(names.indexOf(key))] as const)
  const read: Reader['read'] = (row, from) => {
    const cell = (column: string): Cell | undefined => row[from + (places.get(column) ?? -1)]
    const text = (column: string): string | null => textOf(cell(column))
    const metadata = keys.flatMap(([key, column]) => {
      const value = text(column)
      return value === null ? [] : [[key, value] as const]
    })
    // In the order of canonical JSON.
    const record: SideRecord = {
      account: text('account'),
      amount: text('amount'),
      assumed: cell('assumed') === true,
      captured: text('captured'),
      capturedCurrency: text('captured_currency'),
      createdAt: text('created_at'),
      currency: text('currency'),
      doublePaid: row[from + width - 2] === true,
      environment: text('environment') as SideRecord['environment'],
      key: text('key'),
      metadata: Object.fromEntries(metadata),
      paidAt: text('paid_at'),
      provider: text('provider'),
      received: text('received'),
      receivedCurrency: text('received_currency'),
      reference: text('reference'),
      refundPending: cell('refund_pending') === true,
      refunded: text('refunded'),
      refundedCurrency: text('refunded_currency'),
      reversal: text('reversal') as ReversalState | null,
      reversed: text('reversed'),
      reversedCurrency: text('reversed_currency'),
      stake: text('stake') as Stake,
      status: text('status') as Status | null,
      updatedAt: text('updated_at'),
      value: text('value'),
      valueCurrency: text('value_currency'),
      word: text('word'),
    }
    return { record, shared: row[from + width - 1] === true }
  }
  return { width, read }
}
