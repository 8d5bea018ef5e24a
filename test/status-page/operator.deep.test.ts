// An operator at work: what needs attention, a session, a decision, what reconciliation found.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'
// By its path until the folder `test` depends on the package.
import { reconcile } from '../../packages/reconcile/src/index.ts'
import { CHROMIUM, launched, opened } from '../../packages/status-page/src/chromium.fixture.ts'
import { DATABASES, EVERY_WAY, isWellMade, type Way } from './ways.ts'
import { tabTo, type World, working } from './working.ts'

let browser: Browser
beforeAll(async () => {
  if (CHROMIUM !== null) browser = await launched()
})
afterAll(() => browser?.close())

const texts = z.array(z.string())
const references = async (page: Page): Promise<readonly string[]> =>
  [...texts.parse(await page.locator('a.row-link').allTextContents())].sort()

async function openedAs(way: Way) {
  const one = await opened(browser, way)
  onTestFinished(() => one.page.context().close())
  return one
}

/** A call that was paid, an order paid with less than was due, one with a refund that waits, one of an unread word. */
async function morning({ call, checkout, page, voice, crypto, hosted }: World) {
  const [paid, less, back, odd] = await Promise.all([call('PAID'), checkout('LESS'), page('BACK'), checkout('ODD')])
  voice.act(paid.id, 'dial')
  voice.act(paid.id, 'pay')
  for (const { id } of [less, odd]) crypto.act(id, 'select', { token: 'USDC', chain: 'solana' })
  crypto.act(less.id, 'underpay')
  crypto.act(odd.id, 'detect')
  hosted.act(back.id, 'pay')
  hosted.act(back.id, 'refund', { amount: '45.00' })
  await Promise.all([paid, less, back, odd].map(({ due }) => due()))
  await Promise.all([
    paid.until(({ session }) => session.status === 'paid'),
    less.until(({ session }) => session.status === 'review'),
    back.until(({ session }) => session.refundStatus === 'pending'),
    odd.until(({ session }) => session.status === 'processing'),
  ])
  crypto.setWord(odd.id, 'settling_v2')
  await odd.due()
  await odd.until(({ unread }) => unread !== null)
  return { paid, less, back, odd }
}

describe.skipIf(CHROMIUM === null)('an operator', () => {
  test.for(EVERY_WAY)('goes through what needs attention, and decides: $name', async ({ engine, way }) => {
    const world = await working(engine)
    const { url, crypto, store } = world
    const { less } = await morning(world)
    const { page, bad } = await openedAs(way)
    const view = async (name: string) => {
      await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name, exact: true }).click()
      await page.getByRole('heading', { level: 1, name: name === 'All' ? 'Sessions' : name }).waitFor()
      return references(page)
    }
    await page.goto(url)
    expect(await references(page)).toEqual(['BACK', 'LESS', 'ODD', 'PAID'])
    await isWellMade(page, bad, way, 'board')
    expect(await view('Unread words')).toEqual(['ODD'])
    expect(await view('Refunds to watch')).toEqual(['BACK'])
    expect(await view('Stuck')).toEqual([])
    await page.getByRole('heading', { name: 'Nothing to look at' }).waitFor()
    expect(await view('Needs attention')).toEqual(['BACK', 'LESS', 'ODD'])
    const file = (await page.getByRole('link', { name: 'CSV' }).getAttribute('href')) ?? ''
    const lines = (await (await fetch(url + file)).text()).trim().split('\r\n').slice(1)
    expect(lines.map((line) => line.split(',')[4]).sort()).toEqual(['BACK', 'LESS', 'ODD'])

    await page.getByRole('link', { name: 'LESS', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'LESS' }).waitFor()
    expect(await page.locator('.heading .status').textContent()).toBe('Review')
    const money = (await page.getByRole('region', { name: 'Money' }).textContent()) ?? ''
    expect(money).toMatch(/Received\s*not reported by this provider/)
    expect(money).not.toMatch(/Received\s*0/)
    expect(await page.getByRole('region', { name: 'Refunds' }).textContent()).toContain(
      'Refunds are not reported by this provider.',
    )
    expect(await page.getByRole('region', { name: 'Processor' }).textContent()).toMatch(/USDC \(solana, arbitrum\)/)
    await page.getByText('The session as it is stored, redacted').click()
    const raw = (await page.locator('details.panel pre').last().textContent()) ?? ''
    expect(raw).toContain('"token": "USDC"')
    expect(raw).toContain('"solana"')
    expect(raw).toContain('"customer": ')
    await isWellMade(page, bad, way, 'session')

    await page.getByLabel('What was decided').fill('the rest was waived')
    await page.getByLabel('Note').fill('agreed on 2026-11-21')
    await page.getByRole('button', { name: 'Decide' }).click()
    await page.getByRole('heading', { name: 'Decided' }).waitFor()
    expect(await page.getByText('the rest was waived, by this machine').count()).toBe(1)
    expect(await page.locator('.heading .status').textContent()).toBe('Review')
    await isWellMade(page, bad, way, 'decided')
    await page.goto(`${url}/?view=attention`)
    expect(await references(page)).toEqual(['BACK', 'ODD'])
    expect((await store.history(less.key))?.resolution).toMatchObject({ note: 'agreed on 2026-11-21' })

    crypto.setWord(less.id, 'overpaid')
    await less.due()
    await less.until(({ session }) => session.detail === 'overpaid')
    if (!way.scripts) await page.reload()
    await page.getByRole('link', { name: 'LESS', exact: true }).click()
    await page.getByText('Something new came since.').waitFor()
    expect(await page.getByLabel('What was decided').count()).toBe(1)
  })

  test.for(DATABASES)(
    'with keys alone: the view, the session, the decision, the payer’s page: $name',
    async (engine) => {
      const world = await working(engine)
      const { store, url } = world
      const { less } = await morning(world)
      const { page, bad } = await openedAs({ name: 'keys', width: 1440, scripts: true, language: 'en' })
      const { keyboard } = page
      await page.goto(url)
      await tabTo(page, /^Needs attention$/)
      await keyboard.press('Enter')
      await page.waitForURL(/view=attention/)
      for (let row = 0; row < 3; row++) {
        await keyboard.press('j')
        if ((await page.evaluate('document.activeElement.textContent')) === 'LESS') break
      }
      await keyboard.press('Tab')
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Payer’s page of LESS')
      await keyboard.press('Shift+Tab')
      await keyboard.press('Enter')
      await page.waitForURL(`${url}/sessions/${less.key}`)
      await tabTo(page, /^decision$/)
      await keyboard.type('waived')
      await keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Decided' }).waitFor()
      expect((await store.history(less.key))?.resolution?.decision).toBe('waived')
      await keyboard.press('u')
      await page.waitForURL(`${url}/`)
      await keyboard.press('/')
      await keyboard.type('LESS')
      await keyboard.press('Enter')
      await page.waitForURL(/q=LESS/)
      await tabTo(page, /^Payer’s page of LESS$/)
      await keyboard.press('Enter')
      await page.waitForURL(/\/p\/[\w-]{32}$/)
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Less arrived than was due')
      expect(bad).toEqual([])
    },
  )

  test.for(EVERY_WAY)(
    'sees on a session what reconciliation found, open and then closed: $name',
    async ({ engine, way }) => {
      const world = await working(engine)
      const { store, url } = world
      const { paid, back } = await morning(world)
      const ledger = (amount: string) => [
        { reference: 'PAID', status: 'paid', amount, currency: 'USD' },
        { reference: 'BACK', status: 'paid', amount: '120.00', currency: 'EUR' },
      ]
      const reconciled = async (amount: string, asOf: string) => {
        const left = { kind: 'records', records: ledger(amount) } as const
        const result = await reconcile({ left, right: { kind: 'store', store }, asOf, threads: 1 })
        await store.keepRun(result)
        await result.close()
      }
      await reconciled('4.00', '2026-11-21T10:00:00Z')
      const { page, bad } = await openedAs(way)
      const panel = page.getByRole('region', { name: 'Reconciliation' })
      await page.goto(`${url}/sessions/${paid.key}`)
      expect(await panel.textContent()).toMatch(/amount (over|under)\s+open/)
      await panel.getByText('What differs').click()
      const differs = (await panel.locator('pre').first().textContent()) ?? ''
      for (const said of ['"4.00"', '"5.00"', '"USD"']) expect(differs).toContain(said)
      await isWellMade(page, bad, way, 'finding')
      await page.goto(`${url}/sessions/${back.key}`)
      expect(await panel.textContent()).toContain('unverifiable')
      await reconciled('5.00', '2026-11-21T11:00:00Z')
      await page.goto(`${url}/sessions/${paid.key}`)
      expect(await panel.textContent()).toMatch(/closed .* as it is no longer found/)
    },
  )
})
