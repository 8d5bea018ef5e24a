import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll } from 'vitest'
import { ROOT } from '../packages.ts'

/** What a run of the command left behind. */
export interface Run {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** How a run differs from the ordinary. */
export interface RunOptions {
  readonly stdin?: string | Buffer
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

/** The command built from the sources as it stands now, and a folder of its own; both end with the test file. */
export interface Command {
  /** Runs it with a bare environment and waits for its end. */
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Run>
  /** Runs a shell line in which `onetill` is the command. */
  readonly shell: (line: string, env?: Readonly<Record<string, string>>) => Promise<Run>
  readonly folder: () => string
  readonly start: (args: readonly string[], options?: Omit<RunOptions, 'stdin'>) => ReturnType<typeof spawn>
}

/** Builds the command before the tests of this file. */
export function useCommand(): Command {
  let folder = ''
  const entry = () => join(folder, 'onetill.mjs')
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'onetill-cli-'))
    await build({
      entryPoints: [join(ROOT, 'packages/cli/src/index.ts')],
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      conditions: ['@onetill/source'],
      // commander is CommonJS and requires node: modules.
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      logLevel: 'error',
      external: ['pg-native', '@duckdb/node-api'],
    })
    // The script of SQLite's thread stands beside the bundle, and finds SQLite as it does beside the sources.
    const store = join(ROOT, 'packages/store')
    copyFileSync(join(store, 'src/sqlite-worker.mjs'), join(folder, 'sqlite-worker.mjs'))
    mkdirSync(join(folder, 'node_modules'))
    symlinkSync(join(store, 'node_modules/@photostructure'), join(folder, 'node_modules/@photostructure'))
    const reconcile = join(ROOT, 'packages/reconcile')
    copyFileSync(join(reconcile, 'src/duckdb-child.mjs'), join(folder, 'duckdb-child.mjs'))
    symlinkSync(join(reconcile, 'node_modules/@duckdb'), join(folder, 'node_modules/@duckdb'))
    // As bin/onetill.js does it.
    writeFileSync(entry(), "import { main } from './index.mjs'\nawait main(process.argv.slice(2))\n")
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return {
    folder: () => folder,
    start: (args, { env = {}, cwd = folder } = {}) =>
      spawn(process.execPath, [entry(), ...args], { env: environment(env), cwd }),
    run: (args, { stdin = '', env = {}, cwd = folder } = {}) =>
      finish(spawn(process.execPath, [entry(), ...args], { env: environment(env), cwd }), stdin),
    shell: (line, env = {}) => {
      const script = `set -o pipefail; onetill() { '${process.execPath}' '${entry()}' "$@"; }; ${line}`
      return finish(spawn('bash', ['-c', script], { env: environment(env), cwd: folder }), '')
    },
  }
}

/** Nothing of the machine's own configuration gets in. */
function environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: tmpdir(), ...more }
}

/** Waits for the end of a process. */
export function finish(child: ReturnType<typeof spawn>, stdin: string | Buffer): Promise<Run> {
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk))
  // The command may end before it has read everything.
  child.stdin?.on('error', () => {})
  child.stdin?.end(stdin)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      resolve({ code, signal, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() })
    })
  })
}
