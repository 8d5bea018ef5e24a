// `npm run coverage [-- FILTER]`: which lines and branches of packages and adapters the tests reach in their own process; what
// the command, workers and pages do in processes and browsers of their own is not counted. Report:
// test/output/coverage/index.html.
import process from 'node:process'
import { install } from './install.mjs'
import { run } from './run.mjs'

await install()
const args = ['node_modules/vitest/vitest.mjs', 'run', '--mode', 'coverage', '--reporter=dot', ...process.argv.slice(2)]
process.exitCode = await run(process.execPath, args, { env: { ...process.env, NO_COLOR: '1' } })
