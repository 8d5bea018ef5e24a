import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { onTestFinished } from 'vitest'
import { ROOT } from '../packages.ts'
import type { Order } from './orders.ts'

const STORE = join(ROOT, 'packages', 'store')

/** The program of this folder as one file, from the sources; it is removed when the test has ended. */
export async function bundled(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'onetill-status-page-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const outfile = join(folder, 'program.mjs')
  await build({
    ...{ entryPoints: [join(import.meta.dirname, 'program.ts')], outfile, bundle: true, format: 'esm' },
    ...{ platform: 'node', conditions: ['@onetill/source'], external: ['pg-native'], logLevel: 'error' },
    // pg calls `require` for the modules of Node; the fixtures look for the file they stand in.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  })
  // The script of the thread stands beside the bundle, and finds SQLite as it does beside the sources.
  copyFileSync(join(STORE, 'src', 'sqlite-worker.mjs'), join(folder, 'sqlite-worker.mjs'))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(join(STORE, 'node_modules', '@photostructure'), join(folder, 'node_modules', '@photostructure'))
  return outfile
}

/** A program in a process of its own. */
export interface Started {
  readonly child: ChildProcess
  /** What follows the word, of the next line that begins with it. */
  readonly said: (word: string) => Promise<string>
  /** Ends it as a machine that loses power would, and waits until it is gone. */
  readonly kill: () => Promise<void>
}

/** Starts a bundled program; it is killed when the test has ended. */
export function start(file: string, order: Order, onLine: (line: string) => void = () => {}): Started {
  const child = spawn(process.execPath, [file, JSON.stringify(order)], { stdio: ['pipe', 'pipe', 'pipe'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const waiting = new Map<string, (rest: string) => void>()
  createInterface(child.stderr).on('line', (line) => {
    onLine(line)
    process.stderr.write(`${line}\n`)
  })
  createInterface(child.stdout).on('line', (line) => {
    onLine(line)
    const [word = '', ...rest] = line.split(' ')
    waiting.get(word)?.(rest.join(' '))
  })
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)
  return {
    child,
    kill,
    said: (word) =>
      new Promise((resolve, reject) => {
        waiting.set(word, resolve)
        void ended.then(() => reject(new Error(`ended before it said "${word}"`)))
      }),
  }
}
