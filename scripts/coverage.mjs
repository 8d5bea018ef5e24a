// `npm run coverage [-- FILTER]`: which lines and branches of packages and adapters their own tests reach; the tests of the
// whole, in test/, are not counted. Report: test/output/coverage/index.html.
import process from 'node:process'
import { install } from './install.mjs'
import { run } from './run.mjs'

await install()
const args = ['node_modules/vitest/vitest.mjs', 'run', '--mode', 'coverage', '--reporter=dot', ...process.argv.slice(2)]
process.exitCode = await run(process.execPath, args, { env: { ...process.env, NO_COLOR: '1' } })
