import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { ENGINES, opened } from './engines.ts'
import { bundlePrograms } from './process/bundle.ts'
import { keyOf } from './process/deliver.ts'
import { start } from './process/start.ts'

const PROCESSES = 4
const EACH = 50

let programs: Awaited<ReturnType<typeof bundlePrograms>>
beforeAll(async () => {
  programs = await bundlePrograms()
})
afterAll(() => programs.remove())

describe.for(ENGINES)('$name', ({ place }) => {
  test('200 identical deliveries at once from 4 processes: applied once, every one answered 2xx', async () => {
    const where = place()
    const store = await opened(where)
    const folder = mkdtempSync(join(tmpdir(), 'onetill-gate-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const gate = join(folder, 'open')
    const children = Array.from({ length: PROCESSES }, () =>
      start(programs.file, { program: 'deliver', place: where, number: 7, times: EACH, gate }),
    )
    for (const child of children) expect(await child.line('ready')).toBe('ready')
    writeFileSync(gate, '')
    expect(await Promise.all(children.map(({ ended }) => ended))).toEqual(children.map(() => 0))
    const statuses = children.flatMap(({ lines }) => lines.filter((line) => line.startsWith('status ')))
    expect(statuses).toHaveLength(PROCESSES * EACH)
    expect(statuses.filter((line) => !/^status 2\d\d$/.test(line))).toEqual([])

    expect((await store.history(keyOf(7)))?.steps.map(({ to }) => to)).toEqual(['paid'])
    expect((await store.changesSince(null)).map(({ key, events }) => [key, events])).toEqual([
      [keyOf(7), ['first_seen', 'became_paid']],
    ])
    expect(await store.deliveries()).toMatchObject([{ state: 'applied', times: PROCESSES * EACH }])
    expect((await store.totals()).map(({ sessions, amount }) => [sessions, amount])).toEqual([[1, '7.50']])
    expect(await store.check()).toEqual([])
  })
})
