import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { bundlePrograms } from './process/bundle.ts'
import { answered, start } from './process/start.ts'
import { answersOf, canTrace, momentsOf } from './process/strace.ts'
import { holds, isWhole } from './process/whole.ts'

const DEEP = process.env['ONETILL_DEEP'] === '1'
const BATCHES = 3
const CALLS = ['pwrite64', 'fsync', 'fdatasync', 'ftruncate'] as const
/** The call fails once, or from then on as on a full disk; and SQLite's primary codes for it: IOERR, FULL. */
const FAULTS = [
  { error: 'EIO', lasts: '' },
  { error: 'ENOSPC', lasts: '+' },
] as const
const CODES = [10, 13]
/** How many places of each call are tried in the ordinary run. */
const PLACES = 4

const traces = canTrace()
let programs: Awaited<ReturnType<typeof bundlePrograms>>
beforeAll(async () => {
  programs = await bundlePrograms()
})
afterAll(() => programs.remove())

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'onetill-strace-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

async function traced(options: readonly string[]) {
  const home = folder()
  const trace = join(home, 'trace')
  const place = { url: `sqlite:${join(home, 'onetill.db')}` }
  const under = ['strace', '-f', '-tt', '-y', '-o', trace, ...options]
  const child = start(programs.file, { program: 'some', place, from: 0, to: BATCHES }, under)
  await child.ended
  return { place, child, moments: momentsOf(readFileSync(trace, 'utf8')) }
}

describe.skipIf(!traces)('what SQLite tells the system', () => {
  test('each commit is written to the log, the log is synced, then the answer goes out', async () => {
    const { child, moments } = await traced(['-e', 'trace=pwrite64,fsync,fdatasync,write'])
    expect(answered(child)).toHaveLength(BATCHES)
    expect(answersOf(moments)).toEqual(Array.from({ length: BATCHES }, () => 'on disk'))
  })

  test('a write or sync that fails is told with the code of SQLite, and loses nothing that was answered', {
    timeout: 1_800_000,
  }, async () => {
    const { moments } = await traced(['-e', `trace=${CALLS.join(',')}`])
    const faults = CALLS.flatMap((name) => {
      const count = moments.filter(({ at, call }) => at === 'end' && call.name === name).length
      return FAULTS.flatMap((fault) => places(count).map((nth) => ({ name, nth, ...fault })))
    })
    const ran: string[] = []
    const codes = new Set<string>()
    const lane = async (): Promise<void> => {
      for (let fault = faults.pop(); fault !== undefined; fault = faults.pop()) {
        const told = await survives(fault)
        ran.push(told.length > 0 ? 'told' : 'unnoticed')
        for (const code of told) codes.add(`${fault.error} ${code}`)
      }
    }
    await Promise.all([lane(), lane()])
    const told = ran.filter((what) => what === 'told').length
    console.log(`${ran.length} faults, ${told} told as ${[...codes].sort().join(', ')}`)
    // The others are of the checkpoint at the end, which nothing that was answered depends on.
    expect(told).toBeGreaterThan(ran.length / 2)
  })
})

interface Fault {
  readonly name: (typeof CALLS)[number]
  readonly error: string
  readonly nth: number
  readonly lasts: string
}

/** Nothing that was answered is lost, and what was not is told with SQLite's code. @returns those codes */
async function survives({ name, error, nth, lasts }: Fault): Promise<readonly number[]> {
  const inject = `inject=${name}:error=${error}:when=${nth}${lasts}`
  const { place, child } = await traced(['-e', `trace=${name}`, '-e', inject])
  const failures = child.lines.filter((line) => /^(?:failed|error)/.test(line))
  const codes = failures.map((line) => {
    const code = Number.parseInt(/ store_unavailable SQLITE_(\d+)$/.exec(line)?.[1] ?? '', 10)
    expect(CODES, `${inject}: ${line}`).toContain(code & 0xff)
    return code
  })
  const numbers = answered(child)
  expect(numbers.length + failures.length, inject).toBe(child.lines.includes('ready') ? BATCHES : 1)
  await holds(place, 'record', numbers)
  await isWhole(place, 'record', BATCHES, numbers)
  return codes
}

/** Places of a call: all of them, or a few from the first to the last. */
function places(count: number): readonly number[] {
  const all = Array.from({ length: count }, (_, index) => index + 1)
  if (DEEP || count <= PLACES) return all
  return Array.from({ length: PLACES }, (_, index) => 1 + Math.floor((index * (count - 1)) / (PLACES - 1)))
}

describe('the reader of traces', () => {
  const line = (text: string, thread = 1) => `${thread} 08:00:00.000001 ${text}`
  const WROTE = line('pwrite64(23</tmp/o.db-wal>, "x"..., 4096, 0) = 4096', 2)
  const SYNCED = line('fsync(23</tmp/o.db-wal>) = 0', 2)
  const ANSWERED = line('write(1<pipe:[7]>, "done 0\\n", 7) = 7')

  test.for([
    [[WROTE, SYNCED, ANSWERED], ['on disk']],
    [[WROTE, ANSWERED, SYNCED], ['not synced']],
    [[WROTE, SYNCED, WROTE, ANSWERED], ['not synced']],
    [
      [WROTE, SYNCED, ANSWERED, ANSWERED],
      ['on disk', 'not written'],
    ],
    [[WROTE, line('fsync(23</tmp/o.db-wal>) = -1 EIO (Input/output error) (INJECTED)', 2), ANSWERED], ['not synced']],
    [[WROTE, line('fsync(22</tmp/o.db>) = 0', 2), ANSWERED], ['not synced']],
    [
      [WROTE, line('fsync(23</tmp/o.db-wal> <unfinished ...>', 2), ANSWERED, line('<... fsync resumed>) = 0', 2)],
      ['not synced'],
    ],
    [
      [WROTE, line('fsync(23</tmp/o.db-wal> <unfinished ...>', 2), line('<... fsync resumed>) = 0', 2), ANSWERED],
      ['on disk'],
    ],
  ] as const)('%#: says what was on disk at the answer', ([lines, answers]) => {
    expect(answersOf(momentsOf(lines.join('\n')))).toEqual(answers)
  })
})
