// `npm run check:deep`: every test once more with many more random runs, and the `*.deep.test.ts` files that `npm test` leaves out.
import process from 'node:process'
import { build } from './build.mjs'
import { install } from './install.mjs'
import { run } from './run.mjs'

await install()
await build()
const args = ['node_modules/vitest/vitest.mjs', 'run', '--mode', 'deep', ...process.argv.slice(2)]
process.exit(await run(process.execPath, args, { env: { ...process.env, ONETILL_DEEP: '1' } }))
