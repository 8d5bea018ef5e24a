// Builds the d.ts files of every package whose sources, or those of a package it uses, have changed. All output goes to stderr.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { hasEntries, sources } from './build.mjs'
import { install } from './install.mjs'
import { run } from './run.mjs'
import { fingerprint, packageFolders, readStamp, root, writeStamp } from './workspace.mjs'

const AT_ONCE = 2
const TSUP = 'node_modules/tsup/dist/cli-default.js'

/** Ends the process when a package has none. */
export async function declarations() {
  const queue = packageFolders().filter(hasEntries).map(job).filter(isStale)
  if (queue.length === 0) return
  process.stderr.write(`onetill: declarations of ${queue.map(({ folder }) => folder).join(', ')} …\n`)
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await declare(next)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

async function declare({ folder, value }) {
  // tsup leaves the chunks of an earlier run.
  for (const file of emitted(folder)) rmSync(join(root, folder, 'dist', file))
  const args = [join(root, TSUP), '--dts-only']
  const code = await run(process.execPath, args, { cwd: join(root, folder), stdio: ['ignore', 2, 2] })
  if (code !== 0) {
    process.stderr.write(`onetill: ${folder} gives no declarations (tsup ended with ${code}).\n`)
    process.exit(1)
  }
  writeStamp(stampName(folder), value)
}

function job(folder, _index, folders) {
  const files = [...used(folder, folders).flatMap(sources), 'tsup.config.ts', 'tsconfig.base.json', 'pnpm-lock.yaml']
  return { folder, value: fingerprint(files, [process.version]) }
}

/** The package and every package of the workspace that it uses, directly or not. */
function used(folder, folders) {
  const found = new Set([folder])
  for (const each of found) {
    const { dependencies = {} } = manifest(each)
    for (const other of folders) if (manifest(other).name in dependencies) found.add(other)
  }
  return [...found].sort()
}

const manifest = (folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))

function isStale({ folder, value }) {
  return readStamp(stampName(folder)) !== value || !emitted(folder).includes('index.d.ts')
}

function emitted(folder) {
  const dist = join(root, folder, 'dist')
  if (!existsSync(dist)) return []
  return readdirSync(dist, { recursive: true }).filter((file) => file.endsWith('.d.ts'))
}

const stampName = (folder) => `declarations-${folder.replaceAll('/', '-')}`

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await install()
  await declarations()
}
