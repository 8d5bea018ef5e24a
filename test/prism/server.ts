// Prism, a mock server that is not ours, as a child process.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { applyOverlay } from './overlay.ts'

/** A running Prism. */
export interface Prism {
  readonly url: string
  readonly close: () => Promise<void>
}

const START_MS = 30_000
const DOCUMENT = join(import.meta.dirname, '..', 'openapi', 'maven.openapi.json')
const BIN = join(dirname(createRequire(import.meta.url).resolve('@stoplight/prism-cli/package.json')), 'dist/index.js')

/** Not the caller's environment: `production` would fork, and a proxy is none of Prism's business. */
const ENVIRONMENT = {
  NODE_ENV: 'test',
  NO_COLOR: '1',
  DO_NOT_TRACK: '1',
  SCARF_ANALYTICS: 'false',
  PATH: process.env['PATH'],
}

/** Ends Prism when the process that started it is gone, however that ended. */
const ORPHAN = "data:text/javascript,process.once('disconnect',()=>process.exit())"

/**
 * Starts Prism on 127.0.0.1 and a free port, in dynamic mode and without a seed: with one it repeats a single answer.
 * @param overlays files beside this one that are laid over the published document, in this order
 */
export async function startPrism(overlays: readonly string[] = []): Promise<Prism> {
  const folder = await mkdtemp(join(tmpdir(), 'prism-'))
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    const document = join(folder, 'maven.openapi.json')
    await writeFile(document, await documentWith(overlays))
    const mock = [BIN, 'mock', '--dynamic', '--host', '127.0.0.1', '--port', '0', document]
    const child = spawn(process.execPath, ['--import', ORPHAN, ...mock], {
      cwd: folder,
      env: ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    const close = async (): Promise<void> => {
      await ended(child)
      await remove()
    }
    try {
      return { url: await listening(child), close }
    } catch (error) {
      await close()
      throw error
    }
  } catch (error) {
    await remove()
    throw error
  }
}

async function documentWith(overlays: readonly string[]): Promise<string> {
  const published = await readFile(DOCUMENT, 'utf8')
  let document: unknown = JSON.parse(published)
  for (const name of overlays)
    document = applyOverlay(document, await readFile(join(import.meta.dirname, name), 'utf8'))
  return overlays.length === 0 ? published : JSON.stringify(document)
}

/** The address Prism prints once it listens. Its output is read to the end: a full pipe would stop it. */
function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    const fail = (): void => reject(new Error(`Prism does not start:\n${output}`))
    const timer = setTimeout(fail, START_MS)
    child.once('error', reject)
    child.once('exit', fail)
    const read = (chunk: Buffer): void => {
      if (output.length > 20_000) return
      output += chunk.toString()
      const url = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1]
      if (url === undefined) return
      clearTimeout(timer)
      child.removeListener('exit', fail)
      resolve(url)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
  })
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}
