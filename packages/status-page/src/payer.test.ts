import { describe, expect, test } from 'vitest'
import { ago, filled, memoryLinks, NOW, seen } from './board.fixture.ts'
import { asPage, get, pagesOfFile, TOKENS } from './requests.fixture.ts'
import { hashOf, randomToken } from './secrets.ts'
import { createStatusPage } from './status-page.ts'

const pageOf = pagesOfFile()

describe('the payer', () => {
  const SECRETS = [
    'Jane',
    'jane.roe',
    '15550100',
    'row 7',
    '4242',
    'visa',
    'stripe',
    'ch_3PqL2x',
    'cs_9hUzz1',
    'order-10479',
    'acme',
    're_7K2',
    'REQUESTED_BY_PAYER',
    'h_20877',
    'adyen',
    'COMPLETED',
    'PAID',
    'PENDING',
    'insufficient',
    'Insufficient',
    '51',
  ]

  async function linkTo(key: string, change: { readonly expiresAt?: string } = {}) {
    const links = memoryLinks()
    const token = randomToken()
    const link = {
      hash: hashOf(token),
      key,
      createdAt: ago(1),
      createdBy: 'test',
      expiresAt: ago(-60),
      revokedAt: null,
      ...change,
    }
    await links.create(link)
    return { links, token, handle: pageOf({ links, access: { tokens: TOKENS } }) }
  }

  test.for(['acme/default/cs_9hUzz1', 'hosted/default/h_20877', 'acme/default/cs_9hTo11', 'chain/default/pay_53Lm'])(
    '%s: nothing but what is allowed, in HTML and JSON',
    async (key) => {
      const { token, handle } = await linkTo(key)
      for (const path of [`/p/${token}`, `/p/${token}/state.json`]) {
        const answer = await handle(get(path, asPage))
        expect(answer.status).toBe(200)
        const text = (await answer.text())
          .replaceAll(token, '')
          .replace(/nonce="[^"]*"|data-cursor="[^"]*"|\/assets\/[\w.]+|<symbol.*?<\/symbol>/gs, '')
        for (const secret of SECRETS) expect(text, path).not.toContain(secret)
      }
    },
  )

  test('a link that ran out, was taken back or never was is the same nothing', async () => {
    const out = await linkTo('acme/default/cs_9hUzz1', { expiresAt: ago(0) })
    expect((await out.handle(get(`/p/${out.token}`))).status).toBe(404)
    const back = await linkTo('acme/default/cs_9hUzz1')
    expect((await back.handle(get(`/p/${back.token}`))).status).toBe(200)
    await back.links.revoke(hashOf(back.token), ago(0))
    for (const path of ['', '/state.json', '/events'])
      expect((await back.handle(get(`/p/${back.token}${path}`))).status).toBe(404)
    expect((await back.handle(get(`/p/${randomToken()}`))).status).toBe(404)
    expect(await (await back.handle(get(`/p/${randomToken()}`, asPage))).text()).not.toContain('board')
  })

  test('without a payment to show, a payer reads what to do in their language, and nothing technical', async () => {
    const { links, handle } = await linkTo('acme/default/cs_9hUzz1')
    const german = { ...asPage, 'accept-language': 'de-AT' }
    const none = await handle(get(`/p/${randomToken()}`, german))
    const text = await none.text()
    expect([none.status, none.headers.get('vary')]).toEqual([404, 'accept-language'])
    expect(text).toContain('Dieser Link ist nicht gültig')
    expect(text).toContain('<html lang="de"')
    expect(text).not.toMatch(/no_link|404|Onetill/)
    expect(await (await handle(get(`/p/${randomToken()}?lang=es`, german))).text()).toContain(
      'Este enlace no es válido',
    )
    for (let guess = 0; guess < 40; guess++) await handle(get(`/p/${randomToken()}`))
    const many = await handle(get(`/p/${randomToken()}`, german))
    expect(many.status).toBe(429)
    expect(await many.text()).toContain('Zu viele Versuche')
    const gone = await filled([])
    await gone.close()
    const down = createStatusPage({ store: gone, links, now: () => NOW })
    const failed = await down(get(`/p/${randomToken()}`, german))
    expect(failed.status).toBe(503)
    const said = await failed.text()
    expect(said).toContain('zahlen Sie nicht noch einmal')
    expect(said).not.toMatch(/database|store/i)
  })

  test('an amount nobody told us is on the page where one pays, unless nothing is to be paid', async () => {
    const own = await filled([
      seen('x_open', 1, ['open'], { amount: null, createdAt: ago(2) }),
      seen('x_saved', 1, ['no_charge', 'method_saved'], { amount: null, createdAt: ago(2) }),
      seen('x_over', 1, ['expired'], { amount: null, createdAt: ago(2) }),
    ])
    for (const [id, shown] of [
      ['x_open', true],
      ['x_saved', false],
      ['x_over', false],
    ] as const) {
      const { links, token } = await linkTo(`acme/default/${id}`)
      const page = await (
        await createStatusPage({ store: own, links, now: () => NOW })(get(`/p/${token}`, asPage))
      ).text()
      expect(page.includes('on the page where you pay'), id).toBe(shown)
    }
    await own.close()
  })

  test('guesses are limited, and payers with a link are not kept out by them', async () => {
    const { token, handle } = await linkTo('acme/default/cs_9hUzz1')
    const guesses = await Promise.all(Array.from({ length: 50 }, () => handle(get(`/p/${randomToken()}`))))
    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(20)
    expect((await handle(get(`/p/${token}`))).status).toBe(200)
  })

  test('every state has words in every language, and the language is the one asked for, else the best liked', async () => {
    const { PAYER_STATES } = await import('./payer-view.ts')
    const { LANGUAGES, languageOf } = await import('./language.ts')
    for (const [, { states }] of Object.entries(LANGUAGES)) {
      expect(Object.keys(states).sort()).toEqual([...PAYER_STATES].sort())
      for (const [, { title, text }] of Object.entries(states)) expect(title.length > 3 && text.length > 20).toBe(true)
    }
    expect(languageOf(null, 'fr-FR, de;q=0.8, en;q=0.5')).toBe('de')
    expect(languageOf('es', 'de')).toBe('es')
    expect(languageOf('constructor', null)).toBe('en')
  })
})
