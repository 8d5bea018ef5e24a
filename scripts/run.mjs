import { spawn } from 'node:child_process'
import { root } from './workspace.mjs'

/** Runs a program, its stdin closed, and answers its exit code: 127 when it cannot be started, 1 when a signal ended it. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options })
    child.on('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`)
      resolve(127)
    })
    child.on('exit', (code) => resolve(code ?? 1))
  })
}
