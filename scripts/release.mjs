// `npm run release [-- --dry-run]`: publishes every package whose version the registry does not have, with provenance. Run by
// the release workflow, where npm gets a credential for one publish from the workflow's identity; no token is kept anywhere.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { install } from './install.mjs'
import { pack } from './pack.mjs'
import { root } from './workspace.mjs'

const isDryRun = process.argv.includes('--dry-run')

await install()
const packed = (await pack(join(root, 'test', 'output', 'tarballs'))).map(withManifest)
for (const each of inOrder(packed)) {
  if (isPublished(each)) {
    process.stdout.write(`${each.name} ${each.version} is published already\n`)
    continue
  }
  // Only a workflow has an identity for the provenance.
  const further = isDryRun ? ['--dry-run'] : ['--provenance']
  const { status } = npm(['publish', each.file, '--access', 'public', '--ignore-scripts', ...further], 'inherit')
  if (status !== 0) {
    process.stderr.write(
      `onetill: ${each.name} was not published (npm ended with ${status}); what is published stays.\n`,
    )
    process.exit(1)
  }
  process.stdout.write(`${each.name} ${each.version} ${isDryRun ? 'would be' : 'is'} published\n`)
}

function withManifest(entry) {
  const { version, dependencies = {} } = JSON.parse(readFileSync(join(root, entry.folder, 'package.json'), 'utf8'))
  return { ...entry, version, uses: Object.keys(dependencies) }
}

/** Each after those it depends on, so that no published package ever lacks one. */
function inOrder(entries) {
  const ordered = []
  const add = (entry) => {
    if (ordered.includes(entry)) return
    for (const other of entries) if (entry.uses.includes(other.name)) add(other)
    ordered.push(entry)
  }
  for (const entry of entries) add(entry)
  return ordered
}

function isPublished({ name, version }) {
  return npm(['view', `${name}@${version}`, 'version'], 'pipe').stdout.trim() === version
}

function npm(args, output) {
  const isWindows = process.platform === 'win32' // npm is a .cmd file there
  return spawnSync('npm', args, { cwd: root, encoding: 'utf8', shell: isWindows, stdio: ['ignore', output, output] })
}
