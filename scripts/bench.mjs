// `npm run bench -- NAME [--json] [OPTIONS]`: runs test/bench/NAME.ts. Without a name, every benchmark, one after the other
// (`--quick`: small sizes), with a report in test/output/bench.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { benchReport } from './bench-report.mjs'
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
} else if (name !== undefined) await bundleAndRun(`test/bench/${name}.bench.ts`, flags)
else await benchReport(names, { quick: flags.includes('--quick') })
