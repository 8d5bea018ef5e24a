// `npm run pack [-- FOLDER]`: the tarball of every package as it is published, into FOLDER (default test/output/tarballs).
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { build } from './build.mjs'
import { declarations } from './declarations.mjs'
import { install, PNPM } from './install.mjs'
import { run } from './run.mjs'
import { packageFolders, root } from './workspace.mjs'

/** Empties the folder and packs into it; ends the process when a package does not pack. Answers `{ name, folder, file }` of each. */
export async function pack(destination) {
  await build()
  await declarations()
  rmSync(destination, { recursive: true, force: true })
  mkdirSync(destination, { recursive: true })
  const packed = packageFolders().map(manifestOf).filter(isPublished).map(place(destination))
  const queue = [...packed]
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await packOne(next, destination)
  }
  await Promise.all([worker(), worker()])
  return packed
}

async function packOne({ folder }, destination) {
  const args = ['-y', PNPM, 'pack', '--pack-destination', destination]
  const options = { cwd: join(root, folder), stdio: ['ignore', 'ignore', 2], shell: process.platform === 'win32' }
  const code = await run('npx', args, options)
  if (code === 0) return
  process.stderr.write(`onetill: ${folder} does not pack (npx ended with ${code}).\n`)
  process.exit(1)
}

function manifestOf(folder) {
  return { folder, manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) }
}

const isPublished = ({ manifest }) => manifest.private !== true

/** pnpm names a tarball after the package and its version. */
const place =
  (destination) =>
  ({ folder, manifest: { name, version } }) => ({
    name,
    folder,
    file: join(destination, `${name.slice(1).replace('/', '-')}-${version}.tgz`),
  })

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await install()
  const packed = await pack(resolve(process.argv[2] ?? join(root, 'test', 'output', 'tarballs')))
  for (const { name, file } of packed) process.stdout.write(`${name} ${file}\n`)
}
