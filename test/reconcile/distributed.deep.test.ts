import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { caseOf, random, rulesOf } from '../../packages/reconcile/src/cases.fixture.ts'
// By its path: the names of the package are those of the sources.
import { coordinate, reconcile } from '../../packages/reconcile/src/index.ts'
import { bundleProgram } from '../bundle-program.ts'
import { type Started, start } from './process/start.ts'

const CASES = 500
const SHARDS = 6
const KILLS = process.env['ONETILL_DEEP'] === '1' ? 60 : 3
/** Seconds after which what a killed process had taken is given to another one. */
const LEASE_SECONDS = 3

let program: Awaited<ReturnType<typeof bundleProgram>>
beforeAll(async () => {
  program = await bundleProgram({
    entry: join(import.meta.dirname, 'process', 'program.ts'),
    owner: 'reconcile',
    script: 'duckdb-child.mjs',
    scope: '@duckdb',
    external: ['@duckdb/node-api'],
  })
})
afterAll(() => program.remove())

const [server] = Object.entries(inject('postgres'))

describe.runIf(server !== undefined)('a run that processes share on PostgreSQL', () => {
  const database = server?.[1] ?? ''
  const { rules, asOf } = rulesOf(0)

  function place(): { folder: string; left: string; right: string } {
    const folder = mkdtempSync(join(tmpdir(), 'onetill-distributed-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const next = random(23)
    const cases = Array.from({ length: CASES }, (_, n) => caseOf(`c${n}`, next))
    const write = (side: 'left' | 'right'): string => {
      const path = join(folder, `${side}.ndjson`)
      writeFileSync(path, cases.flatMap((one) => one[side].map((record) => JSON.stringify(record))).join('\n'))
      return path
    }
    return { folder, left: write('left'), right: write('right') }
  }

  async function alone({ left, right }: { readonly left: string; readonly right: string }): Promise<string> {
    const sides = { left: { kind: 'ndjson', path: left }, right: { kind: 'ndjson', path: right } } as const
    const result = await reconcile({ ...sides, rules, asOf, threads: 1 })
    const hash = await result.hash()
    expect(result.summary.findings).toBeGreaterThan(CASES)
    await result.close()
    return hash
  }

  const sharedBy = (schema: string, folder: string, leaseSeconds = 600) => ({
    ...{ database, folder, schema, leaseSeconds, threads: 1, memory: '512MB' },
  })

  test('four workers do it together, and the bytes are those of one process', { timeout: 240_000 }, async () => {
    const { folder, ...files } = place()
    const shared = sharedBy(`jobs_four_${process.pid}`, folder)
    const workers = Array.from({ length: 4 }, () =>
      start(program.file, { does: 'work', options: { ...shared, idleMs: 8_000 } }),
    )
    onTestFinished(() => {
      for (const worker of workers) worker.kill()
    })
    const sides = { left: { kind: 'ndjson', path: files.left }, right: { kind: 'ndjson', path: files.right } } as const
    const result = await coordinate({
      ...shared,
      ...sides,
      rules,
      asOf,
      run: 'four',
      shards: SHARDS,
      part: 'coordinate',
    })
    expect(await result.hash()).toBe(await alone(files))
    expect(result.summary.verdict).toBe('findings')
    await result.close()
    const pieces = await Promise.all(workers.map(({ ended }) => ended))
    // Three rungs; nobody did the work of two.
    expect(pieces.map(Number).reduce((sum, count) => sum + count, 0)).toBe(3 * SHARDS)
    expect(pieces.filter((count) => Number(count) > 0).length).toBeGreaterThan(1)
  })

  test(`killed ${KILLS} times at random points and begun again: the same bytes`, { timeout: 1_800_000 }, async () => {
    const { folder, ...files } = place()
    const shared = sharedBy(`jobs_kill_${process.pid}`, folder, LEASE_SECONDS)
    const sides = { left: { kind: 'ndjson', path: files.left }, right: { kind: 'ndjson', path: files.right } } as const
    const whole = await alone(files)
    const optionsOf = (run: number) => ({ ...shared, ...sides, rules, asOf, run: `killed-${run}`, shards: SHARDS })
    const chance = random(Date.now() % 1_000_000)
    let running: Started | undefined
    onTestFinished(() => running?.kill())
    let run = 0
    for (let kills = 0; kills < KILLS; ) {
      running = start(program.file, { does: 'coordinate', options: optionsOf(run) })
      const ended = await Promise.race([
        running.ended,
        new Promise<null>((resolve) => setTimeout(() => resolve(null), 500 + chance() * 4_000)),
      ])
      if (ended === null) {
        running.kill()
        await running.ended
        kills++
      } else {
        // It came to its end between two kills; the next ones are of a new run.
        expect(ended).toBe(whole)
        run++
      }
    }
    console.log(`${KILLS} kills, ${run} runs came to their end between them`)
    const result = await coordinate(optionsOf(run))
    expect(await result.hash()).toBe(whole)
    await result.close()
  })

  test('a run does not go on under other rules', async () => {
    const { folder, ...files } = place()
    const shared = sharedBy(`jobs_other_${process.pid}`, folder)
    const sides = { left: { kind: 'ndjson', path: files.left }, right: { kind: 'ndjson', path: files.right } } as const
    const result = await coordinate({ ...shared, ...sides, asOf, run: 'same', shards: 1 })
    expect(result.summary.verdict).toBe('findings')
    const other = coordinate({ ...shared, ...sides, rules: { basis: 'refunded' }, asOf, run: 'same', shards: 1 })
    await expect(other).rejects.toMatchObject({ code: 'invalid_options' })
    await result.close()
  })
})
