import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { ROOT } from '../../packages.ts'

const PACKAGE = join(ROOT, 'packages', 'reconcile')

/** The program of this folder as one file, from the sources; `remove` takes it away. */
export async function bundleProgram(): Promise<{ readonly file: string; readonly remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'onetill-reconcile-process-'))
  const file = join(folder, 'program.mjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'program.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@onetill/source'],
    external: ['@duckdb/node-api', 'pg-native'],
    logLevel: 'error',
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  })
  copyFileSync(join(PACKAGE, 'src', 'duckdb-child.mjs'), join(folder, 'duckdb-child.mjs'))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(join(PACKAGE, 'node_modules', '@duckdb'), join(folder, 'node_modules', '@duckdb'))
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
