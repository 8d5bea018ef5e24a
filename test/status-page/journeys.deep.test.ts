// People at work: the pages of `onetill serve` on a real store, kept by a sync that reads simulated providers.
import process from 'node:process'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'
import { signedMavenRequest } from '@onetill/testkit'
import { explainStatus } from '../../packages/cli/src/server/explain.ts'
import { listen } from '../../packages/cli/src/server/listen.ts'
import { startPage } from '../../packages/cli/src/server/page-server.ts'
import { readNow } from '../../packages/cli/src/server/read-now.ts'
import { CHROMIUM, launched, type Opening, opened } from '../../packages/status-page/src/chromium.fixture.ts'
import type { Access } from '../../packages/status-page/src/options.ts'
import { ENGINES, type TestEngine } from '../store/engines.ts'
import { CALL, SECRET, setup } from '../sync/setup.ts'
import { change } from './changing.ts'

const DEEP = process.env['ONETILL_DEEP'] === '1'
/** SQLite and one PostgreSQL server; `npm run check:deep` has every version of it. */
const DATABASES = DEEP ? ENGINES : ENGINES.slice(0, 2)
const DESK: NonNullable<Access['tokens']> = [
  { name: 'desk', role: 'viewer', token: 'viewer-c4na-0123456789' },
  { name: 'ops', role: 'operator', token: 'operator-c4na-0123456789' },
]

let browser: Browser
beforeAll(async () => {
  if (CHROMIUM !== null) browser = await launched()
})
afterAll(() => browser?.close())

const texts = z.array(z.string())
const list = async (page: Page, script: string): Promise<readonly string[]> =>
  texts.parse(await page.evaluate(`[...document.querySelectorAll('tr[data-key]')].map((row) => ${script})`))
const keysOn = (page: Page) => list(page, 'row.dataset.key')

async function newPage(opening: Opening = {}): Promise<Page> {
  const { page } = await opened(browser, opening)
  onTestFinished(() => page.context().close())
  return page
}

/** Two simulated providers, a store, a sync that runs, and the pages. */
async function working({ place }: Pick<TestEngine, 'place'>, access?: Access) {
  const world = await setup(place)
  const { store, till, sync, mavens } = world
  await sync.start()
  const server = await startPage(
    {
      ...{ store, links: store.links, explain: explainStatus, health: () => sync.status(), merchant: 'Northwind' },
      ...{ readAgain: (key: string) => readNow(key, { till, store }), liveEveryMs: 20 },
      ...(access === undefined ? {} : { access }),
    },
    { host: '127.0.0.1', port: 0 },
    listen,
  )
  onTestFinished(() => server.close(0))
  /** A call that asks for money; its key is that of the store. */
  const call = async (reference: string) => {
    const { session_id: id } = mavens.create(CALL)
    await sync.track([{ provider: 'maven', id, expected: { reference, amount: { value: '5.00', currency: 'USD' } } }])
    return { id, key: `maven/default/${id}` }
  }
  /** What the provider says after its payer paid, with the webhook it sends. */
  const pay = async (id: string) => {
    mavens.act(id, 'dial')
    mavens.act(id, 'pay')
    const delivered = await sync.webhook('maven')(signedMavenRequest({ secret: SECRET, body: mavens.webhookBody(id) }))
    expect(delivered.status).toBe(204)
  }
  return { ...world, url: server.url, call, pay }
}

describe.skipIf(CHROMIUM === null).for(DATABASES)('$name', (engine) => {
  test('from nothing to a paid session, its payer looking on, and a link for somebody without scripts', async () => {
    const { url, call, pay } = await working(engine)
    const page = await newPage()
    await page.goto(url)
    await page.getByRole('heading', { name: 'No sessions yet' }).waitFor()
    await page.locator('[data-live][data-state="live"]').waitFor()
    const first = await call('A-1')
    const second = await call('A-2')
    const row = page.locator(`tr[data-key="${first.key}"]`)
    await row.locator('.status', { hasText: 'Open' }).waitFor()
    await page.locator(`tr[data-key="${second.key}"] .status`, { hasText: 'Open' }).waitFor()

    const payer = await newPage({ width: 320, dark: true })
    await row.getByRole('link').click()
    await page.getByRole('button', { name: 'Open the payer’s page' }).click()
    await payer.goto(page.url())
    await payer.getByText('This page updates itself.').waitFor()
    const waiting = await payer.getByRole('heading', { level: 1 }).textContent()
    await page.goto(url)
    await page.locator('[data-live][data-state="live"]').waitFor()
    await pay(first.id)
    await row.locator('.status', { hasText: 'Paid' }).waitFor()
    await payer.getByRole('heading', { level: 1, name: 'Paid' }).waitFor()
    expect(waiting).not.toBe('Paid')

    await page.locator('select[name=status]').selectOption('paid')
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.waitForURL(/status=paid/)
    const plain = await newPage({ scripts: false, width: 768 })
    await plain.goto(page.url())
    expect(await plain.locator('a.row-link').allTextContents()).toEqual(['A-1'])
    expect(await keysOn(page)).toEqual([first.key])
    await plain.getByRole('link', { name: 'A-1' }).click()
    const timeline = (await plain.locator('.timeline').textContent()) ?? ''
    for (const said of ['read', 'webhook', 'payment-success']) expect(timeline).toContain(said)
    expect(await plain.getByText(CALL.caller).count()).toBeGreaterThan(0)
  })

  test('without scripts: read again, also when the provider does not answer, and take a link back', async () => {
    const { url, call, mavens } = await working(engine)
    const { id, key } = await call('B-1')
    const page = await newPage({ scripts: false, width: 320 })
    await expect.poll(async () => (await fetch(`${url}/api/v1/sessions/${key}`)).status, { timeout: 10_000 }).toBe(200)
    mavens.act(id, 'dial')
    mavens.act(id, 'decline')
    await page.goto(`${url}/sessions/${key}`)
    await page.getByRole('button', { name: 'Read again now' }).click()
    await page.getByText('was read again at its provider').waitFor()
    expect(await page.locator('.heading .status').textContent()).toContain('Failed')
    await mavens.close()
    await page.getByRole('button', { name: 'Read again now' }).click()
    await page.getByText('could not be read now').waitFor()
    expect(await page.locator('.heading .status').textContent()).toContain('Failed')

    const session = page.url()
    await page.getByRole('button', { name: 'Open the payer’s page' }).click()
    const link = page.url()
    expect(await page.content()).not.toMatch(/card_declined|payment-failed|stripe/)
    for (const language of ['de', 'es', 'en']) {
      await page.locator(`nav a[lang=${language}]`).click()
      expect(await page.evaluate('document.documentElement.lang')).toBe(language)
    }
    await page.goto(session)
    await page.getByRole('button', { name: 'Take back' }).click()
    await page.goto(link)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('This link is not valid')
  })

  test('page by page every session comes once, in the file the same ones', async () => {
    const { url, store } = await working(engine)
    // One more step of 40 sessions each time.
    await store.record(Array.from({ length: 80 }, (_, number) => change(number)))
    await store.record(
      Array.from({ length: 100 }, (_, index) => ({
        ...change(0),
        identity: { ...change(0).identity, id: `more-${index}` },
      })),
    )
    const page = await newPage({ scripts: false })
    const seen: string[] = []
    for (let address: string | null = `${url}/?provider=acme`; address !== null; ) {
      await page.goto(address)
      seen.push(...(await keysOn(page)))
      const next = page.getByRole('link', { name: 'Older sessions' })
      address = (await next.count()) === 0 ? null : new URL((await next.getAttribute('href')) ?? '', url).href
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toHaveLength(140)
    const lines = (await (await fetch(`${url}/export.ndjson?provider=acme`)).text()).trim().split('\n')
    expect(lines.map((line) => z.object({ key: z.string() }).parse(JSON.parse(line)).key)).toEqual(seen)
  })

  test('with keys alone: find, open, read again, make a link, log out', async () => {
    const { url, call, pay } = await working(engine, { tokens: DESK })
    const { id, key } = await call('C-1')
    await pay(id)
    const page = await newPage({ width: 768 })
    const { keyboard } = page
    /** Goes on with Tab until what has the focus is called so. */
    const tabTo = async (name: RegExp) => {
      for (let presses = 0; presses < 80; presses++) {
        await keyboard.press('Tab')
        const text = z
          .string()
          .parse(await page.evaluate(`document.activeElement.textContent + (document.activeElement.name ?? '')`))
        if (name.test(text)) return
      }
      throw new Error(`no way to ${name}`)
    }
    await page.goto(url)
    await tabTo(/^token$/)
    await keyboard.type(DESK[1]?.token ?? '')
    await keyboard.press('Enter')
    await page.waitForURL(`${url}/`)
    await keyboard.press('/')
    await keyboard.type('C-1')
    await keyboard.press('Enter')
    await page.waitForURL(/q=C-1/)
    await keyboard.press('j')
    await keyboard.press('Enter')
    await page.waitForURL(`${url}/sessions/${key}`)
    await tabTo(/^Read again now$/)
    await keyboard.press('Enter')
    await page.getByText('was read again at its provider').waitFor()
    await tabTo(/Open the payer’s page/)
    await keyboard.press('Enter')
    await page.waitForURL(/\/p\//)
    await page.goBack()
    await tabTo(/^Log out$/)
    await keyboard.press('Enter')
    await page.waitForURL(/\/login$/)
    await page.goto(`${url}/sessions/${key}`)
    expect(new URL(page.url()).pathname).toBe('/login')
  })

  test('who may look sees no payer, and no button', async () => {
    const { url, call } = await working(engine, { tokens: DESK })
    const { key } = await call('D-1')
    const page = await newPage({ scripts: false })
    await page.goto(url)
    await page.locator('input[name=token]').fill(DESK[0]?.token ?? '')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${url}/`)
    await expect.poll(async () => (await page.goto(`${url}/sessions/${key}`))?.status(), { timeout: 10_000 }).toBe(200)
    expect(await page.getByText('Shown to operators only.').count()).toBe(1)
    expect(await page.content()).not.toContain(CALL.caller)
    expect(await page.getByRole('button', { name: /Read again|payer/ }).count()).toBe(0)
  })
})
