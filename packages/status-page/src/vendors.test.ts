import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { SCHEMAS } from './api-schema.ts'
import { NOW } from './board.fixture.ts'
import { CALM, dayOfHealth, reportAt } from './health.fixture.ts'
import { watchHealth } from './health-watch.ts'
import { asPage, bearer, get, pagesOfFile, TOKENS } from './requests.fixture.ts'

const pageOf = pagesOfFile()

describe('the page of vendors', () => {
  test('page and API say the same of a day, and the table the same as the strip', async () => {
    const day = dayOfHealth()
    const handle = pageOf(day.options)
    const json = async () => SCHEMAS.Vendors.parse(await (await handle(get('/api/v1/vendors'))).json())
    await day.play(json)
    const { vendors, at } = await json()
    expect(at).toBe(NOW.toISOString())
    expect(vendors.map(({ provider, account, state }) => `${provider}/${account} ${state}`)).toEqual([
      'acme/default operational',
      'voice/default degraded',
      'chain/default down',
      'hosted/eu-shop stale',
    ])
    expect(vendors.map(({ budgetUse }) => budgetUse)).toEqual([0.7, 0.2, null, null])
    const page = await (await handle(get('/vendors', asPage))).text()
    const bars = [
      ...page.matchAll(/class="bar is-(\w+)" aria-hidden="true"><\/span><span class="said"><b>([^<]+)<\/b>/g),
    ]
    const rows = [
      ...page.matchAll(/<tr><th scope="row">([^<]+)<\/th><td><span class="status tone-\w+">.*?<span>([^<]+)<\/span>/g),
    ]
    const words = {
      unwatched: 'Not watched',
      stale: 'Stale',
      down: 'Down',
      degraded: 'Degraded',
      operational: 'Operational',
    }
    const word = (state: string | undefined) => Object.entries(words).find(([name]) => name === state)?.[1]
    for (const [index, { hours }] of vendors.entries()) {
      const strip = bars.slice(index * 24, index * 24 + 24)
      expect(strip.map(([, state]) => state)).toEqual(hours.map(({ state }) => state))
      const twin = rows.slice(index * 24, index * 24 + 24).reverse()
      expect(twin.map(([, name, said]) => [name, said])).toEqual(strip.map(([, state, name]) => [name, word(state)]))
    }
    expect(bars).toHaveLength(96)
    const chain = vendors[2]?.hours.map(({ state }) => state) ?? []
    expect(chain.filter((state) => state === 'down')).toHaveLength(4)
  })

  test('a hole in the watching is no time of any state', async () => {
    let minutes = 300
    const { look } = watchHealth({
      now: () => new Date(NOW.getTime() - minutes * 60_000),
      health: async () => reportAt(minutes),
      everyMs: 60_000,
    })
    for (const at of [300, 299, 200, 199]) {
      minutes = at
      await look()
    }
    const [acme] = (await look()).accounts
    const held = acme?.hours.reduce((sum, { heldMs }) => sum + Object.values(heldMs).reduce((a, b) => a + b, 0), 0)
    expect(held).toBe(2 * 60_000)
  })

  test('who does not answer is not waited for, and what was known goes stale', async () => {
    let answer = true
    let minutes = 60
    const { look, known } = watchHealth({
      now: () => new Date(NOW.getTime() - minutes * 60_000),
      health: async () => {
        if (answer) return reportAt(minutes)
        throw new Error('gone')
      },
      everyMs: 60_000,
    })
    expect((await look()).accounts[0]?.judgement.state).toBe('operational')
    answer = false
    minutes = 58
    expect(await look()).toMatchObject({ failedSince: '2026-11-20T11:02:00.000Z', at: '2026-11-20T11:00:00.000Z' })
    expect(known().accounts[0]?.judgement.state).toBe('operational')
    minutes = 50
    await look()
    expect(known().accounts[0]?.judgement).toMatchObject({ state: 'stale', since: '2026-11-20T11:00:00.000Z' })
    answer = true
    expect(await look()).toMatchObject({ failedSince: null })
  })

  test('a report that hangs does not hang the page', async () => {
    const handle = pageOf({ health: () => new Promise(() => {}) })
    const page = await Promise.race([handle(get('/vendors', asPage)), pause(8_000, null)])
    expect(await page?.text()).toContain('could not be asked for')
  })

  test('nobody reads: every vendor of the store is without data, none is green', async () => {
    const page = await (await pageOf()(get('/vendors', asPage))).text()
    expect(page).toContain('Nothing here reads from vendors')
    expect([...page.matchAll(/No data/g)]).toHaveLength(4)
    expect(page).not.toContain('tone-good')
  })

  test('a stopped reader is said, and a vendor nobody reads is told apart', async () => {
    const health = async () => ({ running: false, accounts: [CALM] })
    const page = await (await pageOf({ health })(get('/vendors', asPage))).text()
    expect(page).toContain('Reading is stopped')
    expect(page).toContain('Not read from here')
    expect(page).toContain('Nothing was sent to it from this process.')
  })

  test('only who may come in sees it', async () => {
    const handle = pageOf({ access: { tokens: TOKENS } })
    const status = async (path: string, headers = {}) => (await handle(get(path, headers))).status
    for (const path of ['/vendors', '/api/v1/vendors'])
      expect([await status(path), await status(path, bearer(TOKENS[1].token))]).toEqual([401, 200])
  })
})

describe('the board says what makes it less true', () => {
  const board = async (minutes: number) =>
    (await pageOf({ health: async () => reportAt(minutes) })(get('/', asPage))).text()
  const BANNER = /data-part="banner">(.*?)<\/div><\/div>/s

  test('a vendor that is down, and where to look', async () => {
    const handle = pageOf({ health: async () => reportAt(0) })
    await handle(get('/vendors', asPage))
    const [, banner = ''] = BANNER.exec(await (await handle(get('/', asPage))).text()) ?? []
    expect(banner).toContain('tone-bad')
    expect(banner).toMatch(
      /<b>chain<\/b> is down since <time[^>]*>2026-11-20 12:00:00<\/time>: 100 % of requests failed/,
    )
    expect(banner).toContain('href="/vendors"')
    // Stale, with nothing to ask: no trouble.
    expect(banner).not.toContain('hosted')
  })

  test('nothing, while all is well', async () => {
    expect(await board(200)).toContain('<div data-part="banner"></div>')
  })
})
