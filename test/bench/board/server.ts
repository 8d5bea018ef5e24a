// The pages in a process of their own, as a platform runs them; asked over IPC what it cost.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import process from 'node:process'
import { serve } from '@hono/node-server'
import { createStatusPage } from '@onetill/status-page'
import { openAt, type Place } from '../store/places.ts'

/** What a server has cost so far. */
export interface Cost {
  /** Most resident memory, MB. */
  readonly memoryMb: number
  /** 99th percentile of the event loop's delay since it was last asked, ms. */
  readonly loopP99Ms: number
}

const EVERY_MS = 20
const RESOLUTION_MS = 10

/** Runs until its parent goes. */
export async function serveBoard(place: Place): Promise<void> {
  const store = await openAt(place)
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  let most = 0
  setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, EVERY_MS)
  process.on('disconnect', () => process.exit())
  process.on('message', () => {
    // What is measured is the time between two looks; the first is the wait that was asked for.
    const loopP99Ms = Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION_MS)
    delay.reset()
    const cost: Cost = { memoryMb: most / 1e6, loopP99Ms }
    process.send?.(cost)
  })
  serve({ fetch: createStatusPage({ store }), hostname: '127.0.0.1', port: 0 }, ({ port }) => {
    process.send?.({ port })
  })
}
