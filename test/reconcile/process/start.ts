import { spawn } from 'node:child_process'
import process from 'node:process'
import type { Order } from './program.ts'

/** A process that works on a run. */
export interface Started {
  readonly kill: () => void
  /** What it printed, once it has ended. */
  readonly ended: Promise<string>
}

/** Starts the program, in a group of its own, so that its engine is killed with it. */
export function start(file: string, order: Order): Started {
  const child = spawn(process.execPath, [file, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  let text = ''
  child.stdout.on('data', (chunk) => {
    text += String(chunk)
  })
  const ended = new Promise<string>((resolve) => child.once('close', () => resolve(text.trim())))
  return {
    kill: () => {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
        process.kill(-child.pid, 'SIGKILL')
    },
    ended,
  }
}
