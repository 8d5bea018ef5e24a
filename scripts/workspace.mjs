// Where the workspace is and which packages it has, from node: modules only: this runs before anything is installed.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Folders of the workspace's packages, relative to the root, sorted; from the `packages:` list of pnpm-workspace.yaml. */
export function packageFolders() {
  const list = /^packages:\n((?: +- .+\n)+)/m.exec(readText('pnpm-workspace.yaml'))
  if (!list) throw new Error('pnpm-workspace.yaml has no "packages:" list')
  const patterns = list[1]
    .trim()
    .split('\n')
    .map((line) =>
      line
        .replace(/^ *- */, '')
        .replace(/['"]/g, '')
        .trim(),
    )
  return patterns
    .flatMap((pattern) => (pattern.endsWith('/*') ? children(pattern.slice(0, -2)) : [pattern]))
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .sort()
}

/** One hash over files (paths relative to the root; an absent file counts as absent) and further words. */
export function fingerprint(files, words = []) {
  const hash = createHash('sha256')
  for (const word of words) hash.update(`${word}\0`)
  for (const file of files) hash.update(`${file}\0${existsSync(join(root, file)) ? readText(file) : 'absent'}\0`)
  return hash.digest('hex')
}

/** A stamp below node_modules says what a finished step was run on. */
export function readStamp(name) {
  const file = stampFile(name)
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}

export function writeStamp(name, value) {
  mkdirSync(dirname(stampFile(name)), { recursive: true })
  writeFileSync(stampFile(name), value)
}

const stampFile = (name) => join(root, 'node_modules', '.cache', 'onetill', name)

const readText = (file) => readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n')

function children(folder) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${folder}/${entry.name}`)
}
