// How long a valid delivery waits while forged ones flood in: a server of one thread in a process of its own, deliveries
// sent by the clock and not when the server has time for them.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import process from 'node:process'
import { Pool } from 'undici'
import { createTill } from '@onetill/core'
import { toNodeHandler } from '@onetill/core/node'
import { maven } from '@onetill/maven'
import { signMavenWebhook } from '@onetill/testkit'

const SECRET = 'whsec_c4na_bench_0123456789'
const FORGED_PER_SECOND = [0, 1_000, 2_000, 3_000, 4_000, 5_000]
const VALID_PER_SECOND = 100
const SECONDS = process.argv.includes('--quick') ? 1 : 5
const TICK_MS = 2
/** RELIABILITY W9. */
const TARGET = { forgedPerSecond: 5_000, p99: 50 }

const body = readFileSync(
  join(import.meta.dirname, '..', '..', 'adapters', 'maven', 'fixtures', 'event.payment-success.json'),
  'utf8',
)

interface Row {
  readonly forgedPerSecond: number
  /** What the server answered in a second, forged and valid. */
  readonly answeredPerSecond: number
  /** Milliseconds from when a valid delivery was due to its 2xx. */
  readonly p50: number
  readonly p99: number
}

if (process.argv[2] === 'serve') serve()
else await main()

function serve(): void {
  const till = createTill({ adapters: [maven({ apiKey: 'mvn_test_bench', webhookSecret: SECRET })] })
  const server = createServer(toNodeHandler(till.webhook('maven', { onEvent: () => {} })))
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (typeof address === 'object' && address !== null) process.send?.(address.port)
  })
  process.on('disconnect', () => process.exit())
}

async function main(): Promise<void> {
  const server = fork(process.argv[1] ?? '', ['serve'], { execArgv: [] })
  const [port] = await once(server, 'message')
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 64 })
  try {
    await flood(pool, 1_000)
    const rows: Row[] = []
    for (const forgedPerSecond of FORGED_PER_SECOND) rows.push(await flood(pool, forgedPerSecond))
    report(rows)
  } finally {
    await pool.destroy()
    server.kill()
  }
}

async function flood(pool: Pool, forgedPerSecond: number): Promise<Row> {
  const waits: number[] = []
  const sent: Promise<void>[] = []
  const send = async (secret: string, status: number, dueAt: number): Promise<void> => {
    const header = signMavenWebhook(secret, body, new Date())
    const headers = { 'content-type': 'application/json', 'maven-signature': header }
    const answer = await pool.request({ path: '/', method: 'POST', headers, body })
    await answer.body.dump()
    if (answer.statusCode !== status) throw new Error(`answered ${answer.statusCode} instead of ${status}`)
    if (status === 204) waits.push(performance.now() - dueAt)
  }
  const from = performance.now()
  let [forged, valid] = [0, 0]
  for (let now = from; now < from + SECONDS * 1000; now = performance.now()) {
    for (; valid < ((now - from) / 1000) * VALID_PER_SECOND; valid++)
      sent.push(send(SECRET, 204, from + (valid / VALID_PER_SECOND) * 1000))
    for (; forged < ((now - from) / 1000) * forgedPerSecond; forged++) sent.push(send(`${SECRET}_forged`, 401, now))
    await new Promise((resolve) => setTimeout(resolve, TICK_MS))
  }
  await Promise.all(sent)
  const seconds = (performance.now() - from) / 1000
  waits.sort((a, b) => a - b)
  const at = (part: number) => waits[Math.floor(waits.length * part)] ?? Number.NaN
  return { forgedPerSecond, answeredPerSecond: sent.length / seconds, p50: at(0.5), p99: at(0.99) }
}

function report(rows: readonly Row[]): void {
  if (process.argv.includes('--json')) {
    const settings = { node: process.version, validPerSecond: VALID_PER_SECOND, seconds: SECONDS }
    process.stdout.write(`${JSON.stringify({ bench: 'webhook', ...settings, rows, target: TARGET }, null, 2)}\n`)
  } else {
    console.log('forged/s   answered/s     p50 ms     p99 ms of valid deliveries')
    for (const { forgedPerSecond, answeredPerSecond, p50, p99 } of rows)
      console.log(
        `${String(forgedPerSecond).padStart(8)}${answeredPerSecond.toFixed(0).padStart(13)}${p50.toFixed(1).padStart(11)}${p99.toFixed(1).padStart(11)}`,
      )
  }
  const worst = rows.find(({ forgedPerSecond }) => forgedPerSecond === TARGET.forgedPerSecond)
  if (worst !== undefined && !(worst.p99 < TARGET.p99))
    process.stderr.write(`p99 of valid deliveries is ${worst.p99.toFixed(1)} ms, above ${TARGET.p99} ms\n`)
}
