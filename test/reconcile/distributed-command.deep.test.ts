import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { finish, useCommand } from '../cli/command.ts'
import { AS_OF, env, place, ROWS, runsIn, SERVER, SIDES, shared } from './shared-run.fixture.ts'

const command = useCommand()

describe.runIf(SERVER !== undefined)('a run that is shared on PostgreSQL', () => {
  test('workers that were started elsewhere do it; SIGTERM ends one, and the others go on', async () => {
    const { cwd, runs } = place()
    const options = { cwd, env: env(cwd) }
    const [first, second] = ['--idle', '--idle'].map((idle) =>
      command.start(['reconcile', 'worker', idle, '20', '--threads', '1', '--memory', '400MB'], options),
    )
    onTestFinished(() => {
      for (const worker of [first, second]) worker?.kill('SIGKILL')
    })
    if (first === undefined || second === undefined) throw new Error('they were not started')
    const ended = [finish(first, ''), finish(second, '')] as const
    const together = command.run(shared('--workers', '0', '--run', 'elsewhere'), options)
    await expect.poll(() => existsSync(join(runs, 'elsewhere', 'rung-0')), { timeout: 20_000 }).toBe(true)
    first.kill('SIGTERM')
    expect(await ended[0]).toMatchObject({ code: 143, stdout: '' })
    const { stdout, code } = await together
    expect(code).toBe(1)
    second.kill('SIGTERM')
    const last = await ended[1]
    expect(last.code).toBe(143)
    expect(last.stderr).toMatch(/^onetill: elsewhere: rung 1, shard \d done$/m)
    expect(last.stderr).toMatch(/ended; pieces done: \d+/)
    expect(stdout).toBe((await command.run(SIDES, options)).stdout)
    expect(runsIn(runs)).toEqual([])
  })

  test('killed, it goes on where it was; its workers do not outlive it', async () => {
    const { cwd, runs } = place()
    const options = { cwd, env: env(cwd) }
    const args = shared('--workers', '1', '--run', 'killed')
    const child = command.start(args, options)
    onTestFinished(() => {
      child.kill('SIGKILL')
    })
    const done = (): readonly string[] => {
      const rung = join(runs, 'killed', 'rung-0')
      return existsSync(rung) ? readdirSync(rung).filter((name) => /^shard-\d$/.test(name)) : []
    }
    await expect.poll(() => done().length, { timeout: 20_000, interval: 20 }).toBeGreaterThan(0)
    const workers = childrenOf(child.pid)
    expect(workers.length).toBeGreaterThan(0)
    child.kill('SIGKILL')
    await expect.poll(() => workers.filter(isAlive), { timeout: 10_000 }).toEqual([])
    const before = readFileSync(join(runs, 'killed', 'plan.json'), 'utf8')
    expect(before).toContain('2026-11-21T00:00:00.000Z')
    // Without a moment it goes on with its own; with another one it is another run.
    const withoutMoment = args.filter((arg) => arg !== '--as-of' && arg !== AS_OF)
    const other = await command.run([...withoutMoment, '--as-of', '2026-11-20T00:00:00Z'], options)
    expect(other).toMatchObject({ code: 2, stdout: '' })
    expect(other.stderr).toMatch(/run: expected the rules, moment and shards it was begun with, or another name/)
    const { stdout, code } = await command.run(withoutMoment, options)
    expect(code).toBe(1)
    expect(stdout).toBe((await command.run(SIDES, options)).stdout)
    expect(runsIn(runs)).toEqual([])
  })
})

/** Process ids of the children of a process. */
function childrenOf(pid: number | undefined): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return text.split(' ').flatMap((id) => (id.trim() === '' ? [] : [Number(id)]))
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`)
}

test.runIf(SERVER !== undefined)(
  'local workers give the bytes of one process, again and again, and leave nothing',
  async () => {
    const { cwd, runs } = place()
    const options = { cwd, env: env(cwd) }
    const alone = await command.run(SIDES, options)
    expect(alone).toMatchObject({ code: 1, stderr: '' })
    expect(JSON.parse(alone.stdout).findings.length).toBeGreaterThan(ROWS / 8)
    // The name of the run is the same both times.
    for (const workers of ['2', '1']) {
      const together = await command.run(shared('--shards', '1', '--workers', workers), options)
      expect(together.stdout).toBe(alone.stdout)
      expect(together.code).toBe(1)
      expect(together.stderr).toMatch(/^onetill: run [0-9a-f]{12} in \.onetill\/runs, shared on postgres:\/\/[^@]+\n/)
      expect(runsIn(runs)).toEqual([])
    }
    expect(readdirSync(join(cwd, 'tmp'))).toEqual([])
  },
)
