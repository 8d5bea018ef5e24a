// Installs the workspace's dependencies, or does nothing when nothing they depend on has changed. All output goes to stderr.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { run } from './run.mjs'
import { fingerprint, packageFolders, readStamp, root, writeStamp } from './workspace.mjs'

export const PNPM = 'pnpm@10.34.9' // the `packageManager` of package.json; a test holds them equal
const NODE_FLOOR = [20, 19]

/** Ends the process with a message when Node is too old or the install fails. */
export async function install() {
  refuseOldNode()
  const wanted = stampValue()
  if (readStamp('install') === wanted && isInstalled()) return

  process.stderr.write(`onetill: installing dependencies with ${PNPM} …\n`)
  rmSync(join(root, 'node_modules', '.cache', 'onetill', 'install'), { force: true })
  const code = await run('npx', ['-y', PNPM, 'install', '--frozen-lockfile', '--config.confirm-modules-purge=false'], {
    stdio: ['ignore', 2, 2],
    env: environment(),
    shell: process.platform === 'win32', // npx is a .cmd file there
  })
  if (code !== 0) {
    fail(
      `the install failed (npx ended with ${code}). What to do:\n` +
        '  · no network? The first run needs one; later runs do not.\n' +
        '  · "ERR_PNPM_OUTDATED_LOCKFILE"? A package.json was changed: run "npx -y pnpm@10.34.9 install" and commit pnpm-lock.yaml.\n' +
        '  · otherwise remove the node_modules folders and run the command again.',
    )
  }
  writeStamp('install', wanted)
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [floorMajor, floorMinor] = NODE_FLOOR
  if (major > floorMajor || (major === floorMajor && minor >= floorMinor)) return
  fail(`Node ${NODE_FLOOR.join('.')} or newer is needed, this is ${process.versions.node}. See nodejs.org/download.`)
}

function stampValue() {
  const manifests = ['package.json', ...packageFolders().map((folder) => `${folder}/package.json`)]
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc', ...manifests]
  return fingerprint(files, [PNPM, process.version, process.platform, process.arch])
}

/** The stamp outlives a node_modules folder removed by hand from one package. */
function isInstalled() {
  return packageFolders().every((folder) => existsSync(join(root, folder, 'node_modules')))
}

/** `npm start --silent` asks npm for silence by an environment variable, which would swallow pnpm's error messages too. */
function environment() {
  const { npm_config_loglevel: _, ...rest } = process.env
  return rest
}

function fail(message) {
  process.stderr.write(`onetill: ${message}\n`)
  process.exit(1)
}
