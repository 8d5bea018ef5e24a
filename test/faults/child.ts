import { spawn } from 'node:child_process'

/** A process from its start to its end. */
export interface Ran {
  readonly output: string
  readonly exit: number | string | null
}

/** Runs a bundled program; it is ended when it takes longer. */
export function runChild(args: readonly string[], mostMs: number): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const timer = setTimeout(() => child.kill('SIGKILL'), mostMs)
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    child.once('error', reject)
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      resolve({ output, exit: code ?? signal })
    })
  })
}
