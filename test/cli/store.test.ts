import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { openStore, type StoredSession } from '@onetill/store'
import { IDENTITY, other, read, usd } from '../../packages/store/src/acme.fixture.ts'
import { useCommand } from './command.ts'

const command = useCommand()
const SESSIONS = 612
let folder = ''
const STORE = 'sqlite:filled.db'
const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  command.run(args, { cwd: folder, env })
const listed = async (...args: readonly string[]): Promise<readonly StoredSession[]> => {
  const { code, stdout } = await run(['sessions', '--store', STORE, '--json', ...args])
  expect(code).toBe(0)
  return JSON.parse(stdout)
}

beforeAll(async () => {
  folder = mkdtempSync(join(command.folder(), 'store-'))
  const store = await openStore({ url: `sqlite:${join(folder, 'filled.db')}` })
  const observations = Array.from({ length: SESSIONS }, (_, place) => ({
    ...read(place % 60, place % 3 === 0 ? 'paid' : 'open', {
      amount: usd(`${place}.50`),
      reference: place === 7 ? '=HYPERLINK("http://x.test")' : `ORD-${place}`,
    }),
    identity: { ...IDENTITY, id: `s${place}` },
  }))
  await store.record(observations)
  await store.record([
    { ...read(61, 'unknown', { amount: usd('9.50'), reference: 'ORD-9' }), identity: { ...IDENTITY, id: 's9' } },
  ])
  await store.close()
})

test('pages end with the cursor of the next, all of them together are everything, newest first', async () => {
  const ids: string[] = []
  let after: readonly string[] = []
  for (let pages = 0; ; pages++) {
    const { code, stdout, stderr } = await run(['sessions', '--store', STORE, '--json', '--limit', '250', ...after])
    expect(code).toBe(0)
    const page: readonly StoredSession[] = JSON.parse(stdout)
    ids.push(...page.map(({ key }) => key))
    const [, cursor] = /go on with: --after (\S+)\n$/.exec(stderr) ?? []
    if (cursor === undefined) {
      expect(pages).toBe(2)
      break
    }
    after = ['--after', cursor]
  }
  expect(new Set(ids).size).toBe(SESSIONS)
  expect((await listed('--all')).map(({ key }) => key)).toEqual(ids)
  expect((await listed('--limit', '600')).map(({ key }) => key)).toEqual(ids.slice(0, 600))
})

test.each([
  [['--status', 'paid'], SESSIONS / 3],
  [['--provider', 'acme', '--account', 'default'], SESSIONS],
  [['--provider', 'other'], 0],
  [['--currency', 'usd', '--amount-from', '10.50', '--amount-to', '19.50'], 10],
  [['--reference', 'ORD-12'], 1],
  [['--text', 'ORD-60'], 11],
  [['--attention'], 1],
  [['--from', '2026-11-20T12:30:00Z', '--to', '2026-11-20T12:31:00Z'], Math.floor(SESSIONS / 60)],
  [['--from', '2026-11-21'], 0],
] as const)('%j narrows the list to %i', async (filter, count) => {
  expect(await listed('--all', ...filter)).toHaveLength(count)
})

test('--all --csv streams every session as a line; no reference is a formula', async () => {
  const { code, stdout } = await run(['sessions', '--store', STORE, '--all', '--csv'])
  expect(code).toBe(0)
  const lines = stdout.trimEnd().split('\n')
  expect(lines).toHaveLength(SESSIONS + 1)
  expect(lines[0]).toMatch(/^key,provider,account,id,environment,reference,status,/)
  const evil = lines.find((line) => line.startsWith('acme/default/s7,'))
  expect(evil).toContain(`,"'=HYPERLINK(""http://x.test"")",open,`)
  expect(lines.find((line) => line.startsWith('acme/default/s12,'))).toContain(',USD,12.50,provider,')
})

test('a list that finds nothing says what to do, on stderr; a wrong amount or cursor is bad input', async () => {
  const none = await run(['sessions', '--store', STORE, '--provider', 'other'])
  expect(none).toEqual({
    code: 0,
    signal: null,
    stdout: '',
    stderr: 'onetill: no remembered session is like that; leave out a filter to see more\n',
  })
  const amount = await run(['sessions', '--store', STORE, '--amount-from', '1'])
  expect(amount).toMatchObject({ code: 2, stdout: '' })
  expect(amount.stderr).toContain('currency')
  expect(await run(['sessions', '--store', STORE, '--after', 'bm9uZQ'])).toMatchObject({ code: 2, stdout: '' })
})

test('a table says who has to look, and an unread word stands in it', async () => {
  const { stdout, stderr } = await run(['sessions', '--store', STORE, '--attention'])
  expect(stdout).toMatch(/ORD-9 +✓ paid +UNKNOWN \(unread\)/)
  expect(stderr).toContain('somebody has to look at 1 of them')
})

test('the history of one session, by key, id or reference, is everything that was seen', async () => {
  const runs = await Promise.all(
    ['acme/default/s9', 's9', 'ORD-9'].map((name) => run(['history', name, '--store', STORE])),
  )
  for (const { code, stdout } of runs) {
    expect(code).toBe(0)
    expect(stdout).toBe(runs[0]?.stdout)
  }
  expect(runs[0]?.stdout).toMatch(/2026-11-20T12:09:00.000Z {2}read {4}moved .*unknown → paid "PAID"/)
  expect(runs[0]?.stdout).toMatch(/2026-11-20T13:01:00.000Z {2}read {4}unread .*paid "UNKNOWN"/)
  const json = await run(['history', 's9', '--store', STORE, '--json'])
  expect(JSON.parse(json.stdout)).toMatchObject({
    stored: { unread: { word: 'UNKNOWN' } },
    steps: [{}, {}],
    resolution: null,
  })
  expect(await run(['history', 'nobody', '--store', STORE])).toMatchObject({ code: 2, stdout: '' })
})

describe('a folder without a store', () => {
  test('reading says how to begin and makes none; tracking makes one that only its owner reads', async () => {
    const cwd = mkdtempSync(join(command.folder(), 'empty-'))
    for (const [args, stdout] of [
      [['sessions'], ''],
      [['sessions', '--json'], '[]\n'],
      [['store', 'check'], ''],
    ] as const) {
      const empty = await command.run(args, { cwd })
      expect(empty).toMatchObject({ code: 0, stdout })
      expect(empty.stderr).toContain('nothing is remembered here yet; begin with: onetill track PROVIDER ID')
    }
    expect(existsSync(join(cwd, '.onetill'))).toBe(false)
    const ids = 'cs_2\n\n  cs_3\r\n'
    const one = await command.run(['track', 'maash', 'cs_1', '--expected-amount', '12.5 EUR'], { cwd })
    expect(one).toMatchObject({ code: 0, stdout: 'maash/default/cs_1\n' })
    expect(one.stderr).toContain('maash is not configured yet')
    const more = await command.run(['track', 'maash', '-'], { cwd, stdin: ids })
    expect(more).toMatchObject({ code: 0, stdout: 'maash/default/cs_2\nmaash/default/cs_3\n' })
    const { stdout } = await command.run(['sessions', '--json'], { cwd })
    const stored: readonly StoredSession[] = JSON.parse(stdout)
    expect(stored.map(({ key }) => key).sort()).toEqual(['cs_1', 'cs_2', 'cs_3'].map((id) => `maash/default/${id}`))
    expect(stored.find(({ key }) => key.endsWith('cs_1'))?.session).toMatchObject({
      amount: { value: '12.50', currency: 'EUR' },
      assumed: ['amount'],
    })
  })

  test('the configuration file says where the store is, relative to itself; the variable comes before it', async () => {
    const cwd = mkdtempSync(join(command.folder(), 'config-'))
    writeFileSync(join(cwd, 'onetill.config.json'), JSON.stringify({ store: 'sqlite:data/own.db' }))
    const made = await command.run(['store', 'migrate', '--json'], { cwd })
    expect(JSON.parse(made.stdout)).toMatchObject({ engine: 'sqlite', made: expect.arrayContaining(['0001-sessions']) })
    expect(existsSync(join(cwd, 'data/own.db'))).toBe(true)
    expect(JSON.parse((await command.run(['store', 'migrate', '--json'], { cwd })).stdout).made).toEqual([])
    const env = { ONETILL_STORE: 'sqlite:other.db' }
    expect((await command.run(['store', 'migrate'], { cwd, env })).stdout).toMatch(
      /^sqlite:other.db is ready; made 0001/,
    )
  })
})

test('a server that is not there is exit code 4; the password of its address is nowhere', async () => {
  const url = 'postgres://ops:c4nac4na@127.0.0.1:1/shop?sslmode=disable'
  for (const args of [['sessions'], ['store', 'migrate'], ['store', 'check'], ['track', 'maash', 'x']]) {
    const { code, stdout, stderr } = await run(args, { ONETILL_STORE: url, ONETILL_DEBUG: '1' })
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' })
    expect(stderr).toContain('postgres://127.0.0.1:1/shop: ')
    expect(stderr).not.toMatch(/c4nac4na|ops/)
  }
  const typed = await run(['sessions', '--store', url])
  expect(typed.stderr).toContain('others on this machine can see the password in --store')
  expect(typed.stderr).not.toContain('c4nac4na')
})

test('a file that is no database is exit code 4 and named', async () => {
  writeFileSync(join(folder, 'garbage.db'), 'this is no database, whatever its name says. '.repeat(200))
  const { code, stderr } = await run(['sessions', '--store', 'sqlite:garbage.db'])
  expect(code).toBe(4)
  expect(stderr).toMatch(/^onetill: sqlite:garbage.db: /)
})

test('check finds a row that was changed by hand, and says so with 4', async () => {
  const cwd = mkdtempSync(join(command.folder(), 'check-'))
  const path = join(cwd, 'one.db')
  const store = await openStore({ url: `sqlite:${path}` })
  await store.record([read(1, 'paid', { amount: usd('5') })])
  await store.record([{ ...other(2, { kind: 'missing' }), identity: { ...IDENTITY, id: 's2' } }])
  await store.close()
  const good = await command.run(['store', 'check', '--store', `sqlite:${path}`], { cwd })
  expect(good).toMatchObject({ code: 0, stderr: '' })
  expect(good.stdout).toContain('2 sessions, nothing is broken')
  const { openEngine } = await import('../../packages/store/src/open-store.ts')
  const engine = await openEngine({ url: `sqlite:${path}` })
  const row = await engine.db.selectFrom('session').select('body').where('id', '=', 's1').executeTakeFirstOrThrow()
  const body = row.body.replace('"5.00"', '"6.00"')
  expect(body).not.toBe(row.body)
  await engine.db.updateTable('session').set({ body }).where('id', '=', 's1').execute()
  await engine.close()
  const bad = await command.run(['store', 'check', '--store', `sqlite:${path}`], { cwd })
  expect(bad).toMatchObject({ code: 4, stdout: 'acme/default/s1: is not what its observations say\n' })
})

test('prune takes away old sightings and says how many, vacuum works, no session changes', async () => {
  const url = `sqlite:${join(folder, 'prune.db')}`
  const store = await openStore({ url })
  await store.record(Array.from({ length: 30 }, (_, minute) => read(minute, 'open')))
  const before = await store.get('acme/default/s1')
  await store.close()
  const pruned = await run(['store', 'prune', '--store', url, '--before', '2027-01-01', '--json'])
  expect(pruned.code).toBe(0)
  expect(JSON.parse(pruned.stdout)).toMatchObject({ sightings: 28, deliveries: 0, before: '2027-01-01T00:00:00.000Z' })
  expect(await run(['store', 'vacuum', '--store', url])).toMatchObject({ code: 0 })
  const shown = await run(['sessions', '--store', url, '--json'])
  expect(JSON.parse(shown.stdout)).toEqual([before])
})

const [server] = Object.values(inject('postgres'))
test.skipIf(server === undefined)('copy moves a store to PostgreSQL and back, and proves both', async () => {
  const { Client } = (await import('pg')).default
  const name = `copy_${process.pid}`
  const admin = new Client({ connectionString: server })
  await admin.connect()
  try {
    await admin.query(`create database ${name}`)
    const address = new URL(server ?? '')
    address.pathname = `/${name}`
    const there = await run(['store', 'copy', '--from', STORE, '--to', `${address}`])
    expect(there).toMatchObject({ code: 0 })
    expect(there.stdout).toMatch(/ {2}session +612 +612 {2}the same\n/)
    expect(there.stdout).toMatch(/everything is the same on both sides; content hash [0-9a-f]{64}\n$/)
    const back = await run(['store', 'copy', '--from', `${address}`, '--to', 'sqlite:back.db', '--json'])
    expect(JSON.parse(back.stdout)).toMatchObject({ same: true })
    const hash = /content hash (\S+)/.exec(there.stdout)?.[1]
    expect(JSON.parse(back.stdout).contentHashes).toEqual([hash, hash])
    const again = await run(['store', 'copy', '--from', `${address}`, '--to', 'sqlite:back.db', '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({ same: true, written: 0 })
    const wrong = await run(['store', 'copy', '--from', 'sqlite:prune.db', '--to', 'sqlite:back.db'])
    expect(wrong).toMatchObject({ code: 2, stdout: '' })
    expect(wrong.stderr).toContain('copy into an empty store')
  } finally {
    await admin.query(`drop database if exists ${name} with (force)`)
    await admin.end()
  }
})
