import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { money } from '@onetill/core'
import { type Comparison, compareProviders } from '@onetill/reconcile'
import { observe, openStore } from '@onetill/store'
import { FACTS } from '../../packages/store/src/acme.fixture.ts'
import { iso, many, one, START } from '../reconcile/compare.fixture.ts'
import { useCommand } from './command.ts'

const command = useCommand()
const STORE = 'sqlite:compared.db'
const HOUR = 3_600_000
/** Two providers whose numbers are known: 60 of 80 paid after 90 s, 33 of 66 paid; 4 and 2 open. */
const SESSIONS = [
  ...many(60, (place) => at('alpha', 'paid', place, { paidAt: iso(START + place * HOUR + 90_000) })),
  ...many(20, (place) => at('alpha', 'failed', place)),
  ...many(4, (place) => at('alpha', 'open', place)),
  ...many(33, (place) => at('beta', 'paid', place)),
  ...many(33, (place) => at('beta', 'expired', place)),
  ...many(2, (place) => at('beta', 'processing', place)),
]
let folder = ''
const run = (args: readonly string[], stdin = '') => command.run(['compare', ...args], { cwd: folder, stdin })

function at(provider: string, status: string, place: number, more = {}) {
  const id = `${provider}-${status}-${place}`
  return one(status, {
    provider,
    id,
    createdAt: iso(START + place * HOUR),
    amount: money('10.10', 'EUR'),
    environment: 'live',
    ...more,
  })
}

beforeAll(async () => {
  folder = mkdtempSync(join(command.folder(), 'compare-'))
  const store = await openStore({ url: `sqlite:${join(folder, 'compared.db')}` })
  await store.record(SESSIONS.map((each) => observe(each, { ...FACTS, id: each.provider })))
  await store.close()
  writeFileSync(join(folder, 'sessions.ndjson'), SESSIONS.map((each) => `${JSON.stringify(each)}\n`).join(''))
})

describe('of the store', () => {
  test('the table has shares with intervals, times, exact sums and the difference', async () => {
    const { code, stdout, stderr } = await run(['--store', STORE])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^ +alpha +beta$/m)
    expect(stdout).toMatch(/^ {2}paid +75\.0 % \(64\.5–83\.2\) +50\.0 % \(38\.3–61\.7\)$/m)
    expect(stdout).toMatch(/^open now +4 +2$/m)
    expect(stdout).toMatch(/^paid within: half +1 min 30 s \(1 min 30 s–1 min 30 s\)$/m)
    expect(stdout).toMatch(/^ {2}times known +60 of 60 +0 of 33$/m)
    expect(stdout).toMatch(/^refunded +not reported +not reported$/m)
    expect(stdout).toMatch(/^paid EUR +606\.00 +333\.30$/m)
    expect(stdout).toMatch(/alpha − beta: \+25\.0 points .*, more than chance/)
  })

  test('JSON is what the library says of the same sessions, from a file and from stdin too', async () => {
    const expected = await compareProviders({
      source: { kind: 'sessions', sessions: SESSIONS },
      by: ['day'],
      zone: 'Asia/Tokyo',
    })
    const lines = readFileSync(join(folder, 'sessions.ndjson'), 'utf8')
    const runs = [
      await run(['--store', STORE, '--by', 'day', '--zone', 'Asia/Tokyo', '--json']),
      await run(['--by', 'provider,day', '--zone', 'Asia/Tokyo', '--format', 'json', 'sessions.ndjson']),
      await run(['-', '--by', 'day', '--zone', 'Asia/Tokyo', '--json'], lines),
    ]
    for (const { code, stdout } of runs) {
      expect(code).toBe(0)
      const found: Comparison = JSON.parse(stdout)
      expect(found).toEqual({ ...expected, asOf: found.asOf })
    }
  })

  test('a period is of days in the zone, or of times', async () => {
    const found = async (...args: readonly string[]): Promise<Comparison> =>
      JSON.parse((await run(['--store', STORE, '--json', ...args])).stdout)
    // Sessions of each status begin every hour from midnight UTC; Berlin's day begins an hour earlier.
    const day = await found('--from', '2026-11-02', '--to', '2026-11-03', '--zone', 'Europe/Berlin')
    expect(day.period).toMatchObject({ from: '2026-11-01T23:00:00.000Z', to: '2026-11-02T23:00:00.000Z' })
    expect(day.groups.map(({ sessions }) => sessions)).toEqual([23 + 20 + 4, 23 + 23 + 2])
    const hours = await found('--from', '2026-11-02T01:00:00+01:00', '--to', '2026-11-02T01:00:00Z')
    expect(hours.groups.map(({ sessions }) => sessions)).toEqual([3, 3])
  })

  test('the page is one file', async () => {
    const { code, stdout } = await run(['--store', STORE, '--html'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^<!doctype html>/)
    expect(stdout).toMatch(/<\/html>\n$/)
    expect(stdout).toContain('75.0 %')
    expect(stdout).not.toMatch(/<script|https?:/)
  })

  test('a store that is not there is not made', async () => {
    const cwd = mkdtempSync(join(command.folder(), 'empty-'))
    const { code, stderr } = await command.run(['compare'], { cwd })
    expect(code).toBe(0)
    expect(stderr).toContain('nothing is remembered here yet')
    expect(existsSync(join(cwd, '.onetill'))).toBe(false)
  })
})

test('bad lines are told without their content, the rest is compared, and the exit code says so', async () => {
  const good = SESSIONS.slice(0, 40).map((each) => JSON.stringify(each))
  const bad = Array.from({ length: 25 }, () => '{"c4na":"\u001b[31m"}')
  const { code, stdout, stderr } = await run(['--json', '-'], [...good, ...bad].join('\n'))
  expect(code).toBe(2)
  expect(JSON.parse(stdout)).toMatchObject({ sessions: 40, badLines: 25 })
  expect(stderr).toContain('onetill: line 41: ')
  expect(stderr).toContain('onetill: and 5 more lines are no sessions')
  expect(stderr).not.toContain('c4na')
  expect(stderr.split('\n')).toHaveLength(22)
})

test('nothing to compare is said, and an account cannot paint the terminal', async () => {
  const { code, stderr } = await run(['--from', '2030-01-01', 'sessions.ndjson'])
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: 'onetill: no session is of this period; leave out --from or --to\n',
  })
  const painted = await run(['--by', 'account', '-'], JSON.stringify(one('paid', { account: 'a\u001b[31mb' })))
  expect(painted.stdout).toContain('a\ufffd[31mb')
  expect(painted.stdout).not.toContain('\u001b')
})

test.each([
  [['--by', 'colour'], /--by: expected provider, account, method, currency, day/],
  [['--from', 'yesterday'], /--from: expected a date, a time with an offset/],
  [['--zone', 'Mars/Olympus', 'sessions.ndjson'], /time zone: expected a name such as Europe\/Berlin/],
  [['--json', '--html'], /choose one of --json, --html and --format/],
  [['--format', 'xml'], /Allowed choices are table, json, html/],
  [['--store', 'sqlite:compared.db', 'sessions.ndjson'], /a file and --store exclude each other/],
  [['no-such.ndjson'], /cannot read no-such\.ndjson: there is no such file/],
  [['--store', 'sqlite:nowhere.db'], /no store at sqlite:nowhere\.db/],
] as const)('%j is bad input', async (args, says) => {
  const { code, stdout, stderr } = await run(args)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(says)
})
