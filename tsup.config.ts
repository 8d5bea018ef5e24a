import { copyFileSync, readdirSync, readFileSync } from 'node:fs'
import { defineConfig } from 'tsup'

// One config for every package: run in the package's folder, entries are the `src` files its exports and imports maps name.
const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
const entries = new Set<string>()
const collect = (target: unknown): void => {
  if (typeof target === 'string' && /^\.\/src\/.*\.ts$/.test(target)) entries.add(target.slice(2))
  else if (target && typeof target === 'object') Object.values(target).forEach(collect)
}
collect(manifest.exports)
collect(manifest.imports)

export default defineConfig({
  entry: [...entries],
  format: 'esm',
  target: 'node20',
  platform: 'neutral',
  // Declarations are built apart (scripts/declarations.mjs) and outlive a build of the JavaScript.
  clean: ['!**/*.d.ts'],
  treeshake: true,
  sourcemap: true,
  dts: false,
  silent: true,
  external: [/^node:/, /^#/],
  // Scripts of threads are files of their own beside the bundle, as they are beside the sources.
  onSuccess: async () => {
    for (const name of readdirSync('src')) if (name.endsWith('.mjs')) copyFileSync(`src/${name}`, `dist/${name}`)
  },
})
