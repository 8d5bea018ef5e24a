// `npm start`: install, build, then `onetill demo` in this very process, so that signals and the exit code need no passing on.
import process from 'node:process'
import { build } from './build.mjs'
import { install } from './install.mjs'

await install()
await build()
process.argv.splice(2, 0, 'demo')
await import('../packages/cli/bin/onetill.js')
