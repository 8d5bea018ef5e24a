import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { onTestFinished } from 'vitest'

/** A process of its own. */
export interface Worker {
  readonly child: ChildProcess
  /** Ends it in order. @returns what it printed last */
  readonly stop: () => Promise<string>
}

/** Bundles a script of this folder for Node; it is removed when the test has ended. */
export async function bundled(script: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'onetill-sync-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const outfile = join(folder, 'worker.mjs')
  await build({
    ...{ entryPoints: [join(import.meta.dirname, script)], outfile, bundle: true, format: 'esm', platform: 'node' },
    conditions: ['@onetill/source', 'node'],
    external: ['pg-native'],
    banner: { js: "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)" },
    logLevel: 'error',
  })
  return outfile
}

/** Starts a bundled script and waits until it says `ready`. It is killed when the test has ended. */
export async function started(file: string, options: object): Promise<Worker> {
  const child = spawn(process.execPath, [file, JSON.stringify(options)], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  let printed = ''
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      if (printed.startsWith('ready\n')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)))
  })
  await ready
  return {
    child,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.stdin.write('stop\n')
      await ended
      return printed.slice('ready\n'.length)
    },
  }
}
