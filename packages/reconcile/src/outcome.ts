// What the matching left, read back as cases with their records.
import type { Status } from '@onetill/core'
import type { Case } from './classify.ts'
import { metadataNames } from './columns.ts'
import { type Cell, type DuckDb, quote } from './duckdb.ts'
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

/** Reads outcomes back. */
export interface Outcomes {
  /** Pairs that do not agree for sure. */
  pairs(): AsyncIterable<Outcome>
  /** Records that stand alone and are more than counted. */
  alone(): AsyncIterable<Outcome>
  duplicates(): AsyncIterable<Outcome>
  ambiguous(): AsyncIterable<Outcome>
}

/** Outcomes of a database in which `match` has run. */
export function outcomes(db: DuckDb, rules: Rules): Outcomes {
  const width = (side: SideName): number => recordColumns(rules, side).length + 2
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
  const named = (side: SideName, cells: readonly Cell[]): Named => readers[side](cells)

  const toPair = (rung: Cell | undefined, cells: readonly Cell[]): Outcome => {
    const left = named('left', cells.slice(0, width('left')))
    const right = named('right', cells.slice(width('left')))
    const one = { kind: 'pair', left: left.record, right: right.record } as const
    return { one, rung: name(rung), times: 1, left: [left], right: [right] }
  }

  async function* pairs(): AsyncIterable<Outcome> {
    const sql = `SELECT p.rung, ${both} FROM (SELECT * FROM pairs WHERE NOT agreed) p ${joined}`
    for await (const [rung, ...cells] of db.rows(sql)) yield toPair(rung, cells)
  }

  async function* alone(): AsyncIterable<Outcome> {
    for (const side of SIDES) {
      const sql = `SELECT ${columns(side, 'a')} FROM ${tableOf(side)} a ANTI JOIN used_${side} u ON a.rowid = u.rid
        WHERE a.stake <> 'no' OR NOT a.fold`
      for await (const cells of db.rows(sql)) yield single(side, named(side, cells), 'alone', 1)
    }
  }

  async function* duplicates(): AsyncIterable<Outcome> {
    for (const side of SIDES) {
      const sql = `SELECT count(*), ${columns(side, 'a')} FROM ${tableOf(side)} a
        JOIN surplus s ON a.rowid = s.rid WHERE s.side = ${quote(side)} GROUP BY ALL`
      for await (const [times, ...cells] of db.rows(sql))
        yield single(side, named(side, cells), 'duplicate', Number(times))
    }
  }

  async function* ambiguous(): AsyncIterable<Outcome> {
    const filled = (side: SideName): string =>
      side === 'left'
        ? `${columns('left', 'a')}, ${Array(width('right')).fill('NULL').join(', ')}`
        : `${Array(width('left')).fill('NULL').join(', ')}, ${columns('right', 'a')}`
    const part = (side: SideName): string =>
      `SELECT g.rung, g.v, '${side}', ${filled(side)} FROM ambiguous g JOIN ${tableOf(side)} a ON a.rowid = g.rid WHERE g.side = '${side}'`
    let group: { readonly rung: Cell; readonly v: Cell; readonly left: Named[]; readonly right: Named[] } | null = null
    const sql = `SELECT * FROM (${part('left')} UNION ALL ${part('right')}) ORDER BY 1, 2`
    for await (const [rung = null, v = null, side, ...cells] of db.rows(sql)) {
      if (group !== null && (group.rung !== rung || group.v !== v)) {
        yield tie(group)
        group = null
      }
      group ??= { rung, v, left: [], right: [] }
      if (side === 'left') group.left.push(named('left', cells.slice(0, width('left'))))
      else group.right.push(named('right', cells.slice(width('left'))))
    }
    if (group !== null) yield tie(group)
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

  return { pairs, alone, duplicates, ambiguous }
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

/** Reads a record back. The words below were checked in SQL against the same lists. */
function readerOf(rules: Rules, side: SideName): (cells: readonly Cell[]) => Named {
  const places = new Map(recordColumns(rules, side).map((name, index) => [name, index]))
  const keys = metadataNames(rules, side).map((key, index) => [key, metadataColumn(index)] as const)
  return (cells) => {
    const cell = (column: string): Cell | undefined => cells[places.get(column) ?? -1]
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
      doublePaid: cells.at(-2) === true,
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
    return { record, shared: cells.at(-1) === true }
  }
}
