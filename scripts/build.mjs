// Builds the JavaScript of every package whose sources have changed (no d.ts: those belong to packaging). All output goes to stderr.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { run } from './run.mjs'
import { fingerprint, packageFolders, readStamp, root, writeStamp } from './workspace.mjs'

const AT_ONCE = 2
const TSUP = 'node_modules/tsup/dist/cli-default.js'

/** Ends the process when a package does not build. */
export async function build() {
  const queue = packageFolders().filter(hasEntries).map(job).filter(isStale)
  if (queue.length === 0) return
  process.stderr.write(`onetill: building ${queue.map(({ folder }) => folder).join(', ')} …\n`)
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await buildOne(next)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

async function buildOne({ folder, value }) {
  const code = await run(process.execPath, [join(root, TSUP)], { cwd: join(root, folder), stdio: ['ignore', 2, 2] })
  if (code !== 0) {
    process.stderr.write(`onetill: ${folder} does not build (tsup ended with ${code}).\n`)
    process.exit(1)
  }
  writeStamp(stampName(folder), value)
}

/** A package without sources named by its exports has nothing to build. */
export function hasEntries(folder) {
  return /"\.\/src\/[^"]+\.ts"/.test(readFileSync(join(root, folder, 'package.json'), 'utf8'))
}

function job(folder) {
  const files = [...sources(folder), 'tsup.config.ts', 'tsconfig.base.json', 'pnpm-lock.yaml']
  return { folder, value: fingerprint(files, [process.version]) }
}

function isStale({ folder, value }) {
  return readStamp(stampName(folder)) !== value || !existsSync(join(root, folder, 'dist', 'index.js'))
}

const stampName = (folder) => `build-${folder.replaceAll('/', '-')}`

/** Everything in the package's folder that can end up in its build. */
export function sources(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && name !== 'dist')
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]))
    .filter((file) => !/\.((test|fixture)\.ts|md)$/.test(file))
    .sort()
}

function filesBelow(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await build()
