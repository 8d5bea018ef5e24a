// `npm run fuzz [-- --minutes N]`: the adapters' fuzz with a new seed every round until the time is over (default: 5 minutes).
// Ends with 1 at the first answer that is neither a session nor a typed error; its smallest form and the seed are printed.
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { install } from './install.mjs'
import { root } from './workspace.mjs'

/** Runs of an adapter in a round: enough that every row of every status table decides one. */
const RUNS = 34_000

const minutes = minutesOf(process.argv.slice(2))
await install()
const end = performance.now() + minutes * 60_000
const executions = new Map()
let rounds = 0
let failed = false
// One round is always made.
do {
  const seed = randomInt(1, 1_000_000_000)
  const { code, text } = await round(seed)
  rounds++
  const counted = [...text.matchAll(/^onetill-fuzz (\{.*\})$/gm)].map(([, json]) => JSON.parse(json))
  for (const { provider, executions: count } of counted)
    executions.set(provider, (executions.get(provider) ?? 0) + count)
  failed = code !== 0 || counted.length === 0
  process.stdout.write(`seed ${seed}: ${counted.map((one) => `${one.provider} ${one.executions}`).join(', ')}\n`)
  if (failed)
    process.stdout.write(
      `${text}\nto run it again: ONETILL_FUZZ_SEED=${seed} npx vitest run --mode fuzz -t "fuzz of"\n`,
    )
} while (!failed && performance.now() < end)
const each = [...executions].map(([provider, count]) => `${provider} ${count}`).join(', ')
process.stdout.write(`${failed ? 'failed' : 'nothing found'} after ${rounds} rounds, executions: ${each || 'none'}\n`)
process.exitCode = failed ? 1 : 0

function round(seed) {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--mode', 'fuzz', '-t', 'fuzz of']
  const env = { ...process.env, NO_COLOR: '1', ONETILL_FUZZ_SEED: String(seed), ONETILL_FUZZ_RUNS: String(RUNS) }
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (piece) => {
        text += piece
      })
    child.on('close', (code) => resolve({ code: code ?? 1, text }))
  })
}

function minutesOf(args) {
  const { values } = parseArgs({ args, options: { minutes: { type: 'string', default: '5' } } })
  const number = Number(values.minutes)
  if (Number.isFinite(number) && number > 0 && number <= 1_440) return number
  process.stderr.write('onetill: --minutes: expected a number from more than 0 to 1440\n')
  process.exit(2)
}
