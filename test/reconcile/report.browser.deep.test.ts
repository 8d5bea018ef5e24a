import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { generate } from '../../packages/reconcile/browser/build.mjs'
import { CODES, type HtmlOptions, html, type Result } from '../../packages/reconcile/src/index.ts'
import { CHROMIUM, launched } from '../../packages/status-page/src/chromium.fixture.ts'
import { ROOT } from '../packages.ts'
import { everyCodeRun, manyRun, run } from './report.fixture.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const SHOTS = join(ROOT, 'test', 'output', 'reconcile')
const NAMES = { left: 'orders.csv', right: 'sqlite:.onetill/onetill.db' }
const DEEP = process.env['ONETILL_DEEP'] === '1'

/** How a page is looked at: `npm run check:deep` takes every way. */
const WAYS = [320, 768, 1440].flatMap((width) =>
  [false, true].flatMap((dark) => (DEEP || (width === 768 && !dark) ? [{ width, dark }] : [])),
)

let folder = ''
let browser: Browser
let report: string

/** Writes a report and ends the run. */
async function written(name: string, result: Result, options: HtmlOptions = { names: NAMES }): Promise<string> {
  const path = join(folder, `${name}.html`)
  await pipeline(Readable.from(html(result, options)), createWriteStream(path))
  await result.close()
  return path
}

interface Opened {
  readonly page: Page
  readonly bad: string[]
}

async function opened(path: string, width = 1440, dark = false, scripts = true): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 720 : 900 },
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: scripts,
    reducedMotion: 'reduce',
    offline: true,
  })
  const page = await context.newPage()
  const bad: string[] = []
  page.on('pageerror', (error) => bad.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') bad.push(`console: ${message.text()}`)
  })
  page.on('dialog', (dialog) => {
    bad.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  const url = pathToFileURL(path).href
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== url && request.url() !== 'data:,') bad.push(`request: ${request.url()}`)
  })
  await page.goto(url)
  return { page, bad }
}

async function shot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true })
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true, animations: 'disabled' })
}

async function axe(page: Page): Promise<unknown> {
  await page.evaluate(AXE)
  return page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => ({ id, nodes: nodes.slice(0, 5).map(({ html, failureSummary }) => ({ html: html.slice(0, 200), summary: failureSummary ?? '' })) })))`)
}

/** What runs over: the page sideways, or boxes that end outside it. */
const OVERFLOWS = `(() => {
  const root = document.documentElement
  const found = root.scrollWidth > root.clientWidth ? ['page is ' + root.scrollWidth + ' wide in ' + root.clientWidth] : []
  for (const each of document.querySelectorAll('body *')) {
    const box = each.getBoundingClientRect()
    if (box.width > 1 && box.right > root.clientWidth + 1 && !each.closest('.scroll, .unseen')) found.push(each.tagName + '.' + each.className + ' ends at ' + Math.round(box.right))
  }
  for (const each of document.querySelectorAll('th, dt, button, h1, h2, .status')) {
    const box = each.getBoundingClientRect()
    if (box.width > 0 && box.width < 30 && box.height > 60 && getComputedStyle(each.closest('thead') ?? each).position !== 'absolute') found.push('a word in letters: ' + each.textContent)
  }
  return found
})()`

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'report-'))
  report = await written('every', await everyCodeRun({ rules: { tolerance: { EUR: { above: '0.005' } } } }))
  if (CHROMIUM !== null) browser = await launched()
}, 300_000)
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

test('the generated style and script are what their sources make; node packages/reconcile/browser/build.mjs renews them', async () => {
  const file = join(ROOT, 'packages/reconcile/src/html/assets.generated.ts')
  expect(readFileSync(file, 'utf8')).toBe(await generate())
})

describe.skipIf(CHROMIUM === null)('the report', () => {
  test.for([320, 768, 1440])('at %i: axe finds nothing, nothing runs over, nothing is requested', async (width) => {
    for (const dark of [false, true]) {
      if (!DEEP && dark !== (width === 768)) continue
      const { page, bad } = await opened(report, width, dark)
      const name = `report-${width}-${dark ? 'dark' : 'light'}`
      await page.locator('#findings-list li').first().waitFor()
      expect(await axe(page), name).toEqual([])
      expect(await page.evaluate(OVERFLOWS), name).toEqual([])
      await shot(page, name)
      await page.selectOption('#code', 'amount_under')
      await page.locator('.finding summary').first().click()
      await page.locator('.f-body').waitFor()
      expect(await axe(page), `${name}, open`).toEqual([])
      expect(await page.evaluate(OVERFLOWS), `${name}, open`).toEqual([])
      await page.locator('.list').screenshot({ path: join(SHOTS, `${name}-open.png`) })
      expect(bad).toEqual([])
      await page.context().close()
    }
  })

  test('has every code, each with both records beside each other', async () => {
    const { page, bad } = await opened(report)
    for (const code of Object.keys(CODES)) {
      await page.selectOption('#code', code)
      const first = page.locator(`.finding`, { hasText: code.replaceAll('_', ' ') }).first()
      await first.locator('summary').click()
      await expect.poll(() => first.locator('.sides tbody tr').count(), { message: code }).toBeGreaterThan(0)
      expect(await first.locator('.f-body').textContent()).toContain(CODES[code as keyof typeof CODES].action)
    }
    expect(bad).toEqual([])
    await page.context().close()
  })

  test('a finding shows what differs, its class is reached from the table, text narrows the list', async () => {
    const { page, bad } = await opened(report)
    await page.locator('a[data-code="amount_under"]').first().click()
    expect(await page.locator('#code').inputValue()).toBe('amount_under')
    expect(await page.locator('.finding').count()).toBe(1)
    await page.locator('.finding summary').click()
    const row = page.locator('.sides tr.differs', { hasText: 'Counted' })
    expect(await row.locator('td').allTextContents()).toEqual(['5.01 EUR', '5.00 EUR'])
    await page.selectOption('#code', '')
    await page.fill('#text', 'ORDER-1099')
    await expect.poll(() => page.locator('.finding').count()).toBe(1)
    expect(await page.locator('#shown').textContent()).toMatch(/^1 of 1 shown, \d+ in all\.$/)
    await page.fill('#text', 'nothing like this')
    await expect.poll(() => page.locator('#shown').textContent()).toMatch(/^None is like that/)
    expect(bad).toEqual([])
    await page.context().close()
  })

  test('without scripts the summary, the classes and the first findings can be read', async () => {
    for (const { width, dark } of WAYS) {
      const { page, bad } = await opened(report, width, dark, false)
      const name = `plain-${width}-${dark ? 'dark' : 'light'}`
      const text = await page.locator('main').textContent()
      for (const part of ['There are differences', 'Where every record is', 'orders.csv', 'missing right', 'Set aside'])
        expect(text).toContain(part)
      expect(await page.locator('#filter').isVisible()).toBe(false)
      await page.locator('.finding summary').first().click()
      expect(await page.locator('.finding').first().locator('.f-body').isVisible()).toBe(true)
      expect(await page.evaluate(OVERFLOWS), name).toEqual([])
      await shot(page, name)
      expect(bad).toEqual([])
      await page.context().close()
    }
  })

  test('10,000 findings: opened, searched, paged within reason', async () => {
    const path = await written('many', await manyRun(10_000))
    const begun = performance.now()
    const { page, bad } = await opened(path)
    await page.locator('#findings-list li').first().waitFor()
    await expect.poll(() => page.locator('#shown').textContent()).toBe('50 of 10,000 shown.')
    expect(performance.now() - begun).toBeLessThan(10_000)
    const took = z.array(z.number()).parse(
      await page.evaluate(`(() => {
      const input = document.getElementById('text')
      const times = []
      for (const text of ['order-77', 'missing_right 5', 'nothing']) {
        input.value = text
        const from = performance.now()
        document.getElementById('filter').requestSubmit()
        times.push(performance.now() - from)
      }
      return times
    })()`),
    )
    console.log(`10,000 findings filtered in ${took.map((each) => Math.round(each)).join(', ')} ms`)
    for (const each of took) expect(each).toBeLessThan(1_500)
    await page.fill('#text', 'order-77')
    await expect.poll(() => page.locator('#shown').textContent()).toBe('50 of 111 shown, 10,000 in all.')
    await page.click('#more')
    await page.click('#more')
    expect(await page.locator('.finding').count()).toBe(111)
    expect(await page.locator('#more').isVisible()).toBe(false)
    expect(bad).toEqual([])
    await page.context().close()
    const plain = await opened(path, 768, false, false)
    expect(await plain.page.locator('#shown').textContent()).toMatch(/^The first 50 of 10,000\. .*--format csv/)
    await plain.page.context().close()
  })

  test('a page that holds fewer than there are says so', async () => {
    const path = await written('cut', await manyRun(80), { most: 60 })
    const { page } = await opened(path)
    expect(await page.locator('#cut').textContent()).toMatch(/first 60 of 80 findings.*--format ndjson/)
    await expect.poll(() => page.locator('#shown').textContent()).toBe('50 of 60 shown.')
    await page.context().close()
  })

  test('text of records is never markup or script, and what cannot be seen is named', async () => {
    const evil = [
      `</script><script>alert(1)</script>`,
      `<!--<script>`,
      `"><img src=x onerror=alert(1)>`,
      `\u202egnp.exe\u0007\u2028`,
      `<style>*{display:none}</style>`,
      `javascript:alert(1)`,
      `https://evil.example/x.png`,
      `x${'W'.repeat(300)}`,
    ]
    const record = (reference: string, at: number) => ({
      ...{ reference, status: reference, currency: 'EUR' },
      amount: at === evil.length - 1 ? `${'9'.repeat(25)}.5` : '5',
    })
    const names = { left: evil[0] ?? '', right: evil[2] ?? '' }
    const path = await written('evil', await run(evil.map(record), []), { names })
    for (const { width, dark } of WAYS)
      for (const scripts of [true, false]) {
        const { page, bad } = await opened(path, width, dark, scripts)
        const name = `hostile-${width}-${dark ? 'dark' : 'light'}-${scripts ? 'scripts' : 'plain'}`
        expect(await page.locator('.finding').count()).toBe(evil.length)
        for (const summary of await page.locator('.finding summary').all()) await summary.click()
        const text = await page.locator('.findings').textContent()
        for (const each of evil.filter((one) => !one.includes('\u202e'))) expect(text).toContain(each)
        expect(text).toContain('⟨U+202E⟩gnp.exe⟨U+0007⟩⟨U+2028⟩')
        expect(await page.locator('img, .findings style, .findings script').count()).toBe(0)
        expect(await page.evaluate(OVERFLOWS), name).toEqual([])
        if (scripts) expect(await axe(page), name).toEqual([])
        await shot(page, name)
        expect(bad).toEqual([])
        await page.context().close()
      }
  })

  test('a clean run says so', async () => {
    const same = [{ reference: 'o1', status: 'paid', amount: '5', currency: 'EUR' }]
    const { page, bad } = await opened(await written('clean', await run(same, same)), 768)
    expect(await page.locator('h1').textContent()).toBe('Clean')
    expect(await page.locator('#shown').textContent()).toBe('There are none.')
    expect(await axe(page)).toEqual([])
    await shot(page, 'clean-768')
    expect(bad).toEqual([])
    await page.context().close()
  })

  test('a planted script does not run, and a planted request is seen', async () => {
    const path = join(folder, 'planted.html')
    const text = readFileSync(report, 'utf8')
    writeFileSync(
      path,
      text.replace('</main>', '<script>alert(1)</script><img src="https://evil.example/x.png" alt=""></main>'),
    )
    const { page, bad } = await opened(path)
    await expect.poll(() => bad.join('\n')).toMatch(/Content Security Policy/)
    expect(bad.some((line) => line.startsWith('dialog'))).toBe(false)
    await page.context().close()
  })

  test('print: the summary and the findings, without controls, and nothing is cut off', async () => {
    for (const { width, dark } of WAYS) {
      const { page } = await opened(report, width, dark)
      await page.emulateMedia({ media: 'print' })
      const name = `print-${width}-${dark ? 'dark' : 'light'}`
      expect(await page.locator('#filter').isVisible()).toBe(false)
      expect(await page.locator('#verdict').isVisible()).toBe(true)
      expect(await page.evaluate(OVERFLOWS), name).toEqual([])
      await shot(page, name)
      await page.context().close()
    }
  })
})
