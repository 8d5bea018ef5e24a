// Whatever a provider, a caller or a payer wrote: nothing of it runs, is loaded, or moves what stands beside it.
import process from 'node:process'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'
import { type Observation, observe, type Store } from '@onetill/store'
import { filled, memoryLinks, NOW } from '../../packages/status-page/src/board.fixture.ts'
import { CHROMIUM, launched, type Opening, opened, shot } from '../../packages/status-page/src/chromium.fixture.ts'
import { PARAMETERS } from '../../packages/status-page/src/query.ts'
import { hashOf, randomToken } from '../../packages/status-page/src/secrets.ts'
import { served, type TestServer } from '../../packages/status-page/src/server.fixture.ts'
import { FACTS } from '../../packages/store/src/acme.fixture.ts'
import { filledSession, KINDS } from './filled-session.ts'
import { HOSTILE_TEXTS } from './hostile-texts.ts'

/** Every place has seen every text after as many sessions as there are texts; `npm test` takes a part of them. */
const DEEP = process.env['ONETILL_DEEP'] === '1'
const EVERY = DEEP ? 1 : 8
const NUMBERS = Array.from({ length: HOSTILE_TEXTS.length }, (_, index) => index).filter((n) => n % EVERY === 0)
const WIDTHS = [320, 1440]

/** Payers' pages of each of these are looked at. */
const STATES = [
  { status: 'paid', detail: 'exact', refundStatus: 'partial' },
  { status: 'open', detail: 'awaiting_payment', reversal: null, expiresAt: '2026-11-20T13:00:00.000Z' },
  { status: 'failed', detail: 'declined', reversal: null },
] as const

/** A session with another of the texts at each place, and a word nobody knows after it. */
function hostile(number: number): readonly Observation[] {
  const text = (place: number): string => HOSTILE_TEXTS[(number + place * 5) % HOSTILE_TEXTS.length] ?? ''
  const session = filledSession(number % KINDS, (_, index) => text(index), {
    // A longer one would be no address any more, and the store takes no half of a surrogate pair.
    id: `${number} ${text(0)
      .slice(0, 60)
      .replace(/\p{Surrogate}/gu, '\ufffd')}`,
    ...STATES[number % STATES.length],
  })
  const at = new Date(NOW.getTime() - (number + 1) * 60_000).toISOString()
  const read = { ...session, createdAt: at, updatedAt: at, observed: { ...session.observed, at, via: 'read' as const } }
  const later = new Date(Date.parse(at) + 1_000).toISOString()
  const native = JSON.stringify({ status: text(1), [text(2).slice(0, 100)]: [text(3), { deep: text(4) }] })
  return [
    observe(read, FACTS, { native }),
    ...(number % 5 === 0
      ? [
          observe(
            {
              ...read,
              status: 'unknown' as const,
              detail: null,
              providerStatus: text(5),
              updatedAt: later,
              observed: { ...read.observed, at: later },
            },
            FACTS,
            { native: text(6) },
          ),
        ]
      : []),
  ]
}

/** What is on a page that is not ours, or would be able to run, load, or lead elsewhere. */
const CENSUS = `(() => {
  const found = []
  const say = (what, element) => found.push(what + ': ' + element.outerHTML.slice(0, 200))
  const ours = (address) => new URL(address, location.href).origin === location.origin
  for (const each of document.querySelectorAll('*')) {
    const name = each.tagName.toLowerCase()
    if (['iframe', 'frame', 'object', 'embed', 'img', 'video', 'audio', 'source', 'base', 'math', 'marquee', 'template', 'applet', 'image', 'animate', 'foreignobject'].includes(name)) say('element', each)
    if (name === 'script' && (!ours(each.src) || each.textContent !== '')) say('script', each)
    if (name === 'style') say('style', each)
    if (name === 'link' && !ours(each.href)) say('link', each)
    if (name === 'meta' && each.httpEquiv === 'refresh') say('refresh', each)
    for (const { name: attribute, value } of each.attributes) {
      if (/^on/i.test(attribute) || attribute === 'style' || attribute === 'srcdoc') say('attribute', each)
      if (['href', 'src', 'action', 'formaction', 'xlink:href', 'data'].includes(attribute) && !/^(#|\\/(?!\\/))/.test(value) && !(attribute === 'href' && each.origin === location.origin)) say('address', each)
    }
  }
  const unseen = /[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]/
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) if (unseen.test(walker.currentNode.data)) found.push('unseen: ' + JSON.stringify(walker.currentNode.data.slice(0, 80)))
  for (const each of document.querySelectorAll('[title], [value], [aria-label]')) if (unseen.test(each.getAttribute('title') ?? each.getAttribute('value') ?? '')) say('unseen', each)
  if (Object.prototype.alert !== undefined || document.cookie !== '') found.push('a cookie or a changed prototype')
  return found
})()`

/** The page sideways, and boxes that end outside of it. */
const OVERFLOWS = `(() => {
  const found = []
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth > clientWidth) found.push('page is ' + scrollWidth + ' wide in ' + clientWidth)
  for (const each of document.querySelectorAll('body *')) {
    if (each.closest('.scroll, .tabs, .strip, pre, .unseen, thead, select, svg, input')) continue
    const box = each.getBoundingClientRect()
    if (box.width > 0 && (box.right > clientWidth + 1 || box.left < -1)) found.push(each.outerHTML.slice(0, 160) + ' from ' + Math.round(box.left) + ' to ' + Math.round(box.right))
  }
  return found.slice(0, 5)
})()`

const strings = z.array(z.string())
/** Refusals of our own answers are no findings. */
const isFinding = (line: string): boolean => !/status of 4\d\d/.test(line)

async function look(page: Page, bad: readonly string[], address: string): Promise<void> {
  await page.goto(address)
  const where = address.slice(0, 300)
  expect(strings.parse(await page.evaluate(CENSUS)), where).toEqual([])
  expect(strings.parse(await page.evaluate(OVERFLOWS)), where).toEqual([])
  expect(bad.filter(isFinding), where).toEqual([])
}

/** So much of a text that an address of many of it is still one that servers take. */
function short(text: string): string {
  let value = text.replace(/\p{Surrogate}/gu, '')
  while (encodeURIComponent(value).length > 600) value = value.slice(0, value.length / 2)
  return value
}

let browser: Browser
let store: Store
let server: TestServer
const payers: string[] = []

beforeAll(async () => {
  if (CHROMIUM === null) return
  const links = memoryLinks()
  ;[browser, store] = await Promise.all([launched(), filled(NUMBERS.flatMap(hostile))])
  for (const { key } of (await store.list({}, { limit: 500 })).sessions) {
    const token = randomToken()
    payers.push(`/p/${token}`)
    const expiresAt = '2026-12-20T12:00:00.000Z'
    await links.create({
      hash: hashOf(token),
      key,
      createdAt: expiresAt,
      createdBy: 'test',
      expiresAt,
      revokedAt: null,
    })
  }
  server = await served({ store, links, now: () => NOW, liveEveryMs: 20, readAgain: async () => {} })
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  await store?.close()
})

async function newPage(opening: Opening): Promise<{ readonly page: Page; readonly bad: string[] }> {
  const made = await opened(browser, opening)
  onTestFinished(() => made.page.context().close())
  return made
}

describe.skipIf(CHROMIUM === null)('hostile text in every field', () => {
  test.for(WIDTHS)('the board and its views, %i px', async (width) => {
    const { page, bad } = await newPage({ width, dark: width === 320 })
    for (const path of ['/', '/?view=attention', '/?status=failed', '/?tz=Asia/Tokyo', '/vendors'])
      await look(page, bad, server.url + path)
    await page.goto(server.url)
    expect(await page.locator('tr[data-key]').count()).toBe(Math.min(50, NUMBERS.length))
    await shot(page, `hostile-all-${width}`)
  })

  test('each session, from the list, with all that can be opened open', async () => {
    const pages = await Promise.all(WIDTHS.map((width) => newPage({ width })))
    await pages[0]?.page.goto(server.url)
    const list = await pages[0]?.page.evaluate(`[...document.querySelectorAll('a.row-link')].map(({ href }) => href)`)
    const links = strings.parse(list)
    expect(links).toHaveLength(Math.min(50, NUMBERS.length))
    for (const [index, link] of links.entries())
      for (const { page, bad } of DEEP ? pages : pages.slice(index % 2, (index % 2) + 1)) {
        await look(page, bad, link)
        await page.evaluate(`for (const each of document.querySelectorAll('details')) each.open = true`)
        expect(await page.evaluate(OVERFLOWS), link).toEqual([])
        expect(await page.locator('[data-session]').count(), link).toBe(1)
      }
  })

  test('each payer’s page', async () => {
    const pages = await Promise.all(WIDTHS.map((width) => newPage({ width })))
    for (const [index, path] of payers.entries())
      for (const { page, bad } of DEEP ? pages : pages.slice(index % 2, (index % 2) + 1)) {
        await look(page, bad, `${server.url}${path}?lang=${['en', 'de', 'es'][index % 3]}`)
        expect(await page.locator('[data-part="payment"]').count(), path).toBe(1)
      }
  })

  test('what stands in the address', async () => {
    const { page, bad } = await newPage({ width: 320 })
    for (const text of HOSTILE_TEXTS.filter((_, index) => index % (EVERY + 2) === 0)) {
      const value = short(text)
      const search = new URLSearchParams(Object.fromEntries(PARAMETERS.map((name) => [name, value])))
      for (const path of ['/', '/login', '/nothing', `/sessions/${encodeURIComponent(value)}/a/b`, payers[0] ?? ''])
        await look(
          page,
          bad,
          `${server.url}${path}?${search}&lang=${encodeURIComponent(value)}&said=${encodeURIComponent(value)}`,
        )
      // By itself: a wrong one beside it hides what a right one would show.
      await look(page, bad, `${server.url}/?q=${encodeURIComponent(value)}`)
    }
  })

  test('what comes in while the page is open', async () => {
    const { page, bad } = await newPage({ width: 320 })
    await page.goto(server.url)
    await page.locator('[data-live][data-state="live"]').waitFor()
    for (const number of NUMBERS.slice(0, 5)) {
      const [first] = hostile(number + 1)
      if (first === undefined) throw new Error('no observation')
      const [recorded] = await store.record([first])
      // Hostile as it is, it is compared and never put into a selector.
      const rows = () =>
        page.locator('tr[data-key]').evaluateAll((all) => all.map((row) => row.getAttribute('data-key')))
      await expect.poll(rows, { timeout: 20_000 }).toContain(recorded?.stored.key)
    }
    expect(await page.evaluate(CENSUS)).toEqual([])
    expect(await page.evaluate(OVERFLOWS)).toEqual([])
    expect(bad).toEqual([])
  })

  test('files and JSON are no pages, and a table calculation gets no formula', async () => {
    for (const [path, type] of [
      ['/export.csv', 'text/csv'],
      ['/export.ndjson', 'application/x-ndjson'],
      ['/api/v1/sessions', 'application/json'],
      [`${payers[0]}/state.json`, 'application/json'],
    ] as const) {
      const answer = await fetch(server.url + path)
      expect(answer.headers.get('content-type'), path).toMatch(type)
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'.*sandbox/)
      if (path === '/export.csv') expect((await answer.text()).match(/(?:^|,|\r\n)"?=/g) ?? []).toEqual([])
      else await answer.text()
    }
  })

  test('what is looked for is found where it is', async () => {
    const { page, bad } = await newPage({ width: 1440 })
    await page.goto(`${server.url}${payers[0]}`)
    await page.evaluate(`(() => {
      const image = document.createElement('img')
      image.setAttribute('style', 'width: 1px')
      const link = document.createElement('a')
      link.setAttribute('href', 'javascript:alert(1)')
      link.textContent = 'pay\\u202e'
      const wide = document.createElement('p')
      wide.textContent = 'W'.repeat(500)
      document.querySelector('main').append(image, link, wide)
      image.src = 'https://evil.example/x.png'
    })()`)
    const found = strings.parse(await page.evaluate(CENSUS)).map((each) => each.split(':')[0])
    expect([...new Set(found)].sort()).toEqual(['address', 'attribute', 'element', 'unseen'])
    await expect.poll(() => bad.filter(isFinding).length).toBeGreaterThan(0)
  })
})
