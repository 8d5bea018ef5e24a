// `npm run check:deep [-- FILTER]`: every test once more with many more random runs, the `*.deep.test.ts` files that
// `npm test` leaves out, and the timed tests with narrower times and many more calls; without a filter also the mutation
// run and a minute of fuzz.
import { join } from 'node:path'
import process from 'node:process'
import { build } from './build.mjs'
import { install } from './install.mjs'
import { pack } from './pack.mjs'
import { run } from './run.mjs'
import { root } from './workspace.mjs'

const filters = process.argv.slice(2)
const env = { ...process.env, ONETILL_DEEP: '1' }
// A filter may name files of one mode only.
const vitest = (mode) => ['node_modules/vitest/vitest.mjs', 'run', '--mode', mode, '--passWithNoTests', ...filters]

const STAGES = [
  { name: 'tests', args: vitest('deep'), env },
  { name: 'timed', args: vitest('timed'), env },
  { name: 'mutation', args: ['scripts/mutation.mjs'], whole: true },
  { name: 'fuzz', args: ['scripts/fuzz.mjs', '--minutes', '1'], whole: true },
]

await install()
await build()
// What test/packages installs outside.
if (filters.length === 0 || filters.some((filter) => filter.includes('test/packages'))) {
  await pack(join(root, 'test', 'output', 'tarballs'))
}
const times = []
for (const { name, args, whole = false, env = process.env } of STAGES) {
  if (whole && filters.length > 0) continue
  process.stdout.write(`\n── ${name} ──\n`)
  const start = performance.now()
  const code = await run(process.execPath, args, { env })
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  times.push(`${name} ${seconds} s`)
  if (code === 0) continue
  process.stdout.write(`\n${name}: failed after ${seconds} s\n`)
  process.exit(code)
}
process.stdout.write(`\n${times.length} stages passed: ${times.join(', ')}\n`)
