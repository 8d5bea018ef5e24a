// A board that is open while its server is killed again and again, and another process writes.
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'
import type { Change, Store } from '@onetill/store'
import { CHROMIUM, launched, opened as openedPage } from '../../packages/status-page/src/chromium.fixture.ts'
import { ENGINES, opened } from '../store/engines.ts'
import { change, SESSIONS } from './changing.ts'
import { bundled, start } from './processes.ts'

const DEEP = process.env['ONETILL_DEEP'] === '1'
const { kills, changes, perBatch, everyMs } = DEEP
  ? { kills: 20, changes: 10_000, perBatch: 10, everyMs: 75 }
  : { kills: 3, changes: 600, perBatch: 5, everyMs: 75 }
/** `npm test` has one database and `npm run check:deep` all: what differs between them is not what is killed. */
const DATABASES = DEEP ? ENGINES : ENGINES.slice(0, 1)

let browser: Browser
beforeAll(async () => {
  if (CHROMIUM !== null) browser = await launched()
})
afterAll(() => browser?.close())

/** Writes down what every stream of a page is told, before the page's own script sees it. */
const LISTEN = `
  window.told = []
  window.streams = 0
  const Real = window.EventSource
  window.EventSource = class extends Real {
    constructor(url) {
      super(url)
      this.addEventListener('open', () => { window.streams += 1 })
      this.addEventListener('change', ({ lastEventId }) => { window.told.push(lastEventId) })
    }
  }`

const seenByPage = z.object({
  cursor: z.string(),
  told: z.array(z.string()),
  streams: z.int(),
  state: z.string(),
  rows: z.array(z.object({ key: z.string(), detail: z.string(), amount: z.string() })),
})
const look = async (page: Page) =>
  seenByPage.parse(
    await page.evaluate(`({
      cursor: document.querySelector('[data-live]').dataset.cursor,
      told: window.told,
      streams: window.streams,
      state: document.querySelector('[data-live]').dataset.state,
      rows: [...document.querySelectorAll('tr[data-key]')].map((row) => ({
        key: row.dataset.key,
        detail: row.querySelector('.c-status .sub span').textContent,
        amount: row.querySelector('.amount').textContent,
      })),
    })`),
  )

const DETAILS: Readonly<Record<string, string>> = {
  created: 'created',
  awaiting_payment: 'awaiting payment',
  confirming: 'confirming',
}

/** What the rows of a page have to be. */
async function wanted(store: Store) {
  const { sessions } = await store.list()
  return sessions.map(({ key, session: { detail, amount } }) => ({
    key,
    detail: DETAILS[detail ?? ''],
    amount: `${amount?.value} ${amount?.currency}`,
  }))
}

async function changesAfter(store: Store, cursor: string): Promise<readonly Change[]> {
  const all: Change[] = []
  for (let after = cursor; ; ) {
    const next = await store.changesSince(after)
    const last = next.at(-1)
    if (last === undefined) return all
    all.push(...next)
    after = last.cursor
  }
}

describe.skipIf(CHROMIUM === null).for(DATABASES)('$name', ({ place: newPlace }) => {
  test(
    `killed ${kills} times during ${changes} changes, the page ends equal to the store, told of each change once`,
    async () => {
      const place = newPlace()
      const store = await opened(place)
      await store.record(Array.from({ length: SESSIONS }, (_, number) => change(number)))
      const file = await bundled()
      let server = start(file, { program: 'serve', place, port: 0 })
      const url = await server.said('ready')
      const port = Number.parseInt(new URL(url).port, 10)
      const { page } = await openedPage(browser)
      onTestFinished(() => page.context().close())
      await page.addInitScript(LISTEN)
      await page.goto(url)
      await page.locator('[data-live][data-state="live"]').waitFor()

      let written = 0
      const writer = start(
        file,
        { program: 'write', place, changes: changes + SESSIONS, perBatch, everyMs },
        (line) => {
          written = Number.parseInt(/^wrote (\d+)$/.exec(line)?.[1] ?? `${written}`, 10)
        },
      )
      const end = writer.said('written')
      for (let kill = 1; kill <= kills; kill++) {
        await expect
          .poll(() => written, { timeout: 60_000, interval: 20 })
          .toBeGreaterThan(SESSIONS + (kill * changes) / (kills + 1))
        // Anywhere between two looks at the store, and also while the answer to the last one is on its way.
        await setTimeout((kill * 37) % 300)
        await server.kill()
        expect(written).toBeLessThan(changes)
        server = start(file, { program: 'serve', place, port })
        await server.said('ready')
      }
      await end

      const rows = await wanted(store)
      expect(rows).toHaveLength(SESSIONS)
      await expect.poll(async () => (await look(page)).rows, { timeout: 30_000, interval: 100 }).toEqual(rows)
      const { cursor } = await look(page)
      const all = await changesAfter(store, cursor)
      // What the writer wrote of the first steps was there already.
      expect(all).toHaveLength(changes)
      await expect
        .poll(async () => (await look(page)).told.length, { timeout: 30_000, interval: 100 })
        .toBeGreaterThanOrEqual(changes)
      const { told, streams, state } = await look(page)
      expect(told).toEqual(all.map((each) => each.cursor))
      expect(state).toBe('live')
      // It was connected when the server went, most times: otherwise nothing was tried.
      expect(streams).toBeGreaterThan(kills / 2)
      process.stderr.write(`onetill: ${kills} kills, ${changes} changes, ${streams} streams: 0 lost, 0 doubled\n`)
    },
    DEEP ? 600_000 : 90_000,
  )
})
