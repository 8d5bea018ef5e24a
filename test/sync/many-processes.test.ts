import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Clock, startMavenSimulator } from '@onetill/testkit'
import { ENGINES, opened } from '../store/engines.ts'
import { bundled, started } from './processes.ts'

const REQUESTS = 20
const WINDOW_MS = 2_000
const PROCESSES = 4
const SESSIONS = 180
const LEASE_MS = 4_000
const ACCOUNT = { provider: 'maven', account: 'default' } as const

/** The simulator counts 20 in a minute; its time goes thirty times as fast, so that is 20 in two seconds of ours. */
const SPEED = 60_000 / WINDOW_MS
const from = Date.now()
const clock: Clock = { now: () => new Date(from + (performance.timeOrigin + performance.now() - from) * SPEED) }

const servers = ENGINES.filter(({ name }) => name.startsWith('postgres')).slice(0, 1)

describe.for(servers)('$name', ({ place }) => {
  test('16 workers in 4 processes keep one limit, use it, and take over from the dead', async () => {
    const where = place()
    const simulator = await startMavenSimulator({ clock, rateLimit: REQUESTS, sessionMs: 365 * 86_400_000 })
    onTestFinished(() => simulator.close())
    const store = await opened(where)
    const sessions = Array.from({ length: SESSIONS }, () =>
      simulator.create({
        project: 'front-desk',
        caller: '+12025550142',
        amount: '5.00',
        mode: 'charge',
        gateway: 'stripe',
      }),
    )
    await store.track(sessions.map(({ session_id: id }) => ({ ...ACCOUNT, id })))
    const file = await bundled('worker.ts')
    const options = {
      ...{ ...where, baseUrl: simulator.url, apiKey: simulator.credentials.apiKey },
      ...{ rateLimit: { requests: REQUESTS, windowMs: WINDOW_MS }, workers: 16 / PROCESSES, leaseMs: LEASE_MS },
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

    const until = Date.now() + 40_000
    for (;;) {
      const listed: string[] = []
      for await (const { session, lastConfirmedAt } of store.export())
        if (lastConfirmedAt !== null) listed.push(session.id)
      if (listed.length === SESSIONS || Date.now() > until) {
        expect(listed).toHaveLength(SESSIONS)
        break
      }
      await sleep(250)
    }
    const ends = await Promise.all(workers.slice(1).map(({ stop }) => stop()))

    // What the simulator counted.
    const seen = simulator.requests.map(({ path, status, time }) => ({
      id: path.split('/').at(-1) ?? '',
      status,
      at: (Date.parse(time) - from) / SPEED,
    }))
    expect(seen.filter(({ status }) => status === 429)).toEqual([])
    const worst = Math.max(
      ...seen.map((one) => seen.filter(({ at }) => at >= one.at && at < one.at + WINDOW_MS).length),
    )
    expect(worst).toBeLessThanOrEqual(REQUESTS)

    // While all were well.
    const begin = (seen[0]?.at ?? 0) + 500
    const used = seen.filter(({ at }) => at >= begin && at < begin + 5_000).length
    const possible = (5_000 / WINDOW_MS) * REQUESTS

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
    expect(used / possible).toBeGreaterThanOrEqual(0.9)
    expect(await store.check()).toEqual([])
  })
})
