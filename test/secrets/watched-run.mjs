// Runs a program as scripts/run.mjs does, and reads along: a credential in its stdout or stderr fails it.
import { spawn } from 'node:child_process'
import process from 'node:process'
import { StringDecoder } from 'node:string_decoder'
import { fileURLToPath } from 'node:url'
import { createScanner } from './scan.mjs'

/** Exit code of a program that worked and printed a credential. */
export const LEAKED = 3

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} its exit code: 127 when it cannot be started, 1 when a signal ended it, 3 after a leak
 */
export function runWatched(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    const outputs = [
      { name: 'stdout', from: child.stdout, to: process.stdout },
      { name: 'stderr', from: child.stderr, to: process.stderr },
    ].map(({ name, from, to }) => {
      const scanner = createScanner()
      const decoder = new StringDecoder('utf8')
      from?.on('data', (chunk) => {
        to.write(chunk)
        scanner.write(decoder.write(chunk))
      })
      return { name, scanner }
    })
    child.on('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`)
      resolve(127)
    })
    // `close` and not `exit`: the last words are scanned as well.
    child.on('close', (code) => {
      const leaked = outputs.flatMap(({ name, scanner }) => scanner.leaks().map((leak) => `${leak} in ${name}`))
      for (const leak of leaked) process.stderr.write(`credential printed: ${leak}\n`)
      if (code === 0 && leaked.length > 0) resolve(LEAKED)
      else resolve(code ?? 1)
    })
  })
}

const [, program, command, ...args] = process.argv
if (program === fileURLToPath(import.meta.url) && command !== undefined) {
  process.exitCode = await runWatched(command, args)
}
