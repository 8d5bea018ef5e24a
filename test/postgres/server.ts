import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import pg from 'pg'
import type { Binaries } from './binaries.ts'

/** A PostgreSQL server of this run. */
export interface PostgresServer {
  readonly name: string
  readonly url: string
  /** Ends it and removes what it wrote. */
  readonly stop: () => Promise<void>
}

/** Started by root, a server refuses to run: it gets this user. */
const NOBODY = 65_534

/** Starts a server in a folder of its own, on a free port of this machine, with the durability of a real one. */
export async function startPostgres({ name, folder }: Binaries): Promise<PostgresServer> {
  const home = mkdtempSync(join(tmpdir(), 'onetill-postgres-'))
  const root = process.getuid?.() === 0
  const as = root ? { uid: NOBODY, gid: NOBODY } : {}
  // Above the data, where that user only has to pass.
  chmodSync(home, 0o711)
  const data = join(home, 'data')
  mkdirSync(data, { mode: 0o700 })
  if (root) chownSync(data, NOBODY, NOBODY)
  const bin = root ? reachable(folder, home, as) : folder
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'onetill', '-A', 'trust', '-E', 'UTF8', '--locale=C'], {
    ...as,
    cwd: data,
    stdio: 'ignore',
  })
  const port = await freePort()
  const options = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=256MB',
  ]
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), ...options.flatMap((option) => ['-c', option])],
    { ...as, cwd: data, stdio: 'ignore' },
  )
  const url = `postgres://onetill@127.0.0.1:${port}/postgres`
  await answering(url, server)
  return {
    name,
    url,
    stop: async () => {
      const exited = new Promise((resolve) => server.once('exit', resolve))
      // Fast shutdown: whoever is connected is disconnected.
      server.kill('SIGINT')
      await exited
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** The programs where that user may run them: not below a home folder that is closed to it. */
function reachable(folder: string, home: string, as: object): string {
  try {
    execFileSync(join(folder, 'postgres'), ['--version'], { ...as, cwd: '/', stdio: 'ignore' })
    return folder
  } catch {
    const copy = join(home, 'native')
    cpSync(dirname(folder), copy, { recursive: true, verbatimSymlinks: true })
    return join(copy, 'bin')
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

async function answering(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}`)
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch {
      await client.end().catch(() => undefined)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  server.kill('SIGKILL')
  throw new Error('postgres does not answer')
}
