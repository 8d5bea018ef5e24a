import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { useCommand } from '../cli/command.ts'
import { place, SIDES, shared } from './shared-run.fixture.ts'

const command = useCommand()

test('what cannot be shared is refused before anything is read', async () => {
  const { cwd } = place()
  const mistakes: readonly (readonly [args: readonly string[], says: RegExp])[] = [
    [[...SIDES, '--workers', '2'], /--workers is for --distributed/],
    [[...SIDES, '--folder', 'x'], /--folder is for --distributed/],
    [shared(), /work is shared on a PostgreSQL server, and the store is sqlite:.*ONETILL_STORE or --store/],
    [['reconcile', 'worker'], /work is shared on a PostgreSQL server/],
    [shared('--store', 'postgres://127.0.0.1/x', '--run', 'A B'), /--run: expected a name of a-z/],
    [shared('--store', 'postgres://127.0.0.1/x', '--workers', '65'), /--workers: expected a whole number from 0 to 64/],
    [[...SIDES, '--memory', '115MB', '--threads', '1'], /memory: expected at least "116MB", which one thread needs/],
    [shared('--store', 'postgres://127.0.0.1/x', '--lease', '0'), /--lease: expected a whole number from 1/],
    [['reconcile', 'runs', '--limit', '0'], /--limit: expected a whole number from 1 to 500/],
    [['reconcile', 'findings', '--code', 'much'], /--code: expected one of invalid_record, /],
    [
      ['reconcile', '--left', 'left.csv'],
      /required option '--right <side>' not specified; see: onetill reconcile --help/,
    ],
    [[...SIDES, '--keep', '--explain', '00000000'], /--explain only looks/],
  ]
  for (const [args, says] of mistakes) {
    const { code, stdout, stderr } = await command.run(args, { cwd })
    expect(stderr, args.join(' ')).toMatch(says)
    expect({ code, stdout, lines: stderr.match(/\n/g)?.length }, args.join(' ')).toEqual({
      ...{ code: 2, stdout: '', lines: 1 },
    })
  }
  expect(existsSync(join(cwd, '.onetill'))).toBe(false)
})

test('a server that is not there ends it with 4 and what to do, and the password is not said', async () => {
  const { cwd } = place()
  const env = { ONETILL_STORE: 'postgres://till:c4na-password@127.0.0.1:1/none' }
  const { code, stdout, stderr } = await command.run(shared('--workers', '0'), { cwd, env })
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' })
  expect(stderr).toMatch(/postgres:\/\/127\.0\.0\.1:1\/none: the jobs could not be reached/)
  expect(stderr).not.toContain('c4na')
})
