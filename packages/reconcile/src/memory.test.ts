import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { reconcile } from './reconcile.ts'
import { records, run } from './run.fixture.ts'

const AS_OF = '2026-11-20T12:00:00Z'
const list = (amount: string) =>
  records(Array.from({ length: 22 }, (_, n) => ({ reference: `o${n}`, status: 'paid', amount, currency: 'EUR' })))

test.for([
  [1, '116MB'],
  [4, '164MB'],
] as const)(
  'a small run does with the least memory of %d threads, and not only when it is cut',
  async ([threads, memory]) => {
    const parts: number[] = []
    const { findings } = await run({
      ...{ left: list('5.00'), right: list('5.01'), asOf: AS_OF, threads, memory },
      onProgress: (step) => {
        if (step.step === 'matching') parts.push(step.shards)
      },
    })
    expect(findings).toHaveLength(22)
    expect(parts).toEqual([1])
  },
)

test.for([
  [1, '115MB', 'at least "116MB", which one thread needs'],
  [1, '110MiB', 'at least "116MB", which one thread needs'],
  [4, '163.9MB', 'at least "164MB", which 4 threads need'],
  [1, '900KB', 'at least "116MB", which one thread needs'],
  [1, 'much', 'a size such as "1GB"'],
] as const)(
  '%d threads in %s are refused by the library, before anything is made',
  async ([threads, memory, expected]) => {
    const folder = await mkdtemp(join(tmpdir(), 'onetill-memory-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const refused = reconcile({ left: list('1'), right: list('1'), asOf: AS_OF, threads, memory, folder })
    await expect(refused).rejects.toMatchObject({ code: 'invalid_options', issues: [{ path: 'memory', expected }] })
    expect(readdirSync(folder)).toEqual([])
  },
)
