import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Clock, startMavenSimulator } from '@onetill/testkit'
import { ENGINES, opened } from '../store/engines.ts'
import { bundled, started } from './processes.ts'

const REQUESTS = 20
const DEEP = process.env['ONETILL_DEEP'] === '1'
/**
 * `npm test`: twelve windows of two seconds, which is what its time allows. `npm run check:deep`: sixty of them, and
 * windows as Maven has them for ten minutes.
 */
const FORMS = DEEP
  ? [
      { windowMs: 2_000, windows: 60 },
      { windowMs: 60_000, windows: 10 },
    ]
  : [{ windowMs: 2_000, windows: 12 }]
const PROCESSES = 4
const LEASE_MS = 4_000
const ACCOUNT = { provider: 'maven', account: 'default' } as const

const servers = ENGINES.filter(({ name }) => name.startsWith('postgres')).slice(0, 1)

describe.for(servers)('$name', ({ place }) => {
  test.for(FORMS)(
    '16 workers in 4 processes keep $windows windows of $windowMs ms, use them, and take over from the dead',
    { timeout: 700_000 },
    async ({ windowMs, windows }) => {
      // The simulator counts 20 in a minute; its time goes so much faster that the minute is one window of ours.
      const speed = 60_000 / windowMs
      const from = Date.now()
      const clock: Clock = { now: () => new Date(from + (performance.timeOrigin + performance.now() - from) * speed) }
      const where = place()
      const simulator = await startMavenSimulator({ clock, rateLimit: REQUESTS, sessionMs: 365 * 86_400_000 })
      onTestFinished(() => simulator.close())
      const store = await opened(where)
      const sessions = Array.from({ length: REQUESTS * (windows + 10) }, () =>
        simulator.create({
          project: 'front-desk',
          caller: '+12025550142',
          amount: '5.00',
          mode: 'charge',
          gateway: 'stripe',
        }),
      )
      // Somewhat more is due in every window than can be read in it.
      let tracked = 0
      const track = (count: number) => {
        const next = sessions.slice(tracked, tracked + count)
        tracked += count
        return store.track(next.map(({ session_id: id }) => ({ ...ACCOUNT, id })))
      }
      await track(2 * REQUESTS)
      const timer = setInterval(() => track(REQUESTS), windowMs)
      onTestFinished(() => clearInterval(timer))
      const file = await bundled('worker.ts')
      const options = {
        ...{ ...where, baseUrl: simulator.url, apiKey: simulator.credentials.apiKey },
        ...{ rateLimit: { requests: REQUESTS, windowMs: windowMs }, workers: 16 / PROCESSES, leaseMs: LEASE_MS },
      }
      const workers = await Promise.all(
        Array.from({ length: PROCESSES }, (_, index) => started(file, { ...options, owner: `w${index}` })),
      )
      const [dead, stopped] = workers
      const client = new pg.Client({ connectionString: where.url })
      await client.connect()
      onTestFinished(() => client.end())
      const heldBy = async (owner: string): Promise<ReadonlySet<string>> => {
        const { rows } = await client.query(`select key from ${where.schema}.poll where owner = $1`, [owner])
        return new Set(rows.map(({ key }) => String(key).split('/')[2] ?? ''))
      }

      // One that only stands still for longer than its lease, and one that is gone.
      await sleep(6_000)
      stopped?.child.kill('SIGSTOP')
      const stoppedHeld = await heldBy('w1')
      await sleep(1_000)
      dead?.child.kill('SIGKILL')
      await sleep(100)
      const deadHeld = await heldBy('w0')
      expect(deadHeld.size).toBeGreaterThan(0)
      await sleep(LEASE_MS + 500)
      stopped?.child.kill('SIGCONT')

      const [first] = simulator.requests
      const begin = (Date.parse(first?.time ?? '') - from) / speed
      await sleep(begin + windows * windowMs - (performance.timeOrigin + performance.now() - from))
      const ends = await Promise.all(workers.slice(1).map(({ stop }) => stop()))

      // What the simulator counted.
      const seen = simulator.requests.map(({ path, status, time }) => ({
        id: path.split('/').at(-1) ?? '',
        status,
        at: (Date.parse(time) - from) / speed,
      }))
      expect(seen.filter(({ status }) => status === 429)).toEqual([])
      const worst = Math.max(
        ...seen.map((one) => seen.filter(({ at }) => at >= one.at && at < one.at + windowMs).length),
      )
      expect(worst).toBeLessThanOrEqual(REQUESTS)

      const used = seen.filter(({ at }) => at < begin + windows * windowMs).length
      const possible = windows * REQUESTS

      // Nobody reads what another one holds: two reads of one session are at least a lease apart.
      const last = new Map<string, number>()
      const twice = seen.filter(({ id, at }) => {
        const before = last.get(id)
        last.set(id, at)
        return before !== undefined && at - before < LEASE_MS && !deadHeld.has(id) && !stoppedHeld.has(id)
      })
      expect(twice).toEqual([])
      for (const id of deadHeld) expect((await store.get(`maven/default/${id}`))?.session.status).toBe('open')
      console.log(
        `onetill-sync ${JSON.stringify({ requests: seen.length, worst, used, possible, share: used / possible, tookOver: deadHeld.size, stopped: stoppedHeld.size, seconds: Math.round(((seen.at(-1)?.at ?? 0) - (seen[0]?.at ?? 0)) / 100) / 10, ends: ends.map((text) => JSON.parse(text).errors) })}`,
      )
      // In the short run one process stands still for a fifth of the time, and another one is gone.
      expect(used / possible).toBeGreaterThanOrEqual(DEEP ? 0.9 : 0.85)
      expect(await store.check()).toEqual([])
    },
  )
})
