// Many open event streams on one process: how late they are told, and what they cost.
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { ENGINES, opened } from '../store/engines.ts'
import { change } from './changing.ts'
import { bundled, start } from './processes.ts'

const DEEP = process.env['ONETILL_DEEP'] === '1'
const STREAMS = DEEP ? 1_000 : 100
const CHANGES = DEEP ? 100 : 20
const DATABASES = DEEP ? ENGINES : ENGINES.slice(0, 1)
const MB = 1_000_000

/** A reader of one stream. */
interface Listener {
  /** Cursor → when its change was told. */
  readonly told: ReadonlyMap<string, number>
  /** How often any change was told, also again. */
  readonly count: () => number
  readonly ready: Promise<void>
}

async function listen(url: string, agent: Agent): Promise<Listener> {
  const sent = request(`${url}/events`, { agent })
  sent.end()
  const [answer]: IncomingMessage[] = await once(sent, 'response')
  if (answer?.statusCode !== 200) throw new Error(`answered ${answer?.statusCode}`)
  const told = new Map<string, number>()
  let count = 0
  let rest = ''
  let begin = () => {}
  const ready = new Promise<void>((resolve) => {
    begin = resolve
  })
  answer.on('data', (chunk: Buffer) => {
    const at = performance.now()
    const blocks = (rest + chunk.toString()).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      if (block.startsWith('event: ready')) begin()
      const cursor = /^event: change\nid: (.+)$/m.exec(block)?.[1]
      if (cursor === undefined) continue
      count += 1
      told.set(cursor, at)
    }
  })
  return { told, count: () => count, ready }
}

const quantile = (sorted: readonly number[], q: number): number => sorted[Math.ceil(q * sorted.length) - 1] ?? 0

test.for(DATABASES)(
  `${STREAMS} streams on one process are told of each change once, p99 within a second: $name`,
  async ({ name, place: newPlace }) => {
    const place = newPlace()
    const store = await opened(place)
    const server = start(await bundled(), { program: 'serve', place, port: 0 })
    const url = await server.said('ready')
    const memory = async () => {
      server.child.stdin?.write('memory\n')
      return Number.parseInt(await server.said('memory'), 10) / MB
    }
    const before = await memory()
    const agent = new Agent({ maxSockets: STREAMS })
    onTestFinished(() => agent.destroy())
    const listeners = await Promise.all(Array.from({ length: STREAMS }, () => listen(url, agent)))
    await Promise.all(listeners.map(({ ready }) => ready))

    const written: number[] = []
    for (let number = 0; number < CHANGES; number++) {
      await store.record([change(number)])
      written.push(performance.now())
      await setTimeout(20)
    }
    const changes = await store.changesSince(null)
    expect(changes).toHaveLength(CHANGES)
    await expect
      .poll(() => listeners.every(({ count }) => count() >= CHANGES), { timeout: 30_000, interval: 50 })
      .toBe(true)

    const late = listeners.flatMap(({ told, count }) => {
      expect([...told.keys()]).toEqual(changes.map(({ cursor }) => cursor))
      expect(count()).toBe(CHANGES)
      return [...told.values()].map((at, index) => at - (written[index] ?? 0))
    })
    late.sort((a, b) => a - b)
    expect(late).toHaveLength(STREAMS * CHANGES)
    const after = await memory()
    process.stderr.write(
      `onetill: ${name}: ${STREAMS} streams: told after p50 ${quantile(late, 0.5).toFixed(0)} ms, p99 ${quantile(late, 0.99).toFixed(0)} ms; memory ${before.toFixed(0)} MB before, ${after.toFixed(0)} MB with them\n`,
    )
    expect(quantile(late, 0.99)).toBeLessThan(1_000)
    expect(after).toBeLessThan(250)
  },
)
