import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'

/** A program of this folder as one file, from the sources: Node 20 runs no TypeScript, and the tests need no build. */
export async function bundle(name: string): Promise<{ readonly file: string; readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'faults-'))
  const file = join(folder, 'child.mjs')
  await build({
    entryPoints: [join(import.meta.dirname, name)],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@onetill/source'],
    logLevel: 'error',
    // undici calls `require` for the modules of Node.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  })
  return { file, remove: () => rm(folder, { recursive: true, force: true }) }
}
