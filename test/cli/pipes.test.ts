import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../packages.ts'
import { useCommand } from './command.ts'

const command = useCommand()
const line = readFileSync(join(ROOT, 'packages/testkit/fixtures/maash.get-session.json'), 'utf8').replace(
  /\s*\n\s*/g,
  ' ',
)

/** A file of that many sessions, one a line. */
const sessions = (count: number): string => {
  const file = join(command.folder(), `${count}.ndjson`)
  writeFileSync(file, `${line.trim()}\n`.repeat(count))
  return file
}

test('five megabytes of JSON arrive complete through a pipe', async () => {
  const file = sessions(4000)
  const { code, stdout, stderr } = await command.shell(`onetill normalize -p maash '${file}' | (sleep 1; cat)`)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(Buffer.byteLength(stdout)).toBeGreaterThan(5_000_000)
  expect(JSON.parse(stdout)).toHaveLength(4000)
})

test('a reader that has seen enough ends the command silently, with 0', async () => {
  const file = sessions(4000)
  for (const args of [`normalize -p maash --format ndjson '${file}'`, 'demo --interval 20', 'providers']) {
    const { code, stdout, stderr } = await command.shell(
      `onetill ${args} 2> errors | head -1; echo "\${PIPESTATUS[0]}" >&2`,
    )
    expect(stdout.trim().split('\n')).toHaveLength(1)
    expect({ args, code, stderr: stderr.trim() }).toEqual({ args, code: 0, stderr: '0' })
    const said = readFileSync(join(command.folder(), 'errors'), 'utf8').split('\n')
    expect(said.filter((text) => text !== '' && !/simulated providers|the board is on/.test(text))).toEqual([])
  }
})

test.runIf(existsSync('/dev/full'))('a full disk is one line on stderr and exit code 1', async () => {
  const file = sessions(10)
  for (const args of [`normalize -p maash '${file}'`, 'providers --json', '--help']) {
    const { code, stderr } = await command.shell(`onetill ${args} > /dev/full`)
    expect({ args, code, stderr }).toEqual({
      args,
      code: 1,
      stderr: 'onetill: cannot write the output: no space left (ENOSPC)\n',
    })
  }
})

test('NDJSON comes out while the input is still open', async () => {
  const child = command.start(['normalize', '-p', 'maash', '--format', 'ndjson'])
  const first = new Promise<string>((resolve) =>
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString())),
  )
  child.stdin?.write(`${line.trim()}\n`)
  expect(JSON.parse(await first)).toMatchObject({ status: 'open' })
  const closed = new Promise((resolve) => child.once('close', resolve))
  child.stdin?.end()
  expect(await closed).toBe(0)
})

test('what is not data goes to stderr, so stdout parses at every exit code', async () => {
  const bad = '{"data": 1}'
  const runs = [
    { stdin: bad, expected: null },
    { stdin: `${bad}\n${bad}\n`, expected: [] },
    { stdin: '[]', expected: [] },
  ]
  for (const { stdin, expected } of runs) {
    const { stdout } = await command.run(['normalize', '-p', 'maash', '--json'], { stdin })
    expect(JSON.parse(stdout)).toEqual(expected)
  }
})

test('SIGINT while the input is still open ends the command with 130, and what was read is out', async () => {
  const child = command.start(['normalize', '-p', 'maash', '--format', 'ndjson'])
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  const first = new Promise<string>((resolve) =>
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString())),
  )
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  child.stdin?.write(`${line.trim()}\n`)
  expect(JSON.parse(await first)).toMatchObject({ status: 'open' })
  child.kill('SIGINT')
  expect(await closed).toBe(130)
  expect(said).toBe('')
})
