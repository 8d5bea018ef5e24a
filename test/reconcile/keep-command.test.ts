import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'
import { normalize } from '@onetill/core'
import { jwtCheckout } from '@onetill/jwt-checkout'
import { observe, openStore } from '@onetill/store'
import FIXTURE from '../../adapters/jwt-checkout/fixtures/session.paid.no-refunds.json' with { type: 'json' }
// By its path: the names of the package are those of the sources.
import { reconcile } from '../../packages/reconcile/src/index.ts'
import { useCommand } from '../cli/command.ts'
import { ENGINES, opened } from '../store/engines.ts'

const command = useCommand()
const day = (n: number): string => `2026-11-${10 + n}T00:00:00.000Z`
const HEAD = 'reference,status,amount,currency,paidAt'
const row = (name: string, amount: string): string => `${name},paid,${amount},EUR,2026-11-01T00:00:00Z`

/** A folder with a ledger, and a store in which order-1 is paid as the ledger says; order-2 is not known. */
async function place() {
  const cwd = mkdtempSync(join(tmpdir(), 'onetill-keep-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  mkdirSync(join(cwd, '.onetill'))
  const adapter = jwtCheckout({ baseUrl: 'https://checkout.example.com', token: () => 'a.b.c' })
  const store = await openStore({ url: `sqlite:${join(cwd, '.onetill', 'onetill.db')}` })
  const expected = { amount: { value: '10.00', currency: 'EUR' }, reference: null }
  const native = { ...FIXTURE, checkoutSessionId: 's1', sessionId: 's1', id: 's1', orderReference: 'order-1' }
  const session = normalize(adapter, JSON.stringify(native), { at: '2026-11-02T10:00:00Z', expected })
  await store.record([observe(session, adapter.provider)])
  await store.close()
  writeFileSync(join(cwd, 'ledger.csv'), [HEAD, row('order-1', '10.00'), row('order-2', '20.00')].join('\n'))
  const run = (...args: readonly string[]) => command.run(['reconcile', ...args], { cwd })
  return { cwd, run }
}

const listed = z.array(z.looseObject({ code: z.string(), state: z.string(), runs: z.number(), reopened: z.number() }))

test('--keep remembers findings in the store that is a side: new, closed when they arrive, back again', async () => {
  const { cwd, run } = await place()
  const against = (left: string, asOf: string, ...more: readonly string[]) =>
    run('--left', left, '--right', 'store', '--as-of', asOf, '--fail-on', 'none', ...more)
  const first = await against('ledger.csv', day(0), '--keep')
  expect(first).toMatchObject({ code: 0 })
  expect(first.stderr).toMatch(/^onetill: kept as run [0-9a-f]{8}: findings: 2 new\n$/)
  // Without the word it only looks.
  writeFileSync(join(cwd, 'less.csv'), [HEAD, row('order-1', '10.00')].join('\n'))
  expect(await against('less.csv', day(1))).toMatchObject({ code: 0, stderr: '' })
  const again = await against('ledger.csv', day(2), '--keep', '--json')
  expect(again.stderr).toMatch(/^onetill: kept as run [0-9a-f]{8}: no finding has come or gone\n$/)
  expect(JSON.parse(again.stdout).summary.findings).toBe(2)
  expect((await against('less.csv', day(3), '--keep')).stderr).toMatch(/: findings: 1 closed\n$/)
  expect((await against('ledger.csv', day(4), '--keep')).stderr).toMatch(/: findings: 1 back again\n$/)
  const earlier = await against('less.csv', day(1), '--keep')
  expect(earlier.stderr).toMatch(/; findings are left as the run of 2026-11-14T00:00:00\.000Z found them/)

  const all = await run('findings', '--json')
  expect(all).toMatchObject({ code: 0, stderr: '' })
  expect(listed.parse(JSON.parse(all.stdout)).sort((a, b) => (a.code < b.code ? -1 : 1))).toMatchObject([
    { code: 'missing_right', state: 'open', runs: 3, reopened: 1 },
    { code: 'unverifiable', state: 'open', runs: 4, reopened: 0 },
  ])
  const table = await run('findings', '--exceptions')
  expect(table.stdout).toMatch(/^FINDING +CODE +WHO +DIFFERENCE +SINCE +RUNS +STATE\n/)
  expect(table.stdout).toMatch(
    /^[0-9a-f]{8} {2}missing_right {2}order-2 {3}20\.00 EUR {2}20\d\d-\d\d-\d\d +3 {2}open, back 1×$/m,
  )
  expect(table.stdout.trimEnd().split('\n')).toHaveLength(2)
  expect(table.stderr).toBe('onetill: of all findings 2 are open and 0 closed\n')
  expect((await run('findings', '--state', 'closed')).stdout).toBe('')
  const page = await run('findings', '--limit', '1')
  expect(page.stderr).toMatch(/there may be more; go on with: --after [0-9a-f]{32}\n$/)

  const runs = await run('runs')
  expect(runs.stdout.split('\n')[1]).toMatch(/^[0-9a-f]{8} {2}2026-11-14T00:00Z {2}findings +2 +1 +1 of 2 {2}ledger-/)
  expect(runs.stdout.trimEnd().split('\n')).toHaveLength(1 + 5)
  expect(JSON.parse((await run('runs', '--limit', '2', '--json')).stdout)).toMatchObject([
    { asOf: day(4), state: 'kept' },
    { asOf: day(3), state: 'kept' },
  ])
})

test('files are kept in --store; where nothing is kept yet the lists say how to begin', async () => {
  const { cwd, run } = await place()
  cpSync(join(cwd, 'ledger.csv'), join(cwd, 'same.csv'))
  const kept = await run('--left', 'ledger.csv', '--right', 'same.csv', '--keep', '--store', 'sqlite:other.db')
  expect(kept).toMatchObject({ code: 0 })
  expect(kept.stderr).toMatch(/^onetill: kept as run [0-9a-f]{8}: no finding has come or gone\n$/)
  expect((await run('runs', '--store', 'sqlite:other.db')).stdout).toMatch(/ clean +2 +2 +0 of 0 /)
  expect(await run('runs', '--left', 'ledger.csv')).toMatchObject({
    ...{ code: 2, stderr: "onetill: unknown option '--left'; see: onetill reconcile runs --help\n" },
  })
  expect(await run('runs')).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('--keep') })
  expect(await run('findings')).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('--keep') })
  expect(await run('findings', '--json')).toMatchObject({ code: 0, stdout: '[]\n' })
})

test('ten runs of ten moments add no finding, on every store', async () => {
  const stores = await Promise.all(ENGINES.map(({ place }) => opened(place())))
  const paid = (n: number, amount: string) => ({
    ...{ reference: `o${n}`, status: 'paid', amount, currency: 'EUR', paidAt: '2026-11-01T00:00:00Z' },
  })
  const left = Array.from({ length: 30 }, (_, n) => paid(n, `${n}.00`))
  const right = Array.from({ length: 30 }, (_, n) => paid(n + 5, n % 4 === 0 ? '1.00' : `${n + 5}.00`))
  let findings = 0
  for (let run = 0; run < 10; run++) {
    // Grace is over for all of it: a later moment has nothing to say.
    const sides = { left: { kind: 'records', records: left }, right: { kind: 'records', records: right } } as const
    const result = await reconcile({ ...sides, asOf: day(run), threads: 1 })
    findings = result.summary.findings
    for (const store of stores)
      expect(await store.keepRun(result)).toMatchObject({ added: run === 0 ? findings : 0, reopened: 0, closed: 0 })
    await result.close()
  }
  expect(findings).toBeGreaterThan(15)
  for (const store of stores) {
    const kept = await store.findings({}, { limit: 500 })
    expect(kept.map(({ state, runs, reopened }) => ({ state, runs, reopened }))).toEqual(
      Array.from({ length: findings }, () => ({ state: 'open', runs: 10, reopened: 0 })),
    )
    expect((await store.runs()).map(({ asOf }) => asOf)).toEqual(Array.from({ length: 10 }, (_, n) => day(9 - n)))
  }
})
