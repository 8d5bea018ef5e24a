import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Job, StepReport } from './protocol.ts'

/** A child process from its start to its end. */
export interface Run {
  readonly reports: readonly StepReport[]
  /** Everything it printed. */
  readonly output: string
  readonly exit: number | string | null
}

/** Runs jobs, each in a new process. */
export interface Runner {
  readonly run: (job: Job) => Promise<Run>
  readonly close: () => Promise<void>
}

const JOB_MS = 30_000

/** Bundles the child from the sources: Node 20 runs no TypeScript, and the tests need no build. */
export async function createRunner(): Promise<Runner> {
  const folder = await mkdtemp(join(tmpdir(), 'hostile-'))
  const outfile = join(folder, 'child.mjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'child.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@onetill/source'],
    logLevel: 'error',
  })
  // One is always started ahead: half of a child's time is its start.
  let spare = startChild(outfile)
  return {
    run: (job) => {
      const child = spare
      spare = startChild(outfile)
      return runJob(child, job)
    },
    close: async () => {
      spare.kill('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function startChild(file: string): ChildProcess {
  return spawn(process.execPath, ['--expose-gc', file], { env: {}, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
}

function runJob(child: ChildProcess, job: Job): Promise<Run> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), JOB_MS)
    const reports: StepReport[] = []
    let output = ''
    const read = (chunk: Buffer): void => {
      output += chunk.toString()
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.on('message', (report: StepReport) => reports.push(report))
    child.once('error', reject)
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      resolve({ reports, output, exit: code ?? signal })
    })
    child.send(job)
  })
}
