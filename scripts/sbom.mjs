// `npm run sbom`: what each package brings along, as CycloneDX, by `npm sbom` on its tarball; into test/output/sbom.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { install } from './install.mjs'
import { outsideManifest } from './outside.mjs'
import { pack } from './pack.mjs'
import { root } from './workspace.mjs'

const LOCK = ['install', '--package-lock-only', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund']
const SBOM = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=library', '--package-lock-only', '--omit=dev']

await install()
const packed = await pack(join(root, 'test', 'output', 'tarballs'))
const files = Object.fromEntries(packed.map(({ name, file }) => [name, file]))
const destination = join(root, 'test', 'output', 'sbom')
mkdirSync(destination, { recursive: true })
for (const { name } of packed) {
  const folder = mkdtempSync(join(tmpdir(), 'sbom-'))
  try {
    writeFileSync(join(folder, 'package.json'), JSON.stringify(outsideManifest({ packages: [name], files })))
    npm(folder, LOCK)
    const bill = JSON.parse(npm(folder, SBOM))
    // The outermost component is the project made for this; what it installs is the package.
    if (!bill.components.some((each) => `${each.group ? `${each.group}/` : ''}${each.name}` === name))
      throw new Error(`the SBOM of ${name} does not name it`)
    const file = join(destination, `${name.slice(1).replace('/', '-')}.cdx.json`)
    // No folder of this machine in what is published.
    writeFileSync(file, `${JSON.stringify(bill, null, 2).replaceAll(/file:[^"]*\/(?=[^"/]+\.tgz)/g, 'file:')}\n`)
    process.stdout.write(`${name}: ${bill.components.length} components, ${file}\n`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function npm(folder, args) {
  const isWindows = process.platform === 'win32' // npm is a .cmd file there
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd: folder,
    encoding: 'utf8',
    shell: isWindows,
    maxBuffer: 2 ** 26,
  })
  if (status === 0) return stdout
  throw new Error(`npm ${args[0]} ended with ${status}: ${stderr.slice(0, 2_000)}`)
}
