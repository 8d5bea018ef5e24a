import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { openStore } from '@onetill/store'
import { ago, filled, memoryLinks, NOW, SEEN, seen } from './board.fixture.ts'
import { everySession } from './find.ts'
import type { BoardStore } from './options.ts'
import { asPage, get, pagesOfFile } from './requests.fixture.ts'
import { createStatusPage } from './status-page.ts'

const pageOf = pagesOfFile()

const listed = z.object({
  sessions: z.array(z.object({ key: z.string() })),
  next: z.nullable(z.string()),
  stale: z.boolean(),
  nextPollAfterMs: z.number(),
})

describe('the list', () => {
  /** What fits, read off the fixture by hand. */
  const FILTERS = [
    ['status=open', ['cs_9hV2kQ', 'cs_9hV1aa']],
    ['currency=USD&min=400&max=1200', ['pay_54Zq', 'cs_9hTp90', 'pay_53Lm']],
    ['q=call-7', ['cs_9hV1aa', 'cs_9hTa02']],
    ['env=test', ['cs_9hSs30']],
    ['from=2026-11-18&to=2026-11-18', ['cs_9hRr18']],
    ['view=attention', ['pay_54Zq', 'h_20877', 'h_20860', 'pay_52Kd', 'cs_9hRr18']],
    ['view=refunds&provider=acme', ['cs_9hRr18']],
    ['view=refunds&status=paid', []],
    ['view=stuck', []],
  ] as const
  test.for(FILTERS)('%s: page, API and both files say the same', async ([search, ids]) => {
    const handle = pageOf()
    const { sessions } = listed.parse(await (await handle(get(`/api/v1/sessions?${search}`))).json())
    expect(sessions.map(({ key }) => key.split('/')[2])).toEqual(ids)
    const rows = [...(await (await handle(get(`/?${search}`))).text()).matchAll(/data-key="[^"]*\/([^"/]+)"/g)]
    expect(rows.map(([, id]) => id)).toEqual(ids)
    const lines = (await (await handle(get(`/export.ndjson?${search}`))).text())
      .split('\n')
      .filter((line) => line !== '')
    expect(
      lines.map((line) => z.object({ session: z.object({ id: z.string() }) }).parse(JSON.parse(line)).session.id),
    ).toEqual(ids)
    const csv = (await (await handle(get(`/export.csv?${search}`))).text()).trimEnd().split('\r\n').slice(1)
    expect(csv.map((line) => line.split(',')[3])).toEqual(ids)
  })

  test('pages of two have every session once and in order, in a view of several lists too', async () => {
    const handle = pageOf()
    for (const search of ['limit=2', 'view=attention&limit=2']) {
      const keys: string[] = []
      for (let after: string | null = ''; after !== null; ) {
        const page: string = `/api/v1/sessions?${search}${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`
        const { sessions, next } = listed.parse(await (await handle(get(page))).json())
        keys.push(...sessions.map(({ key }) => key))
        after = next
      }
      const all = listed.parse(
        await (await handle(get(`/api/v1/sessions?${search.replace('limit=2', 'limit=100')}`))).json(),
      )
      expect(keys).toEqual(all.sessions.map(({ key }) => key))
      expect(new Set(keys).size).toBe(keys.length)
    }
  })

  test.for([
    ['min=5', 'Choose a currency as well'],
    ['currency=JPY&min=1.5', 'no amount of JPY'],
    ['from=2026-02-30', 'This is no day'],
    ['tz=Mars/Base', 'no time zone'],
    ['status=nope', 'no such status'],
  ])('%s is said to be wrong, not passed over', async ([search, text]) => {
    const answer = await pageOf()(get(`/?${search}`, asPage))
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain(text)
    const api = await pageOf()(get(`/api/v1/sessions?${search}`))
    expect([api.status, api.headers.get('content-type')]).toEqual([400, 'application/problem+json'])
  })

  test('days begin in the zone that is asked for, on both sides of a change of clocks', async () => {
    const { readQuery } = await import('./query.ts')
    const bounds = (search: string) => {
      const { filter } = readQuery(new URLSearchParams(search))
      return [filter.from, filter.to]
    }
    expect(bounds('from=2026-10-25&to=2026-10-25&tz=Europe/Berlin')).toEqual([
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
    ])
    expect(bounds('from=2026-03-29&to=2026-03-29&tz=Europe/Berlin')).toEqual([
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ])
    expect(bounds('from=2026-11-20&to=2026-11-20')).toEqual(['2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00.000Z'])
  })

  test('a file has each session once, also those that are read for the first time while it is written', async () => {
    const day = (minutes: number) => ago(24 * 60 + minutes)
    let at = day(10)
    const own = await openStore({ url: 'sqlite::memory:', now: () => new Date(at) })
    const track = async (id: string) => own.track([{ provider: 'acme', account: 'default', id }])
    await track('was-old')
    at = day(60)
    await track('has-no-time')
    await own.record(
      [10, 20, 30, 40, 50, 70].map((minutes) => seen(`x${minutes}`, 5, ['open'], { createdAt: day(minutes + 1) })),
    )
    const all = (await own.list()).sessions.map(({ key }) => key).sort()
    expect(all).toHaveLength(8)
    let pages = 0
    const store: BoardStore = {
      ...own,
      list: async (...asked) => {
        const page = await own.list(...asked)
        pages += 1
        // After the first page: one moves back past what comes next, one to the front of everything.
        if (pages === 1)
          await own.record([
            seen('was-old', -1, ['open'], { createdAt: day(65) }),
            seen('has-no-time', -1, ['open'], { createdAt: null }),
          ])
        return page
      },
    }
    const keys: string[] = []
    const { readQuery } = await import('./query.ts')
    for await (const { key } of everySession(store, { ...readQuery(new URLSearchParams()), role: 'operator' }, NOW, 2))
      keys.push(key)
    expect(keys[0]).toBe('acme/default/was-old')
    expect(keys.at(-1)).toBe('acme/default/has-no-time')
    expect([...keys].sort()).toEqual(all)
    await own.close()
  })

  test('a cell that a table calculation would run is text', async () => {
    const own = await filled([
      seen('x1', 1, ['open'], { reference: '=HYPERLINK("http://evil")', createdAt: ago(2) }),
      seen('x2', 1, ['open'], { reference: '@SUM(1)', createdAt: ago(1) }),
    ])
    const text = await (await createStatusPage({ store: own, now: () => NOW })(get('/export.csv'))).text()
    expect(text).toContain(`,"'=HYPERLINK(""http://evil"")",`)
    expect(text).toContain(`,'@SUM(1),`)
    await own.close()
  })
})

describe('the API', () => {
  test('an answer that is known is not sent again, and one that changed is', async () => {
    const handle = pageOf()
    const first = await handle(get('/api/v1/sessions?status=open'))
    const etag = first.headers.get('etag') ?? ''
    expect((await handle(get('/api/v1/sessions?status=open', { 'if-none-match': etag }))).status).toBe(304)
    expect((await handle(get('/api/v1/sessions?status=paid', { 'if-none-match': etag }))).status).toBe(200)
  })

  test('what it answers is what its description says', async () => {
    const { SCHEMAS } = await import('./api-schema.ts')
    const handle = pageOf({ links: memoryLinks() })
    const body = async (path: string) => (await handle(get(`/api/v1${path}`))).json()
    expect(SCHEMAS.SessionPage.safeParse(await body('/sessions')).error?.issues).toBeUndefined()
    expect(SCHEMAS.Session.safeParse(await body('/sessions/chain/default/pay_52Kd')).error?.issues).toBeUndefined()
    expect(
      SCHEMAS.History.safeParse(await body('/sessions/chain/default/pay_52Kd/history')).error?.issues,
    ).toBeUndefined()
    expect(SCHEMAS.Totals.safeParse(await body('/totals')).error?.issues).toBeUndefined()
    expect(SCHEMAS.Changes.safeParse(await body('/changes?limit=5')).error?.issues).toBeUndefined()
    expect(SCHEMAS.Problem.safeParse(await body('/sessions/a/b/c')).error?.issues).toBeUndefined()
    const description = z
      .object({ openapi: z.literal('3.1.0'), paths: z.record(z.string(), z.unknown()) })
      .parse(await body('/openapi.json'))
    expect(Object.keys(description.paths)).toContain('/api/v1/sessions/{provider}/{account}/{id}')
  })

  test('a store that does not answer is 503 for people and programs, and says nothing of why', async () => {
    const gone = await filled([])
    await gone.close()
    const handle = createStatusPage({ store: gone, now: () => NOW })
    for (const [path, headers] of [
      ['/', asPage],
      ['/api/v1/sessions', {}],
    ] as const) {
      const answer = await handle(get(path, headers))
      expect(answer.status).toBe(503)
      expect(await answer.text()).toContain('The store cannot be reached')
    }
  })
})

test('the fixture has no two sessions of one key, so that the lists above are what they seem', () => {
  const keys = new Set(SEEN.map(({ identity }) => identity.id))
  expect(keys.size).toBe(18)
})
