// Payers look on while their sessions of every provider move, each from a link an operator made with one press.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { CHROMIUM, launched, opened } from '../../packages/status-page/src/chromium.fixture.ts'
import { LANGUAGES } from '../../packages/status-page/src/language.ts'
import type { PayerState } from '../../packages/status-page/src/payer-view.ts'
import { EVERY_WAY, isWellMade, type Way } from './ways.ts'
import { type Order, type World, working } from './working.ts'

let browser: Browser
beforeAll(async () => {
  if (CHROMIUM !== null) browser = await launched()
})
afterAll(() => browser?.close())

/** What happens, and what the payer is told then. */
interface Step {
  readonly act: (world: World, order: Order) => unknown
  readonly state: PayerState
  /** Stands on the page in English. */
  readonly said: readonly RegExp[]
}

interface Story {
  readonly name: string
  readonly begin: (world: World) => Promise<Order>
  readonly steps: readonly Step[]
}

const nothing = () => {}
const NO_MORE = /send nothing more/i

const STORIES: readonly Story[] = [
  {
    name: 'a call',
    begin: ({ call }) => call('call-1'),
    steps: [
      { act: nothing, state: 'open', said: [/\$5\.00/, /You need no new link/] },
      { act: ({ voice }, { id }) => voice.act(id, 'dial'), state: 'open', said: [/You need no new link/] },
      { act: ({ voice }, { id }) => voice.act(id, 'pay'), state: 'paid', said: [/\$5\.00/, /nothing more/] },
    ],
  },
  {
    name: 'a call that is declined',
    begin: ({ call }) => call('call-2'),
    steps: [
      {
        act: ({ voice }, { id }) => {
          voice.act(id, 'dial')
          voice.act(id, 'decline', { message: 'Reported lost by Jane Roe' })
        },
        state: 'declined',
        said: [/Ask the merchant/],
      },
    ],
  },
  {
    name: 'a payment on a chain',
    begin: ({ checkout }) => checkout('chain-1'),
    steps: [
      { act: nothing, state: 'open', said: [/\$100\.00/, /USDC solana or arbitrum/, /USDT solana or optimism/] },
      {
        act: ({ crypto }, { id }) => {
          crypto.act(id, 'select', { token: 'USDC', chain: 'solana' })
          crypto.act(id, 'detect')
        },
        state: 'confirming',
        said: [/do not pay again/],
      },
      { act: ({ crypto }, { id }) => crypto.act(id, 'complete'), state: 'paid', said: [/\$100\.00/] },
    ],
  },
  {
    name: 'too little on a chain',
    begin: ({ checkout }) => checkout('chain-2'),
    steps: [
      {
        act: ({ crypto }, { id }) => {
          crypto.act(id, 'select', { token: 'USDT', chain: 'optimism' })
          crypto.act(id, 'underpay')
        },
        state: 'underpaid',
        said: [NO_MORE],
      },
      { act: ({ crypto }, { id }) => crypto.setWord(id, 'overpaid'), state: 'overpaid', said: [NO_MORE] },
    ],
  },
  {
    name: 'too late on a chain',
    begin: ({ checkout }) => checkout('chain-3'),
    steps: [
      {
        act: ({ crypto }, { id }) => crypto.setWord(id, 'expired'),
        state: 'expired_crypto',
        said: [/Do not send now/],
      },
      // A word nobody has explained to us: what was known before it is not said as if it were sure.
      { act: ({ crypto }, { id }) => crypto.setWord(id, 'settling_v2'), state: 'checking', said: [NO_MORE] },
    ],
  },
  {
    name: 'a hosted page, with a refund',
    begin: ({ page }) => page('hosted-1'),
    steps: [
      {
        act: nothing,
        state: 'unconfirmed',
        said: [/€120\.00 as ordered/, /If you have already paid, do not pay again/, /this same link/],
      },
      { act: ({ hosted }, { id }) => hosted.act(id, 'pay'), state: 'paid', said: [/€120\.00 as ordered/] },
      {
        act: ({ hosted }, { id }) => hosted.act(id, 'refund', { amount: '45.00', refundId: 'rf_secret_1' }),
        state: 'refund_pending',
        said: [/€45\.00 on its way/],
      },
      {
        act: ({ hosted }) => hosted.settleRefund('rf_secret_1', 'COMPLETED'),
        state: 'partly_refunded',
        said: [/€45\.00 sent back/],
      },
    ],
  },
  {
    name: 'a hosted page that is taken back',
    begin: ({ page }) => page('hosted-2'),
    steps: [
      { act: ({ hosted }, { id }) => hosted.act(id, 'pay'), state: 'paid', said: [] },
      { act: ({ hosted }, { id }) => hosted.act(id, 'reverse'), state: 'checking', said: [NO_MORE] },
    ],
  },
]

/** What no payer is told, whoever the provider is. */
const NEVER =
  /maven|maash|jwt|stripe|adyen|succeeded|reversed|underpaid|overpaid|payment-|settling|reported lost|jane|rf_secret|requested_by/i

/** Waits until the page says so: by itself with scripts, when it is loaded again without. */
async function becomes(page: Page, state: PayerState, { scripts }: Way): Promise<void> {
  const payment = page.locator('[data-part="payment"]')
  const read = async () => {
    if (!scripts) await page.reload()
    return payment.getAttribute('data-state')
  }
  await expect.poll(read, { timeout: 15_000, interval: 50 }).toBe(state)
}

describe.skipIf(CHROMIUM === null)('payers', () => {
  test.for(EVERY_WAY)('read what becomes of their payment: $name', async ({ engine, way }) => {
    const world = await working(engine)
    const { page, bad } = await opened(browser, way)
    onTestFinished(() => page.context().close())
    for (const { name, begin, steps } of STORIES) {
      const order = await begin(world)
      await page.goto(world.url)
      await page
        .locator(`tr[data-key="${order.key}"]`)
        .getByRole('button', { name: /^Payer’s page of / })
        .click()
      await page.waitForURL(/\/p\/[\w-]{32}$/)
      await page.locator(`nav a[lang=${way.language}]`).click()
      await page.waitForURL(`**/p/*?lang=${way.language}`)
      for (const { act, state, said } of steps) {
        const where = `${name}: ${state}`
        await act(world, order)
        await order.due()
        await becomes(page, state, way)
        const { title } = LANGUAGES[way.language].states[state]
        await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
        const text = ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, ' ')
        if (way.language === 'en') for (const each of said) expect(text, where).toMatch(each)
        expect(text, where).not.toMatch(NEVER)
        const markup = await page.content()
        for (const hidden of [order.id, world.voice.url, 'Reported lost', 'rf_secret'])
          expect(markup, where).not.toContain(hidden)
        await isWellMade(page, bad, way, `payer-${name.replace(/\W+/g, '-')}-${state}`)
      }
    }
  })

  test.for(EVERY_WAY)(
    'a link that was taken back, guessed, or has run out opens nothing: $name',
    async ({ engine, way }) => {
      let now = Date.now()
      const world = await working(engine, { now: () => new Date(now), linkLifeMs: 60_000 })
      const order = await world.call('call-1')
      const { page } = await opened(browser, way)
      onTestFinished(() => page.context().close())
      const session = `${world.url}/sessions/${order.key}`
      const made = async () => {
        // The newest stands first.
        now += 1_000
        await page.goto(session)
        await page.getByRole('button', { name: 'Open the payer’s page' }).click()
        await page.waitForURL(/\/p\//)
        return page.url()
      }
      const isOpen = async (address: string) => (await page.goto(address))?.status()
      const [first, second] = [await made(), await made()]
      expect([await isOpen(first), await isOpen(second)]).toEqual([200, 200])
      await page.goto(session)
      await page
        .getByRole('button', { name: /^Take back/ })
        .first()
        .click()
      await page.getByText('The link was taken back').waitFor()
      expect([await isOpen(first), await isOpen(second)]).toEqual([200, 404])
      expect(await isOpen(first.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a')))).toBe(404)
      now += 61_000
      expect(await isOpen(first)).toBe(404)
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('This link is not valid')
      expect(await page.content()).not.toContain(order.id)
    },
  )
})
