// A call settles inside its deadline, whatever the other side does (R1), and leaves nothing behind.
import { getEventListeners } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isTillError } from '@onetill/core'
import { concurrently } from './concurrently.ts'
import type { Fault } from './fault.ts'
import { type FaultServer, startFaultServer } from './fault-server.ts'
import { TCP_FAULTS } from './faults.ts'
import { holding, left } from './left.ts'
import { METHODS, type Method } from './methods.ts'
import { expectedEnds } from './rules.ts'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

const DEADLINE_MS = 250
const SILENT = 'accepted, read, never answered'
const DEEP = process.env['ONETILL_DEEP'] === '1'
/** Above the deadline: for each call, and for 99 of 100. */
const MOST_MS = DEEP ? 100 : 250
const P99_MS = 100

interface Row {
  readonly name: string
  /** Above the deadline, at the pace of a machine on which bare requests are at most half of `P99_MS` late. */
  readonly overMs: number
}
const rows: Row[] = []
let server: FaultServer

beforeAll(async () => {
  server = await startFaultServer()
  // Code that is compiled at a first call is no part of any deadline.
  const [fault] = TCP_FAULTS
  for (const method of METHODS) if (fault !== undefined) await one(method, fault, new AbortController().signal)
  await floorOf()
})
afterAll(() => server.close())

/** How a call ended: a code of `TillError`, or what the method says. */
async function endOf(run: Promise<string>): Promise<string> {
  try {
    return await run
  } catch (error) {
    if (!isTillError(error)) throw error
    return error.code
  }
}

async function one(method: Method, fault: Fault, signal: AbortSignal) {
  const { url, close } = await server.open(fault)
  const stop = method.name.endsWith(' watch') ? AbortSignal.timeout(DEADLINE_MS) : signal
  const from = performance.now()
  const end = await endOf(method.run({ url, limits: { deadlineMs: DEADLINE_MS }, signal: stop }))
  return { method, end, close, overMs: performance.now() - from - DEADLINE_MS }
}

/** How late as many requests are without the client, the latest of them. */
async function floorOf(): Promise<number> {
  const silent = TCP_FAULTS.find(({ name }) => name === SILENT)
  if (silent === undefined) throw new Error(`no fault ${SILENT}`)
  const { url, close } = await server.open(silent)
  const all = await concurrently(METHODS, METHODS.length, async () => {
    const from = performance.now()
    await expect(fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS) })).rejects.toThrow()
    return performance.now() - from - DEADLINE_MS
  })
  await close()
  return Math.max(...all)
}

/** Every method against one fault; how late each was. */
async function all(fault: Fault) {
  const { signal } = new AbortController()
  const before = holding()
  // What is only held by a weak reference has to hold all the same.
  const collecting = [90, 130, 170].map((ms) => setTimeout(collectGarbage, ms))
  const calls = await concurrently(METHODS, fault.heavy ? 5 : METHODS.length, (method) => one(method, fault, signal))
  for (const timer of collecting) clearTimeout(timer)
  const wrong = calls.filter(({ method, end }) => !expectedEnds(method, fault).includes(end))
  expect(getEventListeners(signal, 'abort')).toEqual([])
  if (fault.lingers !== true) expect(await left(before, 500)).toEqual([])
  const reports = await Promise.all(calls.map(({ close }) => close()))
  if (fault.lingers === true) expect(await left(before, 500)).toEqual([])
  else expect(reports.filter(({ standing }) => standing > 0)).toEqual([])
  const isLate = calls.some(({ overMs }) => overMs > P99_MS)
  const pace = isLate ? Math.max(1, (2 * (await floorOf())) / P99_MS) : 1
  return {
    measured: calls.map(
      ({ method, overMs }): Row => ({ name: `${fault.name}: ${method.name}`, overMs: overMs / pace }),
    ),
    wrong: wrong.map(({ method, end }) => `${method.name}: ${end}, not ${expectedEnds(method, fault)}`),
  }
}

const latest = (measured: readonly Row[]): number => Math.max(...measured.map(({ overMs }) => overMs))

describe('every method against', () => {
  test.for(TCP_FAULTS.map((fault) => [fault.name, fault] as const))('%s', async ([, fault]) => {
    let { measured: best, wrong } = await all(fault)
    // A machine that was busy elsewhere gets two more chances; what is late or wrong by itself is so each time.
    for (let again = 0; again < 2 && (wrong.length > 0 || latest(best) > P99_MS); again++) {
      const next = await all(fault)
      if (wrong.length > 0 || latest(next.measured) < latest(best)) best = next.measured
      wrong = next.wrong
    }
    expect(wrong).toEqual([])
    rows.push(...best)
    expect(best.filter(({ overMs }) => overMs > MOST_MS)).toEqual([])
  })
})

test('99 of 100 calls settle within 100 ms of the deadline', () => {
  const sorted = [...rows].sort((a, b) => b.overMs - a.overMs)
  const p99 = sorted[Math.floor(rows.length / 100)]?.overMs ?? 0
  const slowest = sorted.slice(0, 3).map(({ name, overMs }) => `${name} ${overMs.toFixed(0)} ms`)
  console.log(`${rows.length} calls; above the deadline: p99 ${p99.toFixed(0)} ms; most: ${slowest.join('; ')}`)
  expect(rows).toHaveLength(TCP_FAULTS.length * METHODS.length)
  expect(p99).toBeLessThanOrEqual(P99_MS)
})
