import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Change, openStore } from '@onetill/store'
import { openPostgres } from '../../packages/store/src/postgres.ts'
import { openSqlite } from '../../packages/store/src/sqlite.ts'
import { ENGINES, opened, type Place } from './engines.ts'
import { batch } from './process/batch.ts'
import { bundlePrograms } from './process/bundle.ts'
import { answered, start } from './process/start.ts'

const BATCHES = process.env['ONETILL_DEEP'] === '1' ? 400 : 40

let programs: Awaited<ReturnType<typeof bundlePrograms>>
beforeAll(async () => {
  programs = await bundlePrograms()
})
afterAll(() => programs.remove())

describe.for(ENGINES)('several processes on $name', ({ name, place }) => {
  const writers = name === 'sqlite' ? 4 : 8

  test(`${writers} writers lose nothing, and whoever follows passes over no change`, async () => {
    const where = place()
    const store = await opened(where)
    // Two neighbours write the same batches.
    const children = Array.from({ length: writers }, (_, writer) => {
      const from = Math.floor(writer / 2) * BATCHES
      return start(programs.file, { program: 'some', place: where, from, to: from + BATCHES })
    })
    const writing = { now: true }
    const ended = Promise.all(children.map((child) => child.ended)).finally(() => {
      writing.now = false
    })
    const seen: Change[] = []
    for (let last = false; ; last = !writing.now) {
      const changes = await store.changesSince(seen.at(-1)?.cursor ?? null, 7)
      seen.push(...changes)
      if (last && changes.length === 0) break
    }
    expect(await ended).toEqual(children.map(() => 0))
    for (const [writer, child] of children.entries()) {
      const from = Math.floor(writer / 2) * BATCHES
      expect(answered(child), child.lines.join()).toEqual(Array.from({ length: BATCHES }, (_, index) => from + index))
    }
    const all: Change[] = []
    for (let last = 0; last !== all.length || all.length === 0; ) {
      last = all.length
      all.push(...(await store.changesSince(all.at(-1)?.cursor ?? null)))
    }
    expect(seen.map(({ cursor }) => cursor)).toEqual(all.map(({ cursor }) => cursor))
    const peaceful = await openStore({ url: 'sqlite::memory:' })
    onTestFinished(() => peaceful.close())
    for (let number = 0; number < (writers / 2) * BATCHES; number++) await peaceful.record(batch(number))
    expect(await store.contentHash()).toBe(await peaceful.contentHash())
    expect(await store.totals()).toEqual(await peaceful.totals())
    expect(await store.check()).toEqual([])
  })

  test('8 that open a new store at once all open it', async () => {
    for (let round = 0; round < 3; round++) {
      const where = place()
      const children = Array.from({ length: 8 }, () => start(programs.file, { program: 'open', place: where }))
      await Promise.all(children.map((child) => child.ended))
      expect(children.map(({ lines }) => lines)).toEqual(children.map(() => ['opened 0']))
      const engine = engineOf(where)
      const { db, close } = await engine
      const made = await db.selectFrom('onetill_migration').select('name').execute()
      await close()
      expect(new Set(made.map(({ name: migration }) => migration)).size).toBe(made.length)
    }
  })

  test('a store that a newer version has migrated is not opened, and not changed', async () => {
    const where = place()
    await opened(where)
    const { db, close } = await engineOf(where)
    await db
      .insertInto('onetill_migration')
      .values({ name: '9999-later', made_at: '2027-01-01T00:00:00.000Z' })
      .execute()
    await close()
    await expect(openStore(where)).rejects.toMatchObject({
      code: 'store_version',
      message: expect.stringContaining('9999-later'),
    })
    const again = await engineOf(where)
    const names = await again.db.selectFrom('onetill_migration').select('name').execute()
    await again.close()
    expect(names.at(-1)).toEqual({ name: '9999-later' })
  })
})

test('a server that is not there, or a folder that is none, is a typed error', async () => {
  await expect(openStore({ url: 'postgres://onetill@127.0.0.1:1/none' })).rejects.toMatchObject({
    ...{ code: 'store_unavailable', cause: { code: 'ECONNREFUSED' } },
  })
  const file = join(tmpdir(), `onetill-file-${process.pid}`)
  writeFileSync(file, '')
  onTestFinished(() => rmSync(file))
  await expect(openStore({ url: `sqlite:${join(file, 'inside', 'onetill.db')}` })).rejects.toMatchObject({
    ...{ code: 'store_unavailable', cause: { code: expect.stringMatching(/^(?:ENOTDIR|EEXIST)$/) } },
  })
})

async function engineOf({ url = '', schema }: Place) {
  return url.startsWith('sqlite:')
    ? openSqlite(url.slice(7))
    : openPostgres(url, schema === undefined ? {} : { schema })
}
