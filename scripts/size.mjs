// `npm run size [-- --json]`: bytes of core plus one adapter, per platform, against their budgets.
import process from 'node:process'
import { install } from './install.mjs'

await install()
const { measure } = await import('../test/size/measure.mjs')
const rows = (await measure()).map(({ text, inputs, ...row }) => row)
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
else {
  const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10)
  process.stdout.write(`${'entry'.padEnd(24)}${'platform'.padEnd(10)}  minified      gzip    budget\n`)
  for (const { entry, platform, minified, gzip, budget } of rows) {
    process.stdout.write(`${entry.padEnd(24)}${platform.padEnd(10)}${kb(minified)}${kb(gzip)}${kb(budget)}\n`)
  }
}
const over = rows.filter(({ gzip, budget }) => gzip > budget)
for (const { entry, platform, gzip, budget } of over) {
  process.stderr.write(`${entry} for ${platform} is ${gzip} bytes, over its budget of ${budget}\n`)
}
process.exitCode = over.length === 0 ? 0 : 1
