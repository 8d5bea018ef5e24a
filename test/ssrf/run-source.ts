import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'

/** Bundles a file of the tests from the sources and runs it; what it printed. Rejects when it fails. */
export async function runSource(file: URL, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'child-'))
  try {
    const outfile = join(folder, 'child.cjs')
    const entryPoints = [fileURLToPath(file)]
    // CommonJS, because undici calls `require` for the modules of Node.
    await build({
      entryPoints,
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      conditions: ['@onetill/source'],
    })
    return (await promisify(execFile)(process.execPath, [outfile, ...args], { env, timeout: 30_000 })).stdout
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
