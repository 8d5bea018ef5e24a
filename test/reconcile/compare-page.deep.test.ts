import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { CheckoutSession } from '@onetill/core'
import { type Comparison, compareProviders, comparisonPage, type Dimension } from '@onetill/reconcile'
import { CHROMIUM, launched } from '../../packages/status-page/src/chromium.fixture.ts'
import { ROOT } from '../packages.ts'
import { many, one, PLANS, planned } from './compare.fixture.ts'

const require = createRequire(join(ROOT, 'packages/status-page/package.json'))
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const SHOTS = join(ROOT, 'test/output/compare')

const compared = (
  by: readonly Dimension[] = [],
  sessions: readonly CheckoutSession[] = PLANS.flatMap(planned),
): Promise<Comparison> =>
  compareProviders({ source: { kind: 'sessions', sessions }, by, asOf: '2026-11-22T12:00:00Z', zone: 'Europe/Berlin' })

/** A section of the page by the id of its heading. */
const section = (html: string, id: string): string => {
  const [, found] = new RegExp(`<section class="panel" aria-labelledby="${id}">(.*?)</section>`, 's').exec(html) ?? []
  if (found === undefined) throw new Error(`no section ${id}`)
  return found
}

describe('the page', () => {
  test('every chart has a title, says in it what it shows, and stands above the same as a table', async () => {
    const html = comparisonPage(await compared())
    for (const id of ['outcomes', 'paid', 'times', 'refunds']) {
      const text = section(html, id)
      const charts = [
        ...text.matchAll(/<svg class="chart"[^>]*role="img"[^>]*aria-label="([^"]+)"[^>]*><title>([^<]+)<\/title>/g),
      ]
      expect(charts.length, id).toBeGreaterThan(0)
      for (const [, label, title] of charts) {
        expect(label).toBe(title)
        expect(title).toMatch(/^(chain|hosted|voice): .*\d/)
      }
      const [, table = ''] = /<details class="twin">(.*?)<\/details>/s.exec(text) ?? []
      for (const { provider } of PLANS) expect(table).toContain(`<th scope="row">${provider}`)
    }
    expect(section(html, 'paid')).toContain('66.7 % (62.8–70.4 %) of 586')
  })

  test('lengths in a bar are the shares, and a group that is too small has no bar', async () => {
    const comparison = await compared()
    const bars = section(comparisonPage(comparison), 'outcomes').split('<li>').slice(1)
    for (const [place, { key, sessions, outcomes }] of comparison.groups.entries()) {
      const widths = [...(bars[place] ?? '').matchAll(/<rect x="[\d.]+%" y="0" width="([\d.]+)%"/g)].map(
        ([, width = '']) => Number(width),
      )
      const counts = Object.values(outcomes).flatMap((share) => (share.sessions === 0 ? [] : [share.sessions]))
      if (key.provider === 'pilot') expect(widths).toEqual([])
      else {
        expect(widths).toHaveLength(counts.length)
        for (const [index, width] of widths.entries())
          expect(width).toBeCloseTo(((counts[index] ?? 0) / sessions) * 100, 2)
      }
    }
  })

  test('nothing of a name is markup, and none turns the writing round', async () => {
    const account = '"><script>alert(1)</script>\u202e&'
    const html = comparisonPage(
      await compared(
        ['account'],
        many(40, () => one('paid', { account, provider: '<b>x' })),
      ),
    )
    expect(html).not.toContain('<script')
    expect(html).not.toContain('<b>x')
    expect(html).not.toContain('\u202e')
    expect(html).toContain('&lt;b&gt;x · live or test not said · &quot;&gt;&lt;script&gt;')
  })

  test('needs nothing else: no script, no address', async () => {
    const html = comparisonPage(await compared(['day']))
    expect(html).not.toMatch(/<script|<link|<img|@import|https?:|\son\w+=|url\((?!#)/)
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline';`)
  })

  test('says so when there is nothing', async () => {
    expect(comparisonPage(await compared([], []))).toContain('No session is of this period')
  })

  test('as many groups as there may be stay a page that can be opened', async () => {
    const crowd = many(2_000, (place) => one('paid', { account: `shop-${place}` }))
    const html = comparisonPage(await compared(['account'], crowd))
    expect(html.length).toBeLessThan(5_000_000)
    expect(html).toContain('The first 24 of 2000 groups are drawn; the tables have all of them.')
    expect(section(html, 'paid').match(/<th scope="row">/g)).toHaveLength(2_000)
  })
})

const violations = z.array(z.object({ id: z.string(), nodes: z.array(z.string()) }))
async function axe(page: Page): Promise<unknown> {
  await page.evaluate(AXE)
  return violations.parse(
    await page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => html.slice(0, 160) + failureSummary) })))`),
  )
}

/** `npm test` looks at each page narrow in one theme and wide in the other; `npm run check:deep` at all. */
const DEEP = process.env['ONETILL_DEEP'] === '1'

describe.skipIf(CHROMIUM === null)('in a browser, from a file', () => {
  let browser: Browser
  let folder = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'onetill-compare-'))
    mkdirSync(SHOTS, { recursive: true })
    browser = await launched()
  })
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const file = (name: string, html: string): string => {
    const path = join(folder, `${name}.html`)
    writeFileSync(path, html)
    return pathToFileURL(path).href
  }

  async function opened(url: string, { width = 768, dark = false, scripts = true } = {}) {
    const context = await browser.newContext({
      ...{ viewport: { width, height: 900 }, colorScheme: dark ? 'dark' : 'light', javaScriptEnabled: scripts },
    })
    const page = await context.newPage()
    const bad: string[] = []
    page.on('request', (request) => request.url() !== url && bad.push(request.url()))
    page.on('console', (message) => bad.push(message.text()))
    page.on('pageerror', (error) => bad.push(error.message))
    await page.goto(url)
    return { page, bad }
  }

  test.for([
    ['providers', [], 0],
    ['days', ['day'], 1],
    ['methods', ['method', 'currency'], 0],
  ] as const)(
    '%s: nothing for axe to find, nothing runs over, nothing is asked for, in light and dark',
    async ([name, by, turn]) => {
      const url = file(name, comparisonPage(await compared(by)))
      for (const [at, width] of (DEEP ? [320, 768, 1_440] : [320, 1_440]).entries())
        for (const dark of [false, true]) {
          if (!DEEP && ((at + turn) % 2 === 0) !== dark) continue
          const { page, bad } = await opened(url, { width, dark })
          const where = `${name}-${width}-${dark ? 'dark' : 'light'}`
          await page.screenshot({ path: join(SHOTS, `${where}.png`), fullPage: true })
          const over = () => page.evaluate('document.documentElement.scrollWidth - innerWidth')
          expect(await over(), where).toBeLessThanOrEqual(0)
          await page.evaluate(`document.querySelectorAll('details').forEach((each) => { each.open = true })`)
          expect(await axe(page), where).toEqual([])
          expect(await over(), `${where} opened`).toBeLessThanOrEqual(0)
          expect(bad, where).toEqual([])
          await page.context().close()
        }
    },
  )

  test('works without scripts: a table opens by keyboard', async () => {
    const { page } = await opened(file('plain', comparisonPage(await compared())), { scripts: false })
    const table = page.locator('section[aria-labelledby=paid] table')
    expect(await table.isVisible()).toBe(false)
    await page.locator('section[aria-labelledby=paid] summary').focus()
    await page.keyboard.press('Enter')
    expect(await table.isVisible()).toBe(true)
    const cells = await table.locator('tbody tr').first().locator('th, td').allTextContents()
    expect(cells.slice(0, 4)).toEqual(['chain', '391', '586', '66.7 % (62.8–70.4)'])
    await page.context().close()
  })

  test('a planted defect is found: by axe, by the width, and by the list of requests', async () => {
    const html = comparisonPage(await compared())
      .replace(/<meta http-equiv[^>]*>/, '')
      .replace(
        '</main>',
        '<div style="width:3000px">wide</div><button></button><img src="https://x.example/a.png" alt=""></main>',
      )
    const { page, bad } = await opened(file('planted', html), { width: 320 })
    expect(JSON.stringify(await axe(page))).toContain('button-name')
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeGreaterThan(0)
    await expect.poll(() => bad).toContain('https://x.example/a.png')
    await page.context().close()
  })
})
