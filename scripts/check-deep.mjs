// `npm run check:deep [-- FILTER]`: every test once more with many more random runs, the `*.deep.test.ts` files that
// `npm test` leaves out, and the timed tests with narrower times and many more calls.
import { join } from 'node:path'
import process from 'node:process'
import { build } from './build.mjs'
import { install } from './install.mjs'
import { pack } from './pack.mjs'
import { run } from './run.mjs'
import { root } from './workspace.mjs'

await install()
await build()
const env = { ...process.env, ONETILL_DEEP: '1' }
const filters = process.argv.slice(2)
// What test/packages installs outside.
if (filters.length === 0 || filters.some((filter) => filter.includes('test/packages'))) {
  await pack(join(root, 'test', 'output', 'tarballs'))
}
for (const mode of ['deep', 'timed']) {
  // A filter may name files of one mode only.
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--mode', mode, '--passWithNoTests', ...filters]
  const code = await run(process.execPath, args, { env })
  if (code !== 0) process.exit(code)
}
