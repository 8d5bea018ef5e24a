// A process whose only work is a call of the client lives until the call has ended, and no longer (R18).
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type MavenSimulator, startMavenSimulator } from '@onetill/testkit'
import { bundle } from './bundle.ts'
import { runChild } from './child.ts'
import { type FaultServer, startFaultServer } from './fault-server.ts'
import { FAULTS } from './faults.ts'

/** A process that nothing holds ends in some milliseconds; the rest is for a busy machine and undici’s coarse timers. */
const MOST_MS = 1_000

let server: FaultServer
let child: Awaited<ReturnType<typeof bundle>>
beforeAll(async () => {
  server = await startFaultServer()
  child = await bundle('lone-child.ts')
})
afterAll(async () => {
  await server.close()
  await child.remove()
})

/** What a process printed, and for how long it was held after that. */
async function runAlone(args: readonly string[]) {
  const { output, exit } = await runChild(['--expose-gc', child.file, ...args], 30_000)
  const lines = output.split('\n')
  const heldMs = Number.parseInt(/^held (\d+)$/.exec(lines.pop() ?? '')?.[1] ?? '', 10)
  return { exit, lines, heldMs }
}

interface Alone {
  readonly scenario: string
  readonly prints: readonly string[]
  /** What the simulator does besides answering. */
  readonly also?: (simulator: MavenSimulator, id: string) => void
}

const ANSWERED: readonly Alone[] = [
  { scenario: 'retries', prints: ['open'], also: (maven) => maven.fail('any', { status: 503, times: 2 }) },
  {
    scenario: 'retries',
    prints: ['open'],
    // Only the pause that the provider asks for is under way then.
    also: (maven) => maven.fail('any', { status: 429, headers: { 'retry-after': '1' } }),
  },
  { scenario: 'budget', prints: ['open', 'open'] },
  {
    scenario: 'watch',
    prints: ['open', 'paid'],
    also: async (maven, id) => {
      while (maven.requests.length === 0) await sleep(20)
      maven.act(id, 'dial')
      maven.act(id, 'pay')
    },
  },
  { scenario: 'watch and leave', prints: ['open'] },
  { scenario: 'watch and return', prints: ['open', 'done'] },
  { scenario: 'waitFor', prints: ['deadline'] },
  {
    scenario: 'abort',
    prints: ['enough'],
    also: (maven) => maven.fail('any', { status: 503, headers: { 'retry-after': '9' } }),
  },
]

describe.concurrent('alone', () => {
  test.for(ANSWERED.map((alone, index) => [alone.scenario, index, alone] as const))(
    '%s (%d)',
    async ([, , { scenario, prints, also }], { expect }) => {
      const simulator = await startMavenSimulator()
      const { session_id: id } = simulator.create({
        project: 'clinic',
        caller: '+12025550142',
        amount: '12.50',
        mode: 'charge',
        gateway: 'stripe',
      })
      also?.(simulator, id)
      const { exit, lines, heldMs } = await runAlone([scenario, simulator.url, simulator.credentials.apiKey, id])
      await simulator.close()
      expect({ exit, lines }).toEqual({ exit: 0, lines: prints })
      expect(heldMs).toBeLessThan(MOST_MS)
    },
  )

  test.for([
    ['deadline', 'accepted, never read'],
    ['deadline', 'half a head'],
    ['deadline', 'a body that stops'],
    ['deadline', 'a body of one byte every 50 ms'],
    // Node's own fetch would hold the process for ten seconds.
    ['deadline, pinned', 'TLS never answered'],
  ] as const)('%s: %s', async ([scenario, name], { expect }) => {
    const fault = FAULTS.find((row) => row.name === name)
    if (fault === undefined) throw new Error(`no fault ${name}`)
    const { url, close } = await server.open(fault)
    const { exit, lines, heldMs } = await runAlone([scenario, url, 'mvn_test_key'])
    await close()
    expect({ exit, lines }).toEqual({ exit: 0, lines: ['deadline'] })
    expect(heldMs).toBeLessThan(MOST_MS)
  })
})
