// What a hostile or broken provider and a careless caller can do, over real HTTP, each measured in a process of its own.
import { randomBytes } from 'node:crypto'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { amounts } from './amounts.ts'
import { bombs } from './bombs.ts'
import type { Case } from './case.ts'
import { deep } from './deep.ts'
import { echoes } from './echoes.ts'
import { ids } from './ids.ts'
import { keys } from './keys.ts'
import { redirects } from './redirects.ts'
import { createRunner, type Runner } from './run-child.ts'
import { type HostileServer, startServer } from './server.ts'
import { type Row, table } from './table.ts'

const MAX_MS = 1_000
const MAX_GROWTH = 32 * 2 ** 20

const secret = randomBytes(12).toString('hex')
const rows: Row[] = []
let runner: Runner
let provider: HostileServer
/** Where redirects point; nothing may ever come here. */
let elsewhere: HostileServer

beforeAll(async () => {
  runner = await createRunner()
  provider = await startServer()
  elsewhere = await startServer()
})
afterAll(async () => {
  console.log(table(rows))
  await Promise.all([runner?.close(), provider?.close(), elsewhere?.close()])
})

const check = async (row: Case): Promise<void> => {
  provider.become(row.provider.calm, row.answer)
  const { reports, output, exit } = await runner.run({
    provider: row.provider.id,
    baseUrl: provider.url,
    credential: `${row.provider.credentialPrefix}${secret}`,
    supplied: row.supplied ?? false,
    steps: row.steps,
  })
  const outcomes = new Set(reports.map(({ outcome }) => outcome))
  const ms = Math.max(...reports.map((report) => report.ms))
  const grown = Math.max(...reports.map((report) => report.grown))
  rows.push({ name: row.name, ms, grown, code: [...outcomes].join(', ') })

  expect({ output, exit }).toEqual({ output: '', exit: 0 })
  expect(reports).toHaveLength(row.steps.length)
  expect([...outcomes].sort()).toEqual([...row.outcomes].sort())
  for (const { outcome, path, notes, shown } of reports) {
    expect(shown).not.toBe('')
    expect(shown).not.toContain(secret)
    if (outcome !== 'session' && row.path !== undefined) expect(path).toBe(row.path)
    if (outcome === 'session' && row.note !== undefined) expect(notes).toContain(row.note)
  }
  expect(provider.seen()).toHaveLength(row.requests ?? row.steps.length)
  expect(elsewhere.seen()).toEqual([])
  expect(elsewhere.connections()).toBe(0)
  row.also?.(provider.seen())
  expect(ms).toBeLessThanOrEqual(MAX_MS)
  expect(grown).toBeLessThanOrEqual(MAX_GROWTH)
}

const GROUPS: Readonly<Record<string, readonly Case[]>> = {
  'amounts of 1 MiB': amounts,
  '200 MB bombs': bombs,
  'JSON 200,000 deep': deep,
  'ids that climb': ids,
  'keys with line breaks': keys(secret),
  'credentials sent back': echoes,
  'redirects to another host': redirects(() => elsewhere.url),
}

/** `npm test` leaves out every third case, `npm run check:deep` none. */
const DEEP = process.env['ONETILL_DEEP'] === '1'

// Not `describe.for` with `$name`: it cuts names short.
for (const [group, cases] of Object.entries(GROUPS)) {
  describe(group, () => {
    for (const [index, row] of cases.entries()) if (DEEP || index % 3 !== 1) test(row.name, () => check(row))
  })
}
