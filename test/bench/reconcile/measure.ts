// Starts a program and looks at it from outside: how long it takes, and how much memory all its processes have held.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import process from 'node:process'

/** One run of a program. */
export interface Run {
  readonly ms: number
  /** Sum of the peaks (`VmHWM`) of its processes, in bytes; null where the system does not say. */
  readonly peakBytes: number | null
  /** What it printed. */
  readonly output: string
}

const POLL_MS = 40

/** Runs a program until it ends. */
export async function measure(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  const started = performance.now()
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += String(chunk)
  })
  const peaks = new Map<number, number>()
  const look = (): void => {
    if (child.pid !== undefined)
      for (const pid of family(child.pid)) peaks.set(pid, Math.max(peaks.get(pid) ?? 0, peakOf(pid)))
  }
  const timer = setInterval(look, POLL_MS)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  clearInterval(timer)
  const ms = performance.now() - started
  if (code !== 0) throw new Error(`${command} ended with ${code}`)
  const peak = [...peaks.values()].reduce((sum, one) => sum + one, 0)
  return { ms, peakBytes: peak === 0 ? null : peak, output }
}

/** A process and all below it. */
function family(pid: number): readonly number[] {
  const path = `/proc/${pid}/task/${pid}/children`
  const children = existsSync(path) ? textOf(path).split(' ').filter(Boolean).map(Number) : []
  return [pid, ...children.flatMap(family)]
}

const peakOf = (pid: number): number => 1024 * Number(/VmHWM:\s+(\d+)/.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0)

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
