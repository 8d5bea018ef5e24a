import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { ROOT } from '../../packages.ts'

const STORE = join(ROOT, 'packages', 'store')

/** The programs of this folder as one file, from the sources; `remove` takes it away. */
export async function bundlePrograms(): Promise<{ readonly file: string; readonly remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'onetill-process-'))
  const file = join(folder, 'program.mjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'program.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@onetill/source'],
    external: ['pg-native'],
    logLevel: 'error',
    // pg calls `require` for the modules of Node.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  })
  // The script of the thread stands beside the bundle, and finds SQLite as it does beside the sources.
  copyFileSync(join(STORE, 'src', 'sqlite-worker.mjs'), join(folder, 'sqlite-worker.mjs'))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(join(STORE, 'node_modules', '@photostructure'), join(folder, 'node_modules', '@photostructure'))
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
