import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'
import type { Store } from '@onetill/store'
import { ago, filled, memoryLinks, NOW, SEEN, seen } from './board.fixture.ts'
import { CHROMIUM, launched, type Opening, opened, shot } from './chromium.fixture.ts'
import type { StatusPageOptions } from './options.ts'
import { served } from './server.fixture.ts'

let browser: Browser
beforeAll(async () => {
  if (CHROMIUM !== null) browser = await launched()
})
afterAll(() => browser?.close())

interface Start {
  readonly page: Page
  readonly bad: string[]
  readonly store: Store
  readonly url: string
}

/** A store, a server and a page of its own for one test. */
async function started(
  opening: Opening = {},
  options: Partial<StatusPageOptions> = {},
  observations = SEEN,
): Promise<Start> {
  const store = await filled(observations)
  const server = await served({ store, links: memoryLinks(), now: () => NOW, liveEveryMs: 20, ...options })
  const { page, bad } = await opened(browser, opening)
  onTestFinished(async () => {
    await page.context().close()
    await server.close()
    await store.close()
  })
  return { page, bad, store, url: server.url }
}

const texts = z.array(z.string())
const keysOf = async (page: Page): Promise<readonly string[]> =>
  texts.parse(await page.evaluate(`[...document.querySelectorAll('tr[data-key]')].map((row) => row.dataset.key)`))

describe.skipIf(CHROMIUM === null)('without scripts', () => {
  test('filter, open, read again, make a link, see the payer’s page, take it back', async () => {
    const read: string[] = []
    const { page, bad, url } = await started({ scripts: false }, { readAgain: async (key) => void read.push(key) })
    await page.goto(url)
    await page.locator('select[name=status]').selectOption('paid')
    await page.getByRole('button', { name: 'Apply' }).click()
    expect(new URL(page.url()).searchParams.get('status')).toBe('paid')
    // Stands after the list.
    await page.getByText('2 sessions, that is all').waitFor()
    expect(await keysOf2(page)).toEqual(['order-10479', 'order-10466'])
    await page.getByRole('link', { name: 'order-10479' }).click()
    await page.getByRole('button', { name: 'Read again now' }).click()
    await page.getByText('was read again at its provider').waitFor()
    expect(read).toEqual(['acme/default/cs_9hUzz1'])
    const session = page.url()
    await page.getByRole('button', { name: 'Open the payer’s page' }).click()
    await page.waitForURL(/\/p\//)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Paid')
    const payer = page.url()
    expect(new URL(payer).pathname).toMatch(/^\/p\/[\w-]{32}$/)
    await page.goto(session)
    await page.getByRole('button', { name: 'Take back' }).click()
    await page.getByText('The link was taken back').waitFor()
    await page.goto(payer)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('This link is not valid')
    expect(bad.filter((line) => !line.includes('404'))).toEqual([])
  })

  const keysOf2 = (page: Page) => page.locator('a.row-link').allTextContents()
})

describe.skipIf(CHROMIUM === null)('with the keyboard', () => {
  test('search, go down and up, open, go back, get help, without a mouse', async () => {
    const { page, bad, url } = await started()
    await page.goto(url)
    await page.keyboard.press('/')
    await page.keyboard.type('order-1047')
    await page.keyboard.press('Enter')
    await page.waitForURL(/q=order-1047/)
    expect(new URL(page.url()).search).toBe('?q=order-1047')
    for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key)
    const focused = () => page.evaluate('document.activeElement.textContent')
    expect(await focused()).toBe('order-10478')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/sessions\/acme\/default\/cs_9hUx07/)
    await page.keyboard.press('?')
    expect(await page.getByRole('dialog').isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    expect(await page.getByRole('dialog').isVisible()).toBe(false)
    await page.keyboard.press('u')
    await page.waitForURL(`${url}/`)
    expect(bad).toEqual([])
  })

  test('the time zone of the viewer is one press away, and every time says its zone', async () => {
    const { page, url } = await started({ timeZone: 'America/New_York' })
    await page.goto(`${url}/sessions/acme/default/cs_9hUzz1`)
    expect(await page.getByText('2026-11-20 11:39:00').count()).toBe(1)
    await page.getByRole('link', { name: 'America/New_York' }).click()
    await page.waitForURL(/tz=America/)
    expect(await page.getByText('2026-11-20 06:39:00').count()).toBe(1)
    expect(await page.locator('.zone').textContent()).toContain('America/New_York')
  })
})

describe.skipIf(CHROMIUM === null)('live', () => {
  test('a change is there without a reload; paused, it waits', async () => {
    const { page, bad, store, url } = await started()
    await page.goto(url)
    await page.locator('[data-live][data-state="live"]').waitFor()
    await store.record([seen('cs_new1', 0, ['open', 'created'], { reference: 'order-20001', createdAt: ago(0) })])
    await page.getByRole('link', { name: 'order-20001' }).waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    await store.record([seen('cs_9hV2kQ', 0, ['paid', 'exact'], { reference: 'order-10482', createdAt: ago(4) })])
    await page.getByText('Paused, 1 change waits').waitFor()
    expect(await page.locator('tr[data-key="acme/default/cs_9hV2kQ"] .status').textContent()).toBe('Open')
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.locator('tr[data-key="acme/default/cs_9hV2kQ"] .status', { hasText: 'Paid' }).waitFor()
    expect(bad).toEqual([])
  })

  test('paused and then out of sight, it goes on where it stopped; an answer that failed is asked for again', async () => {
    const { page, store, url } = await started()
    await page.goto(url)
    await page.locator('[data-live][data-state="live"]').waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    for (const hidden of [true, false])
      await page.evaluate(`(() => {
        Object.defineProperty(document, 'hidden', { configurable: true, value: ${hidden} })
        document.dispatchEvent(new Event('visibilitychange'))
      })()`)
    await store.record([seen('cs_new1', 0, ['open', 'created'], { reference: 'order-20001', createdAt: ago(0) })])
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('link', { name: 'order-20001' }).waitFor()
    await page.locator('[data-live][data-state="live"]').waitFor()
    await store.record([seen('cs_new2', 0, ['open', 'created'], { reference: 'order-20002', createdAt: ago(0) })])
    await page.getByRole('link', { name: 'order-20002' }).waitFor()

    // One answer is lost while the stream stays open.
    await page.route(`${url}/`, (route) => route.abort(), { times: 1 })
    await store.record([seen('cs_new3', 0, ['open', 'created'], { reference: 'order-20003', createdAt: ago(0) })])
    await page.locator('[data-live][data-state="behind"]').waitFor()
    await page.getByRole('link', { name: 'order-20003' }).waitFor()
    await page.locator('[data-live][data-state="live"]').waitFor()
  })

  test('the server goes away again and again while things change: the page ends equal to the store', async () => {
    const store = await filled()
    const options: StatusPageOptions = { store, now: () => NOW, liveEveryMs: 20 }
    let server = await served(options)
    const port = Number.parseInt(new URL(server.url).port, 10)
    const { page } = await opened(browser)
    onTestFinished(async () => {
      await page.context().close()
      await server.close()
      await store.close()
    })
    await page.goto(server.url)
    await page.locator('[data-live][data-state="live"]').waitFor()
    for (let round = 0; round < 4; round++) {
      await store.record([seen(`cs_r${round}`, 0, ['open'], { createdAt: ago(0) })])
      await server.close()
      await store.record([
        seen(`cs_r${round}`, -1, ['paid'], { createdAt: ago(0) }),
        seen(`cs_down${round}`, 0, ['open'], { createdAt: ago(0) }),
      ])
      server = await served(options, port)
      await store.record([seen(`cs_up${round}`, 0, ['failed', 'declined'], { createdAt: ago(0) })])
    }
    const wanted = (await store.list()).sessions.map(({ key }) => key)
    expect(wanted).toHaveLength(30)
    await expect.poll(() => keysOf(page), { timeout: 30_000, interval: 200 }).toEqual(wanted)
    for (let round = 0; round < 4; round++)
      expect(await page.locator(`tr[data-key="acme/default/cs_r${round}"] .status`).textContent()).toBe('Paid')
    await page.locator('[data-live][data-state="live"]').waitFor()
  })

  test('the payer’s page moves on by itself', async () => {
    const { page, bad, store, url } = await started()
    await page.goto(`${url}/sessions/acme/default/cs_9hV2kQ`)
    await page.getByRole('button', { name: 'Open the payer’s page' }).click()
    await page.getByText('This page updates itself.').waitFor()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Waiting for your payment')
    await store.record([seen('cs_9hV2kQ', 0, ['paid', 'exact'], { reference: 'order-10482', createdAt: ago(4) })])
    await page.getByRole('heading', { name: 'Paid' }).waitFor()
    expect(bad).toEqual([])
  })
})

/** What runs where something is not escaped, what turns text round, and what is too long. */
const HOSTILE = [
  `<script>alert(1)</script><img src=x onerror=alert(2)>`,
  `"><svg/onload=alert(3)>`,
  `' autofocus onfocus=alert(4) x='`,
  `javascript:alert(5)//`,
  `\u202eevil\u2066\u0000\u001b[31m`,
  `</title></textarea></style></template><iframe src="https://evil.example/"></iframe>`,
  `{{constructor.constructor('alert(6)')()}}\${alert(7)}`,
  'W'.repeat(10_000),
]

describe.skipIf(CHROMIUM === null)('hostile text in every field', () => {
  test.for([320, 1440])('nothing runs, nothing is loaded, and %i px hold', async (width) => {
    const words = HOSTILE.map((text, index) =>
      seen(`id-${index}-${text.replaceAll('\u0000', '').slice(0, 200)}`, index + 1, ['paid'], {
        ...{ reference: text, providerStatus: text, description: text, createdAt: ago(index + 1) },
        customer: { name: text, email: text, phone: text },
        failure: { code: 'unknown', providerCode: text, message: text },
        metadata: { [text.slice(0, 100)]: text },
        processor: {
          kind: 'card',
          gateway: text,
          chargeId: text,
          paymentIntentId: text,
          customerId: text,
          paymentMethodId: text,
          card: { brand: text, last4: text },
          receiptUrl: text,
          authorization: null,
        },
        refunds: [
          {
            id: text,
            amount: { value: '1.00', currency: 'USD' },
            status: 'unknown',
            providerStatus: text,
            reason: text,
            failureReason: text,
            createdAt: null,
            updatedAt: null,
          },
        ],
        native: JSON.stringify({ status: text, nested: { [text.slice(0, 100)]: [text] } }),
      }),
    )
    const { page, bad, url } = await started({ width }, {}, words)
    await page.goto(`${url}/?q=${encodeURIComponent(HOSTILE[1] ?? '')}`)
    await page.goto(url)
    const links = texts.parse(
      await page.evaluate(`[...document.querySelectorAll('a.row-link')].map((link) => link.href)`),
    )
    expect(links).toHaveLength(HOSTILE.length)
    await shot(page, `hostile-${width}`)
    for (const address of [url, ...links]) {
      await page.goto(address)
      expect(
        await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth'),
        address,
      ).toBe(true)
      expect(
        await page.evaluate(`document.querySelectorAll('iframe, img, object, embed, script:not([src])').length`),
      ).toBe(0)
    }
    await page.getByRole('button', { name: 'Open the payer’s page' }).click()
    await page.waitForURL(/\/p\//)
    expect(bad).toEqual([])
  })
})
