// What a read through the client costs beside bare HTTP clients, against a server on this machine: all in one process, in
// alternation; a ratio is the median of the rounds' ratios.
import { strictEqual } from 'node:assert'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { request } from 'undici'
import { createTill } from '@onetill/core'
import { maven } from '@onetill/maven'
import { serve } from './http-server.ts'

const QUICK = process.argv.includes('--quick')
const ROUNDS = QUICK ? 2 : 5
const REQUESTS = QUICK ? 1_000 : 3_000
const CONCURRENCY = 64
const CROWD = 512
/** Against bare ky. */
const TARGETS = { throughput: 0.85, cpu: 1.25 }
const KEY = 'mvn_test_bench'
const ID = '7d3f0c01-4a1b-4c2d-8e3f-90a1b2c3d401'

const root = join(import.meta.dirname, '..', '..')
const text = JSON.stringify(
  JSON.parse(readFileSync(join(root, 'adapters', 'maven', 'fixtures', 'session.paid.stripe.json'), 'utf8')),
)

type Read = () => Promise<unknown>
type Ky = (url: string, options: object) => { readonly text: () => Promise<string> }

interface Run {
  readonly perSecond: number
  /** CPU time of this process, user and system, in microseconds. */
  readonly cpuMicros: number
  readonly p50: number
  readonly p99: number
}

interface Row extends Run {
  readonly name: string
  /** With `CROWD` at one time. */
  readonly p99Crowd: number
  readonly p99Growth: number
  /** Against bare ky, the median of the rounds. */
  readonly throughputRatio: number
  readonly cpuRatio: number
}

if (process.argv[2] === 'serve') serve(text)
else await main()

async function main(): Promise<void> {
  const server = fork(process.argv[1] ?? '', ['serve'], { execArgv: [] })
  try {
    const [port] = await once(server, 'message')
    report(await measure(await subjects(`http://127.0.0.1:${port}`)))
  } finally {
    server.kill()
  }
}

async function subjects(url: string): Promise<Readonly<Record<string, Read>>> {
  // The client's own dependency, in the version that it uses.
  const resolve = createRequire(join(root, 'packages', 'core', 'package.json'))
  const ky: Ky = (await import(pathToFileURL(resolve.resolve('ky')).href)).default
  const till = createTill({ adapters: [maven({ apiKey: KEY, baseUrl: url, insecureLoopback: true, rateLimit: null })] })
  const address = `${url}/v1/sessions/${ID}`
  const headers = { authorization: `Bearer ${KEY}`, accept: 'application/json' }
  const all: Readonly<Record<string, Read>> = {
    till: () => till.retrieve('maven', ID),
    ky: async () => JSON.parse(await ky(address, { headers }).text()),
    fetch: async () => JSON.parse(await (await fetch(address, { headers })).text()),
    undici: async () => JSON.parse(await (await request(address, { headers })).body.text()),
  }
  strictEqual((await till.retrieve('maven', ID)).status, 'paid')
  for (const name of ['ky', 'fetch', 'undici']) strictEqual(JSON.stringify(await all[name]?.()), text)
  return all
}

async function measure(all: Readonly<Record<string, Read>>): Promise<readonly Row[]> {
  const names = Object.keys(all)
  const rounds: Record<string, Run>[] = []
  const crowds: Record<string, Run>[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const runs: Record<string, Run> = {}
    const crowd: Record<string, Run> = {}
    // Another one begins each round, so that nobody always comes after the same.
    for (const name of [...names.slice(round % names.length), ...names.slice(0, round % names.length)]) {
      const read = all[name]
      if (read === undefined) continue
      runs[name] = await load(read, CONCURRENCY)
      crowd[name] = await load(read, CROWD)
    }
    // The first round warms up.
    if (round === 0) continue
    rounds.push(runs)
    crowds.push(crowd)
  }
  const of = (name: string, key: keyof Run, list = rounds) =>
    median(list.map((runs) => runs[name]?.[key] ?? Number.NaN))
  const ratio = (name: string, key: keyof Run) =>
    median(rounds.map((runs) => (runs[name]?.[key] ?? Number.NaN) / (runs['ky']?.[key] ?? Number.NaN)))
  return names.map((name) => ({
    name,
    perSecond: of(name, 'perSecond'),
    cpuMicros: of(name, 'cpuMicros'),
    p50: of(name, 'p50'),
    p99: of(name, 'p99'),
    p99Crowd: of(name, 'p99', crowds),
    p99Growth: of(name, 'p99', crowds) / of(name, 'p99'),
    throughputRatio: ratio(name, 'perSecond'),
    cpuRatio: ratio(name, 'cpuMicros'),
  }))
}

/** `REQUESTS` reads, as many at one time as told. */
async function load(read: Read, concurrency: number): Promise<Run> {
  const times: number[] = []
  let left = REQUESTS
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const from = performance.now()
      await read()
      times.push(performance.now() - from)
    }
  }
  const cpu = process.cpuUsage()
  const from = performance.now()
  await Promise.all(Array.from({ length: concurrency }, worker))
  const ms = performance.now() - from
  const { user, system } = process.cpuUsage(cpu)
  times.sort((a, b) => a - b)
  const at = (part: number) => times[Math.floor(times.length * part)] ?? Number.NaN
  const perRead = (user + system) / times.length
  return { perSecond: (times.length / ms) * 1000, cpuMicros: perRead, p50: at(0.5), p99: at(0.99) }
}

function report(rows: readonly Row[]): void {
  const till = rows.find(({ name }) => name === 'till')
  const ratios = { throughput: till?.throughputRatio ?? Number.NaN, cpu: till?.cpuRatio ?? Number.NaN }
  if (process.argv.includes('--json')) {
    const settings = { concurrency: CONCURRENCY, crowd: CROWD, rounds: ROUNDS, requests: REQUESTS }
    const all = { bench: 'http', node: process.version, ...settings, rows, ratios, targets: TARGETS }
    process.stdout.write(`${JSON.stringify(all, null, 2)}\n`)
  } else {
    const cell = (value: number, digits = 2) => value.toFixed(digits).padStart(11)
    console.log(
      `${CONCURRENCY} at a time   per s  CPU µs/read     p50 ms     p99 ms  p99 of ${CROWD}     growth    × ky's/s  × ky's CPU`,
    )
    for (const { name, perSecond, cpuMicros, p50, p99, p99Crowd, p99Growth, throughputRatio, cpuRatio } of rows) {
      const cells = [p50, p99, p99Crowd, p99Growth, throughputRatio, cpuRatio].map((value) => cell(value)).join('')
      console.log(`${name.padEnd(8)}${cell(perSecond, 0)}${cell(cpuMicros, 0)}${cells}`)
    }
  }
  if (ratios.throughput < TARGETS.throughput)
    process.stderr.write(`throughput is ${ratios.throughput.toFixed(3)} of bare ky's, below ${TARGETS.throughput}\n`)
  if (ratios.cpu > TARGETS.cpu)
    process.stderr.write(`CPU per read is ${ratios.cpu.toFixed(3)} times bare ky's, above ${TARGETS.cpu}\n`)
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
