import { type ChildProcess, spawn } from 'node:child_process'
import process from 'node:process'
import { TillError } from '@onetill/core'
import type { CliContext } from '../context.ts'
import { printable } from '../output/printable.ts'

/** What local workers are started with. */
export interface LocalWorkersOptions {
  readonly count: number
  /** URL of the server; goes over in the environment, where others cannot see its password. */
  readonly database: string
  /** Further options of `onetill reconcile worker`. */
  readonly args: readonly string[]
}

/** Worker processes of this machine. */
export interface LocalWorkers {
  /** Aborted when they end again and again; its reason says how. */
  readonly signal: AbortSignal
  readonly stop: () => Promise<void>
}

/** Ends that are made up for, for each worker. */
const RESTARTS = 5
const RESTART_MS = 1_000
/** Given to a worker that was told to end. */
const END_MS = 5_000

/** Starts them, and starts another one for each that ends. They end with this process, however that ends. */
export function startWorkers(
  { count, database, args }: LocalWorkersOptions,
  { env }: Pick<CliContext, 'env'>,
): LocalWorkers {
  const failed = new AbortController()
  const running = new Set<ChildProcess>()
  const timers = new Set<NodeJS.Timeout>()
  let restarts = RESTARTS * count
  let stopping = false

  const start = (): void => {
    const child = spawn(
      process.execPath,
      [...process.execArgv, process.argv[1] ?? '', 'reconcile', 'worker', ...args],
      // The channel tells them that this process is gone.
      { env: { ...env, ONETILL_STORE: database }, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
    )
    running.add(child)
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-2_000)
    })
    let ended = false
    const onEnd = (how: string): void => {
      if (ended) return
      ended = true
      running.delete(child)
      if (stopping) return
      const last = said.trimEnd().split('\n').at(-1)?.replace('onetill: ', '') ?? ''
      if (restarts-- <= 0) {
        failed.abort(givenUp(last === '' ? how : last))
        return
      }
      const timer = setTimeout(() => {
        timers.delete(timer)
        start()
      }, RESTART_MS)
      timers.add(timer)
    }
    child.once('error', () => onEnd('it cannot be started'))
    child.once('close', (code, signal) => onEnd(`it ended with ${signal ?? code}`))
  }
  for (let at = 0; at < count; at++) start()

  return {
    signal: failed.signal,
    stop: async () => {
      stopping = true
      for (const timer of timers) clearTimeout(timer)
      await Promise.all([...running].map(end))
    },
  }
}

const givenUp = (last: string): TillError =>
  new TillError({
    code: 'store_unavailable',
    message: `the workers of this machine end again and again: ${printable(last)}`,
  })

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    const timer = setTimeout(() => child.kill('SIGKILL'), END_MS)
    child.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
    child.kill('SIGTERM')
  })
}
