import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { outsideManifest } from '../../scripts/outside.mjs'
import { runIn } from './run.ts'

const names = z.record(z.string(), z.string())
const manifest = z.looseObject({ dependencies: names, devDependencies: names })

/** Points a package outside at our tarballs (by package) and installs it with npm, no script of any package allowed. */
export async function installFromTarballs(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  const file = join(folder, 'package.json')
  const own = manifest.parse(JSON.parse(readFileSync(file, 'utf8')))
  const theirs = (all: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => !(name in files)))
  const ours = Object.keys({ ...own.dependencies, ...own.devDependencies }).filter((name) => name in files)
  const { dependencies, overrides } = outsideManifest({ packages: ours, files })
  const changed = {
    ...own,
    dependencies: { ...theirs(own.dependencies), ...dependencies },
    devDependencies: theirs(own.devDependencies),
    overrides,
  }
  writeFileSync(file, JSON.stringify(changed))
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  const { code, output } = await runIn(folder, 'npm', args)
  if (code !== 0) throw new Error(`npm install ended with ${code}: ${output.slice(0, 2_000)}`)
}
