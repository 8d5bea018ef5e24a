import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomOf } from '../../packages/store/src/conformance/random.ts'
import { ENGINES } from './engines.ts'
import { bundlePrograms } from './process/bundle.ts'
import { type Order, PHASES, WAYS } from './process/orders.ts'
import { answered, type Started, start } from './process/start.ts'
import { holds, isWhole } from './process/whole.ts'

const DEEP = process.env['ONETILL_DEEP'] === '1'
/** Rounds by engine, and how often somebody has to have died in each phase. */
const ROUNDS = DEEP ? { sqlite: 500, postgres: 200, each: 20 } : { sqlite: 16, postgres: 12, each: 1 }

let programs: Awaited<ReturnType<typeof bundlePrograms>>
beforeAll(async () => {
  programs = await bundlePrograms()
})
afterAll(() => programs.remove())

describe.for(ENGINES)('killed at any instant on $name', ({ name, place }) => {
  test.for(WAYS)('%s: what was answered is there, once', { timeout: 1_800_000 }, async (way) => {
    const where = place()
    const random = randomOf(name.length)
    const rounds = name === 'sqlite' ? ROUNDS.sqlite : ROUNDS.postgres
    const died = new Map<string, number>()
    let next = 0
    for (let round = 0; round < rounds; round++) {
      const phase = PHASES[round % (PHASES.length + 2)]
      const stop = phase === undefined ? null : { phase, time: 1 + random.below(4) }
      const order: Order = { program: 'endless', way, place: where, from: next, stop }
      const child = start(programs.file, order)
      await killed(child, stop === null ? random.below(150) : random.below(4), stop !== null)
      const numbers = answered(child)
      expect(numbers).toEqual(numbers.map((_, index) => next + index))
      await holds(where, way, numbers)
      next += numbers.length
      const last = child.lines.findLast((line) => line.startsWith('phase ')) ?? 'phase start'
      died.set(last.slice(6), (died.get(last.slice(6)) ?? 0) + 1)
    }
    console.log(`killed on ${name} (${way}): ${next} answered; died in ${JSON.stringify(Object.fromEntries(died))}`)
    for (const phase of PHASES) expect(died.get(phase) ?? 0, phase).toBeGreaterThanOrEqual(ROUNDS.each)
    const all = Array.from({ length: next }, (_, number) => number)
    // The one after may have been written when the last process died.
    await isWhole(where, way, next + 1, all)
  })
})

async function killed(child: Started, ms: number, stops: boolean): Promise<void> {
  expect(await child.line(stops ? 'stopped' : 'ready'), child.lines.join()).not.toBeNull()
  await setTimeout(ms)
  child.kill()
  expect(await child.ended).toBe('SIGKILL')
}
