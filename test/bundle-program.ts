import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { ROOT } from './packages.ts'

/** A program of a test, and what stands beside it. */
export interface ProgramOptions {
  readonly entry: string
  /** The package whose script of a thread or child it starts. */
  readonly owner: string
  /** That script, in the package's `src`. */
  readonly script: string
  /** Scope of the native module that the script loads. */
  readonly scope: string
  /** Imports that stay imports. @default none */
  readonly external?: readonly string[]
}

/** A program as one file, from the sources, in a folder of its own; `remove` takes it away. */
export async function bundleProgram({
  entry,
  owner,
  script,
  scope,
  external = [],
}: ProgramOptions): Promise<{ readonly file: string; readonly remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'onetill-process-'))
  const file = join(folder, 'program.mjs')
  await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@onetill/source'],
    external: ['pg-native', ...external],
    logLevel: 'error',
    // pg calls `require` for the modules of Node.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  })
  // The script stands beside the bundle, and finds its module as it does beside the sources.
  const place = join(ROOT, 'packages', owner)
  copyFileSync(join(place, 'src', script), join(folder, basename(script)))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(join(place, 'node_modules', scope), join(folder, 'node_modules', scope))
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
