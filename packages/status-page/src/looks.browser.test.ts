import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import process from 'node:process'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { Store } from '@onetill/store'
import { filled, memoryLinks, NOW } from './board.fixture.ts'
import { CHROMIUM, launched, opened, shot } from './chromium.fixture.ts'
import type { PayerLinks } from './options.ts'
import { hashOf, randomToken } from './secrets.ts'
import { served, type TestServer } from './server.fixture.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const NAMES = { acme: 'Acme Pay', voice: 'Voicebox', chain: 'Chainlane', hosted: 'Hosted One' }

let browser: Browser
let store: Store
let empty: Store
let links: PayerLinks
let server: TestServer
let bare: TestServer

const violations = z.array(
  z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string(), summary: z.string() })) }),
)

/** What axe finds, with the page's own policy on. */
async function axe(page: Page): Promise<unknown> {
  await page.evaluate(AXE)
  const found = await page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => ({ html: html.slice(0, 200), summary: failureSummary ?? '' })) })))`)
  return violations.parse(found)
}

/** What runs over: the page sideways, or a box whose text is cut. */
const OVERFLOWS = `(() => {
  const found = []
  const root = document.documentElement
  if (root.scrollWidth > root.clientWidth) {
    found.push('page is ' + root.scrollWidth + ' wide in ' + root.clientWidth)
    for (const each of document.querySelectorAll('body *')) {
      const box = each.getBoundingClientRect()
      if (box.width > 0 && box.right > root.clientWidth + 1 && !each.closest('.scroll, .tabs, .strip, pre')) found.push(each.tagName + '.' + each.className + ' ends at ' + Math.round(box.right))
    }
  }
  const boxes = [...document.querySelectorAll('main a, main button, main input, main select, header a, header button')]
    .filter((each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !each.closest('.unseen, .tabs, .strip'))
    .map((each) => [each, each.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0)
  boxes.forEach(([a, first], index) => {
    for (const [b, second] of boxes.slice(index + 1)) {
      if (a.contains(b) || b.contains(a)) continue
      const wide = Math.min(first.right, second.right) - Math.max(first.left, second.left)
      const high = Math.min(first.bottom, second.bottom) - Math.max(first.top, second.top)
      if (wide > 1 && high > 1) found.push(a.outerHTML.slice(0, 80) + ' over ' + b.outerHTML.slice(0, 80))
    }
  })
  for (const each of document.querySelectorAll('th, dt, button, h1, h2')) {
    const box = each.getBoundingClientRect()
    if (box.width > 0 && box.width < 30 && box.height > 60) found.push('a word in letters: ' + each.textContent)
  }
  for (const each of document.querySelectorAll('main *, header *')) {
    const style = getComputedStyle(each)
    if (each.closest('.unseen, .search, svg, thead') || style.overflowX === 'auto' || each.tagName === 'SELECT' || each.tagName === 'INPUT') continue
    if (style.display !== 'inline' && style.overflowX !== 'visible' && each.scrollWidth > each.clientWidth + 1) found.push('cut: ' + each.outerHTML.slice(0, 120))
  }
  return found
})()`

beforeAll(async () => {
  if (CHROMIUM === null) return
  ;[browser, store, empty] = await Promise.all([launched(), filled(), filled([])])
  links = memoryLinks()
  const shared = { now: () => NOW, providerNames: NAMES, merchant: 'Northwind Records', readAgain: async () => {} }
  ;[server, bare] = await Promise.all([served({ store, links, ...shared }), served({ store: empty, ...shared })])
})

afterAll(async () => {
  await browser?.close()
  await Promise.all([server?.close(), bare?.close()])
  await Promise.all([store?.close(), empty?.close()])
})

async function payerPath(key: string): Promise<string> {
  const token = randomToken()
  const expiresAt = '2026-12-20T12:00:00.000Z'
  await links.create({
    hash: hashOf(token),
    key,
    createdAt: NOW.toISOString(),
    createdBy: 'test',
    expiresAt,
    revokedAt: null,
  })
  return `/p/${token}`
}

/** Name of the picture, and where it is. */
const PAGES: readonly (readonly [string, () => Promise<string>])[] = [
  ['board', async () => `${server.url}/`],
  ['attention', async () => `${server.url}/?view=attention`],
  ['filtered', async () => `${server.url}/?status=paid&currency=USD&min=100&from=2026-11-18`],
  ['problem', async () => `${server.url}/?min=100`],
  ['no-match', async () => `${server.url}/?q=nothing-like-this`],
  ['empty', async () => `${bare.url}/`],
  ['session-paid', async () => `${server.url}/sessions/acme/default/cs_9hUzz1`],
  ['session-unread', async () => `${server.url}/sessions/chain/default/pay_52Kd`],
  ['session-regressed', async () => `${server.url}/sessions/hosted/default/h_20860`],
  ['not-found', async () => `${server.url}/sessions/acme/default/none`],
  ['payer-open', async () => server.url + (await payerPath('acme/default/cs_9hV2kQ'))],
  ['payer-paid', async () => server.url + (await payerPath('acme/default/cs_9hUzz1'))],
  ['payer-unconfirmed', async () => server.url + (await payerPath('hosted/default/h_20881'))],
  ['payer-refund', async () => `${server.url}${await payerPath('hosted/default/h_20877')}?lang=de`],
  ['payer-expired', async () => `${server.url}${await payerPath('chain/default/pay_53Lm')}?lang=es`],
]

const WIDTHS = [320, 768, 1440]
/** `npm test` looks at each page at each width in one theme, in turn; `npm run check:deep` in both. */
const DEEP = process.env['ONETILL_DEEP'] === '1'

describe.skipIf(CHROMIUM === null)('every page, at every width, light and dark', () => {
  test.for(PAGES.map((page, index) => [...page, index] as const))('%s', async ([name, address, index]) => {
    const url = await address()
    for (const dark of [false, true])
      for (const [at, width] of WIDTHS.entries()) {
        if (!DEEP && ((index + at) % 2 === 0) !== dark) continue
        const { page, bad } = await opened(browser, { width, dark })
        await page.goto(url)
        await page.waitForTimeout(150)
        const where = `${name} ${width} ${dark ? 'dark' : 'light'}`
        await shot(page, `${name}-${width}-${dark ? 'dark' : 'light'}`)
        expect(await axe(page), where).toEqual([])
        expect(await page.evaluate(OVERFLOWS), where).toEqual([])
        expect(
          bad.filter((line) => !/status of 40[04]/.test(line)),
          where,
        ).toEqual([])
        await page.context().close()
      }
  })

  test('a planted defect is found: by axe, by the measure of what runs over, and by the list of what must not happen', async () => {
    const { page, bad } = await opened(browser, { width: 768 })
    await page.goto(server.url)
    await page.evaluate(`(() => {
      const wide = document.createElement('div')
      wide.style.width = '3000px'
      wide.textContent = 'wide'
      const button = document.createElement('button')
      document.querySelector('main').append(wide, button)
      document.body.append(new Image())
      document.querySelector('img').src = 'https://evil.example/x.png'
    })()`)
    expect(JSON.stringify(await axe(page))).toContain('button-name')
    expect(await page.evaluate(OVERFLOWS)).toContainEqual(expect.stringMatching(/^page is 3\d\d\d wide/))
    await expect.poll(() => bad.length).toBeGreaterThan(0)
    await page.context().close()
  })
})
