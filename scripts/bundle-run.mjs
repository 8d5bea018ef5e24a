// Bundles a TypeScript program of test/ (packages stay imports of their built JavaScript) and runs it.
import { join } from 'node:path'
import process from 'node:process'
import { build } from './build.mjs'
import { install } from './install.mjs'
import { run } from './run.mjs'
import { root } from './workspace.mjs'

/** Ends the process with the program's exit code. */
export async function bundleAndRun(source, args) {
  process.exitCode = await run(process.execPath, [await bundleProgram(source), ...args])
}

/** Writes the program as one file and answers its path. */
export async function bundleProgram(source) {
  await install()
  await build()
  const { build: bundle } = await import('esbuild')
  // Inside test/, so that the packages are found where test/ finds them.
  const outfile = join(root, 'test', 'node_modules', '.cache', `${source.replaceAll(/[/.]/g, '-')}.mjs`)
  await bundle({
    entryPoints: [join(root, source)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
    define: { 'import.meta.dirname': JSON.stringify(join(root, source, '..')) },
  })
  return outfile
}
