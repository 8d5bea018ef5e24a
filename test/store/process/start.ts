import { spawn } from 'node:child_process'
import process from 'node:process'
import type { Order } from './orders.ts'

/** A program in a process of its own. */
export interface Started {
  readonly pid: number
  /** Whole lines so far. */
  readonly lines: readonly string[]
  /** Resolves with the first line that begins so, or with null when the process ends before. */
  readonly line: (start: string) => Promise<string | null>
  readonly kill: () => void
  /** Resolves when it has ended and all it said was read. */
  readonly ended: Promise<number | NodeJS.Signals | null>
}

/** Starts a bundled program, under another command (`strace …`) if one is given. */
export function start(file: string, order: Order, under: readonly string[] = []): Started {
  const [command = process.execPath, ...args] = [...under, process.execPath, file, JSON.stringify(order)]
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  const waiting = new Set<() => void>()
  let rest = ''
  let errors = ''
  let over = false
  const tell = (): void => {
    for (const look of waiting) look()
  }
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
    tell()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  const ended = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      over = true
      tell()
      if (errors !== '' && signal !== 'SIGKILL') reject(new Error(`the program said: ${errors.slice(0, 2_000)}`))
      else resolve(code ?? signal)
    })
  })
  // Whoever waits for a line learns of the end there.
  ended.catch(() => undefined)
  return {
    pid: child.pid ?? 0,
    lines,
    line: (start) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = lines.find((line) => line.startsWith(start))
          if (found === undefined && !over) return
          waiting.delete(look)
          resolve(found ?? null)
        }
        waiting.add(look)
        look()
      }),
    kill: () => child.kill('SIGKILL'),
    ended,
  }
}

/** Numbers of the batches that were answered, as the lines say. */
export const answered = ({ lines }: Pick<Started, 'lines'>): readonly number[] =>
  lines.filter((line) => line.startsWith('done ')).map((line) => Number.parseInt(line.slice(5), 10))
