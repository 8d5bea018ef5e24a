// How vendors do, as real traffic shows it; and what the board says when one of them, or the server itself, goes away.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'
import { CHROMIUM, launched, opened } from '../../packages/status-page/src/chromium.fixture.ts'
import { DATABASES, EVERY_WAY, isWellMade, type Way } from './ways.ts'
import { working } from './working.ts'

let browser: Browser
beforeAll(async () => {
  if (CHROMIUM !== null) browser = await launched()
})
afterAll(() => browser?.close())

async function openedAs(way: Way) {
  const one = await opened(browser, way)
  onTestFinished(() => one.page.context().close())
  return one
}

const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const STATE = /Operational|Degraded|Down|Stale|No data/
const stateOf = async (page: Page, name: string): Promise<string | undefined> =>
  STATE.exec((await card(page, name).locator('.title').textContent()) ?? '')?.[0]

describe.skipIf(CHROMIUM === null)('vendors', () => {
  test.for(EVERY_WAY)('one answers, one stops answering, one was never asked: $name', async ({ engine, way }) => {
    let aheadMs = 0
    const world = await working(engine, { now: () => new Date(Date.now() + aheadMs) })
    const { url, crypto, call, checkout } = world
    await call('call-1')
    const orders = await Promise.all(['a', 'b', 'c'].map((name) => checkout(`chain-${name}`)))
    const { page, bad } = await openedAs(way)
    // What was asked a moment ago is not asked again.
    aheadMs += 2_000
    await page.goto(`${url}/vendors`)
    expect(await Promise.all(['Maven', 'Maash', 'JWT checkout'].map((name) => stateOf(page, name)))).toEqual([
      ...['Operational', 'Operational', 'No data'],
    ])
    expect(await card(page, 'Maash').textContent()).toMatch(/Errors\s*0 %/)
    await isWellMade(page, bad, way, 'vendors')

    crypto.fail('any', { status: 503, times: 1_000 })
    for (const { due } of orders) await due()
    const failing = async () => {
      const { accounts } = await world.sync.status()
      return accounts.find(({ provider }) => provider === 'maash')?.failing
    }
    await expect.poll(failing, { timeout: 15_000 }).toBe(3)
    aheadMs += 2_000
    await page.goto(`${url}/vendors`)
    // One bad reading is no verdict.
    expect(await stateOf(page, 'Maash')).toBe('Operational')
    expect(await card(page, 'Maash').textContent()).toMatch(/Looks (down|degraded) since/)
    aheadMs += 31_000
    await page.goto(`${url}/vendors`)
    expect(await stateOf(page, 'Maash')).toMatch(/Down|Degraded/)
    expect(await stateOf(page, 'Maven')).toBe('Operational')
    await isWellMade(page, bad, way, 'vendors-trouble')
    await page.goto(url)
    await page.getByText(/Maash is (down|degraded) since/).waitFor()
    expect(await page.locator('tr[data-key]').count()).toBe(4)
    await isWellMade(page, bad, way, 'board-trouble')

    await page.getByRole('link', { name: 'How vendors do' }).click()
    await card(page, 'Maash').getByRole('link', { name: 'Sessions of Maash' }).click()
    await page.waitForURL(/provider=maash/)
    expect(await page.locator('tr[data-key]').count()).toBe(3)
  })

  test.for(DATABASES)('the strip of hours goes by keys, and its table says the same: $name', async (engine) => {
    const { url, call } = await working(engine)
    await call('call-1')
    for (const scripts of [true, false]) {
      const { page } = await openedAs({ name: 'keys', width: 1440, scripts, language: 'en' })
      await page.goto(`${url}/vendors`)
      const maven = card(page, 'Maven')
      await maven.locator('input:checked').focus()
      const said = () => maven.locator('input:checked ~ .said').textContent()
      const hour = /^\d\d:\d\d – \d\d:\d\d/
      const now = hour.exec((await said()) ?? '')?.[0]
      await page.keyboard.press('ArrowLeft')
      const before = hour.exec((await said()) ?? '')?.[0]
      expect(before?.slice(8)).toBe(now?.slice(0, 5))
      expect(await said()).toContain('Not watched')
      await maven.getByText('As a table').click()
      expect(await maven.getByRole('row').count()).toBe(25)
    }
  })
})

describe.skipIf(CHROMIUM === null)('the board', () => {
  test.for(DATABASES)(
    'says that the server is gone, waits while it is paused, and is right again: $name',
    async (engine) => {
      const world = await working(engine)
      const { call, voice, server, serve, url } = world
      const order = await call('call-1')
      const { page } = await openedAs({ name: 'live', width: 1440, scripts: true, language: 'en' })
      const badge = page.locator('[data-live]')
      const status = page.locator(`tr[data-key="${order.key}"] .status`)
      await page.goto(url)
      await page.locator('[data-live][data-state="live"]').waitFor()
      await server.close(0)
      await page.getByText('Behind, trying again').waitFor()
      voice.act(order.id, 'dial')
      voice.act(order.id, 'pay')
      await order.due()
      await order.until(({ session }) => session.status === 'paid')
      expect(await status.textContent()).toBe('Open')
      await serve(Number.parseInt(new URL(url).port, 10))
      await status.filter({ hasText: 'Paid' }).waitFor({ timeout: 20_000 })
      await page.locator('[data-live][data-state="live"]').waitFor()
      await page.getByRole('button', { name: 'Pause' }).click()
      await call('call-2')
      await page.getByText(/^Paused, \d+ changes? waits?$/).waitFor()
      expect(await page.locator('tr[data-key]').count()).toBe(1)
      await page.getByRole('button', { name: 'Go on' }).click()
      await page.getByRole('link', { name: 'call-2', exact: true }).waitFor()
      expect(await badge.getAttribute('data-state')).toBe('live')
    },
  )

  test.for(EVERY_WAY)(
    'says what cannot be asked for, what fits nothing and what is not there: $name',
    async ({ engine, way }) => {
      const { url, checkout } = await working(engine)
      await checkout('chain-1')
      const { page, bad } = await openedAs(way)
      const said = async (address: string, status: number, heading: string) => {
        expect((await page.goto(url + address))?.status()).toBe(status)
        await page.getByRole('heading', { name: heading }).first().waitFor()
        const unasked = bad.filter((line) => !/status of 40[04]/.test(line))
        await isWellMade(page, unasked, way, heading.replace(/\W+/g, '-').toLowerCase())
      }
      await said('/?min=5', 400, 'This cannot be asked for')
      await page.getByRole('link', { name: 'Show all sessions' }).click()
      expect(await page.locator('tr[data-key]').count()).toBe(1)
      await said('/?q=nothing-like-it', 200, 'No session fits')
      await said('/?view=stuck', 200, 'Nothing to look at')
      await said('/sessions/maash/default/none', 404, 'No such session')
      await said('/nothing', 404, 'Not found')
      await page.goto(`${url}/?tz=Asia/Tokyo`)
      expect(await page.locator('.zone').textContent()).toContain('Asia/Tokyo')
      await page.locator('.zone').getByRole('link', { name: 'UTC' }).click()
      expect(await page.locator('.zone b').textContent()).toBe('UTC')
    },
  )
})

const pageOfApi = z.object({
  sessions: z.array(z.object({ key: z.string() })),
  next: z.nullable(z.string()),
  stale: z.boolean(),
  nextPollAfterMs: z.int(),
})

test.for(DATABASES)(
  'a program reads page by page, asks only for what is new, and is told what is wrong: $name',
  async (engine) => {
    const { url, call, checkout, page, store } = await working(engine)
    await Promise.all([call('c-1'), checkout('k-1'), page('h-1'), checkout('k-2')])
    const api = `${url}/api/v1`
    const keys: string[] = []
    for (let next: string | null = ''; next !== null; ) {
      const search: string = next === '' ? '' : `&after=${encodeURIComponent(next)}`
      const answer = pageOfApi.parse(await (await fetch(`${api}/sessions?limit=1${search}`)).json())
      expect(answer.sessions).toHaveLength(1)
      keys.push(...answer.sessions.map(({ key }) => key))
      next = answer.next
    }
    expect(keys).toEqual((await store.list()).sessions.map(({ key }) => key))
    expect(keys).toHaveLength(4)
    const first = await fetch(`${api}/sessions/${keys[0]}`)
    const etag = first.headers.get('etag') ?? ''
    expect((await fetch(`${api}/sessions/${keys[0]}`, { headers: { 'if-none-match': etag } })).status).toBe(304)
    const wrong = await fetch(`${api}/sessions?limit=0`)
    expect([wrong.status, wrong.headers.get('content-type')]).toEqual([400, 'application/problem+json'])
    const link = await fetch(`${api}/sessions/${keys[0]}/links`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/json' },
      body: '{}',
    })
    const made = z.object({ path: z.string() }).parse(await link.json())
    expect((await fetch(url + made.path)).status).toBe(200)
    const { openapi, paths } = z
      .object({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) })
      .parse(await (await fetch(`${api}/openapi.json`)).json())
    expect(openapi).toMatch(/^3\.1/)
    expect(Object.keys(paths)).toContain('/api/v1/sessions')
  },
)
