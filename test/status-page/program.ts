// Runs as a process of its own, from a bundle.
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { openStore } from '@onetill/store'
import { listen } from '../../packages/cli/src/server/listen.ts'
import { startPage } from '../../packages/cli/src/server/page-server.ts'
import { change } from './changing.ts'
import type { Order, ServeOrder, WriteOrder } from './orders.ts'

/** A process that nobody ends, ends. */
const LONGEST_MS = 600_000

const say = (text: string): boolean => process.stdout.write(`${text}\n`)

async function serve({ place, port }: ServeOrder): Promise<void> {
  const store = await openStore(place)
  const options = { store, links: store.links, heartbeatMs: 200 }
  const { url } = await startPage(options, { host: '127.0.0.1', port }, listen)
  process.stdin.on('data', () => say(`memory ${process.memoryUsage.rss()}`))
  say(`ready ${url}`)
}

async function write({ place, changes, perBatch, everyMs }: WriteOrder): Promise<void> {
  const store = await openStore(place)
  for (let from = 0; from < changes; from += perBatch) {
    await store.record(Array.from({ length: Math.min(perBatch, changes - from) }, (_, index) => change(from + index)))
    say(`wrote ${Math.min(from + perBatch, changes)}`)
    await setTimeout(everyMs)
  }
  await store.close()
  say('written')
}

// The parent writes it.
const order = JSON.parse(process.argv[2] ?? '') as Order
globalThis.setTimeout(() => process.exit(9), LONGEST_MS).unref()
await (order.program === 'serve' ? serve(order) : write(order))
