// `npm run bench -- NAME [--json] [OPTIONS]`: runs test/bench/NAME.ts; without a name, every benchmark.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { bundleAndRun } from './bundle-run.mjs'
import { root } from './workspace.mjs'

const names = readdirSync(join(root, 'test', 'bench'))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length))
const flags = process.argv.slice(2)
const at = flags.findIndex((arg) => !arg.startsWith('-'))
// Whatever follows the name is the benchmark's own.
const [name] = at < 0 ? [] : flags.splice(at, 1)
if (name !== undefined && !existsSync(join(root, 'test', 'bench', `${name}.bench.ts`))) {
  process.stderr.write(`onetill: no benchmark "${name}"; there are: ${names.join(', ')}\n`)
  process.exitCode = 2
} else {
  for (const each of name === undefined ? names : [name]) {
    await bundleAndRun(`test/bench/${each}.bench.ts`, flags)
    if (process.exitCode) break
  }
}
