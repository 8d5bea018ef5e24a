import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { ROOT } from '../packages.ts'
import { runIn, type Said } from './run.ts'

/** Packages a scaffold imports → where they stand here. */
const LINKS = {
  '@onetill/core': 'packages/core',
  '@onetill/testkit': 'packages/testkit',
  vitest: 'node_modules/vitest',
  zod: 'packages/core/node_modules/zod',
} as const

/** Takes the sources of the workspace, so that nothing has to be built. */
const CONFIG = `const conditions = ['@onetill/source', 'node']
export default { resolve: { conditions }, ssr: { resolve: { conditions, externalConditions: conditions } } }
`

/** Links the packages of this workspace into a folder outside, where they would be installed. */
export function linkPackages(folder: string): void {
  mkdirSync(join(folder, 'node_modules', '@onetill'), { recursive: true })
  for (const [name, target] of Object.entries(LINKS)) {
    symlinkSync(join(ROOT, target), join(folder, 'node_modules', name), 'junction')
  }
  writeFileSync(join(folder, 'vitest.config.mjs'), CONFIG)
}

/** Runs the tests of a folder with linked packages. */
export function runLinked(folder: string): Promise<Said> {
  return runIn(folder, process.execPath, [join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--root', folder])
}
