// `npm test`: the stages in order, each with its time; the first that fails ends the run.
import process from 'node:process'
import { runWatched } from '../test/secrets/watched-run.mjs'
import { install } from './install.mjs'
import { run } from './run.mjs'
import { root } from './workspace.mjs'

const plain = !process.stdout.isTTY || Boolean(process.env.NO_COLOR)
// Vitest colours a pipe as well unless it is told not to.
const env = plain ? { ...process.env, NO_COLOR: '1' } : process.env
const VITEST = 'node_modules/vitest/vitest.mjs'

/** What runs, and the command that runs it alone. */
const STAGES = [
  {
    name: 'format and lint',
    args: ['node_modules/@biomejs/biome/bin/biome', 'ci', ...(plain ? ['--colors=off'] : []), '.'],
    alone: 'npx biome ci .',
  },
  {
    name: 'types',
    args: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'],
    alone: 'npx tsc -p tsconfig.json',
  },
  { name: 'build', args: ['scripts/build.mjs'], alone: 'node scripts/build.mjs' },
  { name: 'tests', args: [VITEST, 'run'], alone: 'npx vitest run' },
  {
    name: 'conformance without code generation',
    args: [VITEST, 'run', '--mode', 'no-code-generation'],
    alone: 'npx vitest run --mode no-code-generation',
  },
  { name: 'timed', args: [VITEST, 'run', '--mode', 'timed'], alone: 'npx vitest run --mode timed' },
]

await install()
const times = []
for (const { name, args, alone } of STAGES) {
  process.stdout.write(`\n── ${name} ──\n`)
  const start = performance.now()
  // Whatever tests print is read along: a planted credential in it fails the stage.
  const code = await (args[0] === VITEST ? runWatched : run)(process.execPath, args, { cwd: root, env })
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  times.push(`${name} ${seconds} s`)
  if (code === 0) continue
  process.stdout.write(`\n${name}: failed after ${seconds} s. To run it alone: ${alone}\n`)
  process.exit(code)
}
process.stdout.write(`\n${STAGES.length} stages passed: ${times.join(', ')}\n`)
