import process from 'node:process'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '@onetill/store'
import { ago, filled, memoryLinks, NOW, seen } from './board.fixture.ts'
import { CHROMIUM, launched, type Opening, opened, shot } from './chromium.fixture.ts'
import { dayOfHealth } from './health.fixture.ts'
import { axe, LONGER, MOVING, OVERFLOWS } from './looks.fixture.ts'
import type { PayerLinks } from './options.ts'
import { hashOf, randomToken } from './secrets.ts'
import { served, type TestServer } from './server.fixture.ts'

const NAMES = { acme: 'Acme Pay', voice: 'Voicebox', chain: 'Chainlane', hosted: 'Hosted One' }

const TOKENS = [{ name: 'ops', role: 'operator', token: 'operator-c4na-0123456789' }] as const

/** More than a chart counts, and one that can still be paid on a chain. */
const MANY = [
  seen('pay_90Xa', 1, ['open', 'created'], {
    ...{ provider: 'chain', reference: 'order-30001', createdAt: ago(1), expiresAt: ago(-14) },
    amount: { value: '64.20', currency: 'USD' },
    processor: {
      kind: 'crypto',
      accepted: [
        { token: 'USDC', chains: ['base', 'solana', 'polygon'] },
        { token: 'USDT', chains: ['tron', 'optimism'] },
      ],
      ...{ refused: null, methods: null, selected: null },
    },
  }),
  ...Array.from({ length: 2_400 }, (_, index) =>
    seen(`cs_${index}`, 2, index % 7 === 0 ? ['failed', 'declined'] : ['paid', 'exact'], {
      ...{ reference: `order-${30_000 - index}`, createdAt: ago(2 + index / 4) },
      amount: { value: `${20 + (index % 80)}.00`, currency: 'USD' },
    }),
  ),
]

let browser: Browser
let store: Store
let empty: Store
let full: Store
let links: PayerLinks
let server: TestServer
let bare: TestServer
let watched: TestServer
let busy: TestServer
let closed: TestServer

beforeAll(async () => {
  if (CHROMIUM === null) return
  ;[browser, store, empty, full] = await Promise.all([launched(), filled(), filled([]), filled(MANY)])
  links = memoryLinks()
  const shared = { now: () => NOW, providerNames: NAMES, merchant: 'Northwind Records', readAgain: async () => {} }
  const day = dayOfHealth()
  ;[server, bare, watched, busy, closed] = await Promise.all([
    served({ store, links, ...shared }),
    served({ store: empty, ...shared }),
    served({ store, ...shared, ...day.options }),
    served({ store: full, links, ...shared }),
    served({ store, ...shared, access: { tokens: TOKENS } }),
  ])
  // Begins to count for its chart, which is there when it is looked at.
  await fetch(busy.url)
  await day.play(() => fetch(`${watched.url}/api/v1/vendors`))
})

afterAll(async () => {
  await browser?.close()
  await Promise.all([server, bare, watched, busy, closed].map((each) => each?.close()))
  await Promise.all([store, empty, full].map((each) => each?.close()))
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
  ['board-trouble', async () => `${watched.url}/`],
  ['vendors', async () => `${watched.url}/vendors`],
  ['vendors-none', async () => `${server.url}/vendors`],
  ['attention', async () => `${server.url}/?view=attention`],
  ['filtered', async () => `${server.url}/?status=paid&currency=USD&min=100&from=2026-11-18`],
  ['problem', async () => `${server.url}/?min=100`],
  ['no-match', async () => `${server.url}/?q=nothing-like-this`],
  ['empty', async () => `${bare.url}/`],
  ['session-paid', async () => `${server.url}/sessions/acme/default/cs_9hUzz1`],
  ['session-unread', async () => `${server.url}/sessions/chain/default/pay_52Kd`],
  ['session-regressed', async () => `${server.url}/sessions/hosted/default/h_20860`],
  ['session-crypto', async () => `${server.url}/sessions/chain/default/pay_54Zq`],
  ['session-refund', async () => `${server.url}/sessions/hosted/default/h_20877?said=decided`],
  ['unread', async () => `${server.url}/?view=unread`],
  ['many', async () => `${busy.url}/`],
  ['login', async () => `${closed.url}/login`],
  ['not-found', async () => `${server.url}/sessions/acme/default/none`],
  ['payer-open', async () => server.url + (await payerPath('acme/default/cs_9hV2kQ'))],
  ['payer-crypto', async () => busy.url + (await payerPath('chain/default/pay_90Xa'))],
  ['payer-underpaid', async () => server.url + (await payerPath('chain/default/pay_54Zq'))],
  ['payer-authorized', async () => `${server.url}${await payerPath('acme/default/cs_9hUx07')}?lang=de`],
  ['payer-checking', async () => `${server.url}${await payerPath('hosted/default/h_20860')}?lang=es`],
  ['payer-declined', async () => server.url + (await payerPath('acme/default/cs_9hTo11'))],
  ['payer-saved', async () => `${server.url}${await payerPath('voice/default/cs_9hSv71')}?lang=de`],
  ['payer-no-link', async () => `${server.url}/p/${'x'.repeat(32)}`],
  ['payer-paid', async () => server.url + (await payerPath('acme/default/cs_9hUzz1'))],
  ['payer-unconfirmed', async () => server.url + (await payerPath('hosted/default/h_20881'))],
  ['payer-refund', async () => `${server.url}${await payerPath('hosted/default/h_20877')}?lang=de`],
  ['payer-expired', async () => `${server.url}${await payerPath('chain/default/pay_53Lm')}?lang=es`],
]

/** A way to look at a page. */
interface Look extends Opening {
  readonly name: string
  readonly width: number
  /** Done to the page before it is measured. */
  readonly prepare?: (page: Page) => Promise<unknown>
}

const WIDTHS = [320, 768, 1440]
const PLAIN: readonly Look[] = WIDTHS.flatMap((width) => [
  { name: `${width}-light`, width },
  { name: `${width}-dark`, width, dark: true },
])
const OTHERS: readonly (Omit<Look, 'width'> & { readonly narrow?: number })[] = [
  // Twice as large is half as wide; and, for those who make only the text larger, that.
  {
    name: 'text-200',
    narrow: 640,
    prepare: (page) => page.evaluate(`document.documentElement.style.fontSize = '200%'`),
  },
  { name: 'long-words', prepare: (page) => page.evaluate(LONGER) },
  { name: 'rtl', prepare: (page) => page.evaluate(`document.documentElement.dir = 'rtl'`) },
  { name: 'forced-colors', wants: 'forced-colors', dark: true },
  { name: 'contrast-light', wants: 'more-contrast' },
  { name: 'contrast-dark', wants: 'more-contrast', dark: true },
  { name: 'print', prepare: (page) => page.emulateMedia({ media: 'print' }) },
  { name: 'no-script', scripts: false },
  { name: 'motion', wants: 'motion' },
]
const ZOOMED: readonly Look[] = [
  { name: 'zoom-200-of-1280', width: 640 },
  { name: 'zoom-200-of-640', width: 320, dark: true },
]
const LOOKS: readonly Look[] = [
  ...PLAIN,
  ...ZOOMED,
  ...OTHERS.flatMap(({ narrow = 320, ...look }) =>
    [narrow, 1440].map((width) => ({ ...look, width, name: `${width}-${look.name}` })),
  ),
]

/** `npm test` looks at every other page, each in another way; `npm run check:deep` at all in all. */
const DEEP = process.env['ONETILL_DEEP'] === '1'
const looksAt = (index: number): readonly Look[] =>
  DEEP ? LOOKS : LOOKS.filter((_, at) => (at + index * 5) % LOOKS.length === 0)

describe.skipIf(CHROMIUM === null)('every page, however it is looked at', () => {
  const pages = PAGES.map((page, index) => [...page, index] as const).filter((_, index) => DEEP || index % 2 === 0)
  test.for(pages)('%s', async ([name, address, index]) => {
    const url = await address()
    for (const { prepare = async () => {}, name: look, ...opening } of looksAt(index)) {
      const { page, bad } = await opened(browser, opening)
      await page.goto(url)
      await page.waitForTimeout(150)
      await prepare(page)
      const where = `${name} ${look}`
      await shot(page, `${name}-${look}`)
      // A policy that lets no script run lets none of axe run either.
      if (opening.scripts !== false) expect(await axe(page), where).toEqual([])
      expect(await page.evaluate(OVERFLOWS), where).toEqual([])
      if (opening.wants !== 'motion') expect(await page.evaluate(MOVING), where).toBe(0)
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
