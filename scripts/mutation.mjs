// `npm run mutation [-- PART …]`: changes the sources that must not be wrong one place at a time, and counts the changes
// that the tests beside them notice. Reports: test/output/mutation/PART.html and .json.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { build } from './build.mjs'
import { install } from './install.mjs'
import { PARTS } from './mutation-parts.mjs'
import { root } from './workspace.mjs'

/** Least share of changes that tests have to notice, in percent. */
const LEAST = 85
const OUTPUT = join(root, 'test', 'output', 'mutation')
const oneLine = (text = '') => text.replaceAll(/\s+/g, ' ').slice(0, 100)

const names = process.argv.slice(2)
const unknown = names.filter((name) => !Object.hasOwn(PARTS, name))
if (unknown.length > 0) {
  process.stderr.write(`onetill: no part "${unknown.join(', ')}"; there are: ${Object.keys(PARTS).join(', ')}\n`)
  process.exit(2)
}
await install()
await build()
mkdirSync(OUTPUT, { recursive: true })
const missed = []
for (const [name, { mutate }] of Object.entries(PARTS)) {
  if (names.length > 0 && !names.includes(name)) continue
  const start = performance.now()
  const results = await mutated(name, mutate)
  const seconds = Math.round((performance.now() - start) / 1000)
  const of = (...statuses) => results.filter(({ status }) => statuses.includes(status))
  const noticed = of('Killed', 'Timeout').length
  const unnoticed = of('Survived', 'NoCoverage')
  const score = (100 * noticed) / (noticed + unnoticed.length)
  process.stdout.write(
    `${name}: ${score.toFixed(2)} % (${noticed} of ${noticed + unnoticed.length} changes noticed, ${of('Ignored').length} left out with a reason) in ${seconds} s\n`,
  )
  for (const { fileName, location, mutatorName, replacement } of unnoticed)
    process.stdout.write(`  ${fileName}:${location.start.line} ${mutatorName}: ${oneLine(replacement)}\n`)
  // Without a change there is nothing to be sure of.
  if (!(score >= LEAST)) missed.push(name)
}
if (missed.length > 0) {
  process.stdout.write(`below ${LEAST} %: ${missed.join(', ')}\n`)
  process.exitCode = 1
}

async function mutated(name, mutate) {
  process.env.ONETILL_MUTATION = name
  const { Stryker } = await import('@stryker-mutator/core')
  return new Stryker({
    ...{ testRunner: 'vitest', plugins: ['@stryker-mutator/vitest-runner'], coverageAnalysis: 'perTest' },
    ...{ vitest: { configFile: 'vitest.mutation.config.ts', related: false }, mutate, concurrency: 2 },
    // Not a change that is noticed: a machine that is busy. One that never ends is counted by its turns.
    timeoutMS: 60_000,
    // The runner strips types and does not check them.
    disableTypeChecks: false,
    ignorePatterns: ['docs', 'dist', '.onetill', 'test/output', 'test/bench', 'examples'],
    ...{
      tempDirName: '.stryker-tmp',
      reporters: ['html', 'json', ...(process.env.ONETILL_PROGRESS ? ['progress-append-only'] : [])],
      logLevel: 'warn',
      allowConsoleColors: false,
    },
    htmlReporter: { fileName: join(OUTPUT, `${name}.html`) },
    jsonReporter: { fileName: join(OUTPUT, `${name}.json`) },
  }).runMutationTest()
}
