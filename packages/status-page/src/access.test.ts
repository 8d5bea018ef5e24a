import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { memoryLinks } from './board.fixture.ts'
import { asPage, bearer, get, HOST, pagesOfFile, post, TOKENS } from './requests.fixture.ts'

const [OPS, DESK] = TOKENS
const pageOf = pagesOfFile()
const found = z.object({ sessions: z.array(z.object({ key: z.string() })), next: z.nullable(z.string()) })

describe('what a browser could be talked into', () => {
  test.for([
    ['a foreign Host', { host: 'evil.example' }, 421],
    ['a name that only begins like ours', { host: '127.0.0.1.evil.example:4300' }, 421],
    ['a script of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }, 403],
    ['a link on another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 200],
  ] as const)('%s', async ([, headers, status]) => {
    expect((await pageOf()(get('/', headers))).status).toBe(status)
  })

  test('a write from elsewhere, without an origin, or without our form is refused, and nothing is read', async () => {
    const read: string[] = []
    const handle = pageOf({ readAgain: async (key) => void read.push(key) })
    const path = '/sessions/acme/default/cs_9hUzz1/read'
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: HOST },
    ])
      expect((await handle(post(path, { form_token: 'guess' }, headers))).status).toBe(403)
    expect(read).toEqual([])
    const text = await (await handle(get('/sessions/acme/default/cs_9hUzz1'))).text()
    const token = /name="form_token" value="([^"]+)"/.exec(text)?.[1] ?? ''
    const answer = await handle(post(path, { form_token: token }))
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sessions/acme/default/cs_9hUzz1?said=read'])
    expect(read).toEqual(['acme/default/cs_9hUzz1'])
  })

  test('every answer carries the headers, and no page lets anything inline run', async () => {
    const handle = pageOf()
    for (const [path, status] of [
      ['/', 200],
      ['/nothing', 404],
      ['/api/v1/sessions', 200],
      ['/p/x', 404],
      ['/export.csv', 200],
    ] as const) {
      const { headers, status: was } = await handle(get(path, asPage))
      expect(was).toBe(status)
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toMatch(/^default-src 'none'/)
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).toContain("base-uri 'none'")
      expect(policy).not.toMatch(/unsafe|\*|data:|https?:/)
    }
    const [one, two] = await Promise.all([handle(get('/')), handle(get('/'))])
    expect(one.headers.get('content-security-policy')).not.toBe(two.headers.get('content-security-policy'))
  })

  test('methods and paths that are none', async () => {
    const handle = pageOf()
    expect((await handle(new Request(`${HOST}/`, { method: 'DELETE', headers: { origin: HOST } }))).status).toBe(405)
    for (const path of ['/..%2f..%2fetc/passwd', '/assets/..%2f..%2fpackage.json', '/sessions/a/b/c/d', '/%00'])
      expect((await handle(get(path))).status).toBe(404)
    const big = post(
      '/sessions/a/b/c/read',
      { form_token: 'x'.repeat(20_000) },
      { origin: HOST, 'content-length': '20011' },
    )
    expect((await handle(big)).status).toBe(413)
  })
})

describe('access', () => {
  test('another name than this machine is not served without a login', () => {
    expect(() => pageOf({ hosts: ['status.example.com'] })).toThrow(
      expect.objectContaining({ code: 'invalid_options' }),
    )
    expect(() => pageOf({ access: { tokens: [] } })).toThrow(expect.objectContaining({ code: 'invalid_options' }))
    expect(() => pageOf({ access: { tokens: [{ ...OPS, token: 'short' }] } })).toThrow(
      expect.objectContaining({ code: 'invalid_options' }),
    )
  })

  /** path, method, status without a token, for a viewer, for an operator. */
  const ROUTES = [
    ['/', 'GET', 401, 200, 200],
    ['/export.csv', 'GET', 401, 200, 200],
    ['/sessions/acme/default/cs_9hUzz1', 'GET', 401, 200, 200],
    ['/api/v1/sessions', 'GET', 401, 200, 200],
    ['/api/v1/openapi.json', 'GET', 401, 200, 200],
    ['/events?after=nonsense', 'GET', 401, 400, 400],
    ['/api/v1/sessions/acme/default/cs_9hUzz1/read', 'POST', 401, 403, 200],
    ['/sessions/acme/default/cs_9hUzz1/links', 'POST', 401, 403, 303],
    ['/api/v1/sessions/acme/default/cs_9hUzz1/links', 'POST', 401, 403, 201],
  ] as const
  test.for(ROUTES)('%s by %s', async ([path, method, nobody, viewer, operator]) => {
    const handle = pageOf({ access: { tokens: TOKENS }, links: memoryLinks(), readAgain: async () => {} })
    const ask = async (headers: Record<string, string>) =>
      (await handle(new Request(HOST + path, { method, headers: { origin: HOST, ...headers } }))).status
    expect([await ask({}), await ask(bearer(DESK.token)), await ask(bearer(OPS.token))]).toEqual([
      nobody,
      viewer,
      operator,
    ])
    expect(await ask(bearer('operator-token-0123456788'))).toBe(401)
  })

  test('a browser logs in with a token, and a token taken away takes the login along', async () => {
    const handle = pageOf({ access: { tokens: TOKENS } })
    const sent = await handle(get('/', asPage))
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/login'])
    expect((await handle(post('/login', { token: 'wrong' }))).status).toBe(400)
    const answer = await handle(post('/login', { token: DESK.token }))
    const cookie = answer.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/)
    expect(cookie).not.toContain(DESK.token)
    const headers = { ...asPage, cookie: cookie.split(';')[0] ?? '' }
    expect((await handle(get('/', headers))).status).toBe(200)
    expect((await handle(get('/', { ...headers, cookie: `${headers.cookie}x` }))).status).toBe(303)
    const changed = [{ ...DESK, token: 'another-token-0123456789' }]
    expect((await pageOf({ access: { tokens: changed } })(get('/', headers))).status).toBe(303)
  })

  test('guesses at a token are answered thirty times a minute', async () => {
    const handle = pageOf({ access: { tokens: TOKENS } })
    const tries = await Promise.all(
      Array.from({ length: 40 }, (_, index) => handle(post('/login', { token: `guess ${index}` }))),
    )
    expect(tries.filter(({ status }) => status === 429)).toHaveLength(10)
  })

  test('a viewer gets no personal data: page, file, API', async () => {
    const handle = pageOf({ access: { tokens: TOKENS } })
    const paths = [
      '/',
      '/export.csv',
      '/export.ndjson',
      '/sessions/acme/default/cs_9hUzz1',
      '/api/v1/sessions',
      '/api/v1/sessions/acme/default/cs_9hUzz1',
    ]
    for (const path of paths) {
      const text = await (await handle(get(path, bearer(DESK.token)))).text()
      expect(text, path).toContain('order-10479')
      for (const personal of ['Jane', 'jane.roe@', '15550100', 'row 7', '4242', '0x9f2b61c7', '0xabc4d1'])
        expect(text, path).not.toContain(personal)
    }
    expect(await (await handle(get('/api/v1/sessions', bearer(OPS.token)))).text()).toContain('jane.roe@example.com')
  })

  test('a viewer does not learn by searching what a viewer may not see', async () => {
    const handle = pageOf({ access: { tokens: TOKENS } })
    const keys = async (search: string, { token }: { readonly token: string }) => {
      const answer = await handle(get(`/api/v1/sessions?${search}`, bearer(token)))
      const { sessions, next } = found.parse(await answer.json())
      return [...sessions.map(({ key }) => key), ...(next === null ? [] : [next])]
    }
    for (const personal of ['jane.roe@', 'Jane', '15550100', 'row 7']) {
      const search = `limit=1&q=${encodeURIComponent(personal)}`
      expect(await keys(search, OPS), personal).not.toEqual([])
      expect(await keys(search, DESK), personal).toEqual([])
      for (const path of [
        `/?${search}`,
        `/export.csv?${search}`,
        `/export.ndjson?${search}`,
        `/?view=unread&${search}`,
      ])
        expect(await (await handle(get(path, bearer(DESK.token)))).text(), path).not.toMatch(/order-|call-|cs_9/)
    }
    // What a viewer sees is found, page by page, the same as an operator finds.
    for (const text of ['order-1047', 'CALL-7', 'cs_9h']) {
      const all = await keys(`limit=100&q=${text}`, OPS)
      expect(all.length).toBeGreaterThan(1)
      const paged: string[] = []
      for (let after = ''; paged.length < 30; ) {
        const [key, next] = await keys(`limit=1&q=${text}${after}`, DESK)
        if (key !== undefined) paged.push(key)
        if (next === undefined) break
        after = `&after=${encodeURIComponent(next)}`
      }
      expect(paged, text).toEqual(all)
    }
  })
})
