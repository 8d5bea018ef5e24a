import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDuckDb } from './duckdb.ts'
import { prepareSides } from './prepare-sides.ts'
import { quarantine } from './quarantine.ts'
import { parseRules } from './rules.ts'
import { records } from './run.fixture.ts'
import { quietTableSql } from './signature.ts'

// The engine moves rows that stand behind a deleted one, and the matching knows them by their number.
test('a table that rows were taken out of has no gaps its rows could be moved into', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'quarantine-'))
  const db = await openDuckDb({ path: ':memory:', folder, memory: '256MB', threads: 1 })
  onTestFinished(async () => {
    await db.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const rules = parseRules()
  const side = (other: string) =>
    records(
      Array.from({ length: 100 }, (_, n) => ({
        ...{ reference: `o${n}`, status: 'paid', currency: 'EUR' },
        amount: n % 10 === 0 ? '1e2' : `${n}.${other}`,
      })),
    )
  const { sources, quiet } = await prepareSides({
    ...{ left: side('00'), right: side('01'), rules, shards: 1, folder, db, kept: new Map(), report: () => {} },
    quietSql: quietTableSql({ rules, asOf: '2026-11-20T12:00:00.000Z' }),
  })
  const bad = await quarantine(db, rules, 'left', sources.left, quiet.rung)
  expect(bad.map(({ line }) => line)).toEqual([1, 11, 21, 31, 41, 51, 61, 71, 81, 91])
  expect(await db.rows('SELECT count(*), max(rowid) FROM side_left')).toEqual([[90, 89]])
})
