// What core plus one adapter weighs in an application: bundled, minified, gzip.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const here = join(fileURLToPath(import.meta.url), '..')
const KB = 1000

/** Platforms and their budget in bytes. `worker` stands for browsers too: neither generates code. */
export const PLATFORMS = {
  worker: { conditions: ['worker', 'browser'], platform: 'browser', budget: 45 * KB },
  node: { conditions: ['node'], platform: 'node', budget: 54 * KB },
}

/** Entry points: what an application with one provider writes. */
export const ENTRIES = {
  '@onetill/core': "export { createTill, normalize } from '@onetill/core'",
  '@onetill/maven': entry('maven', 'maven', 'mavenMapper'),
  '@onetill/maash': entry('maash', 'maash', 'maashMapper'),
  '@onetill/jwt-checkout': entry('jwt-checkout', 'jwtCheckout', 'jwtCheckoutMapper'),
}

function entry(name, factory, mapper) {
  return `export { createTill, normalize } from '@onetill/core'\nexport { ${factory}, ${mapper} } from '@onetill/${name}'`
}

/** Bundles every entry for every platform from the sources. */
export async function measure() {
  const rows = []
  for (const [platform, options] of Object.entries(PLATFORMS)) {
    for (const [name, contents] of Object.entries(ENTRIES))
      rows.push(await measureOne(name, contents, platform, options))
  }
  return rows
}

async function measureOne(name, contents, platform, { conditions, platform: target, budget }) {
  const result = await build({
    stdin: { contents, resolveDir: here, loader: 'ts' },
    bundle: true,
    minify: true,
    treeShaking: true,
    format: 'esm',
    target: 'es2022',
    platform: target,
    conditions: ['@onetill/source', ...conditions],
    write: false,
    metafile: true,
    logLevel: 'error',
  })
  const bytes = result.outputFiles[0].contents
  return {
    entry: name,
    platform,
    minified: bytes.byteLength,
    gzip: gzipSync(bytes, { level: 9 }).byteLength,
    budget,
    text: result.outputFiles[0].text,
    inputs: Object.entries(Object.values(result.metafile.outputs)[0].inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  }
}
