// What a browser can be talked into, and what a program can write into a socket.
import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js'
import { Severity } from 'csp_evaluator/dist/finding.js'
import { CspParser } from 'csp_evaluator/dist/parser.js'
import { describe, expect, onTestFinished, test } from 'vitest'
import { listen } from '../../packages/cli/src/server/listen.ts'
import { type PageServer, startPage } from '../../packages/cli/src/server/page-server.ts'
import { ago, filled, memoryLinks, NOW } from '../../packages/status-page/src/board.fixture.ts'
import { TOKENS } from '../../packages/status-page/src/requests.fixture.ts'
import { hashOf } from '../../packages/status-page/src/secrets.ts'
import { answerTo, requestText, statusOf } from './raw.ts'

const TOKEN = 'x'.repeat(32)
const SESSION = '/sessions/acme/default/cs_9hUzz1'

interface Open {
  readonly url: string
  /** Keys of sessions that were read again, and hashes of links that were made or taken back. */
  readonly done: string[]
}

/** The server of `onetill serve` on a store in memory. */
async function serving(access?: { readonly tokens: typeof TOKENS }): Promise<Open> {
  const store = await filled()
  const done: string[] = []
  const links = memoryLinks()
  await links.create({
    hash: hashOf(TOKEN),
    key: 'acme/default/cs_9hUzz1',
    createdAt: ago(1),
    createdBy: 'test',
    expiresAt: ago(-60),
    revokedAt: null,
  })
  const server: PageServer = await startPage(
    {
      ...{ store, now: () => NOW, ...(access === undefined ? {} : { access }) },
      links: {
        ...links,
        create: async ({ hash }) => void done.push(hash),
        revoke: async (hash) => void done.push(hash),
      },
      readAgain: async (key) => void done.push(key),
    },
    { host: '127.0.0.1', port: 0 },
    listen,
  )
  onTestFinished(async () => {
    await server.close(0)
    await store.close()
  })
  return { url: server.url, done }
}

describe('the policy of content', () => {
  const BAD = [Severity.HIGH, Severity.SYNTAX, Severity.MEDIUM, Severity.HIGH_MAYBE, Severity.MEDIUM_MAYBE]
  const findings = (policy: string) =>
    new CspEvaluator(new CspParser(policy).csp)
      .evaluate()
      .filter(({ severity }) => BAD.includes(severity))
      .map(({ directive, value, description }) => `${directive} ${value ?? ''}: ${description}`)

  test('csp_evaluator finds nothing of medium or worse, not even a possible one, on any answer', async () => {
    const { url } = await serving()
    const locked = await serving({ tokens: TOKENS })
    const page = await (await fetch(url)).text()
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1]
    expect(script).toBeDefined()
    for (const address of [
      ...[
        '/',
        '/?view=attention',
        '/?min=1',
        SESSION,
        '/sessions/a/b/c',
        '/vendors',
        `/p/${TOKEN}`,
        '/p/none',
        '/nothing',
      ].map((path) => url + path),
      ...[
        '/export.csv',
        '/export.ndjson',
        '/api/v1/sessions',
        '/api/v1/openapi.json',
        `/p/${TOKEN}/state.json`,
        script,
      ].map((path) => url + path),
      ...['/login', '/', '/api/v1/sessions'].map((path) => locked.url + path),
    ]) {
      const { headers } = await fetch(address, { headers: { accept: 'text/html' }, redirect: 'manual' })
      const policy = headers.get('content-security-policy')
      if (policy === null) expect(headers.get('content-type') ?? '', address).not.toMatch(/html/)
      else expect(findings(policy), address).toEqual([])
      expect(headers.get('x-content-type-options'), address).toBe('nosniff')
    }
  })

  test('and finds what is planted', () => {
    for (const policy of [
      "script-src 'self' 'unsafe-inline'",
      'script-src *',
      "default-src 'self' https:",
      "script-src 'nonce-aaa'",
    ])
      expect(findings(policy), policy).not.toEqual([])
  })
})

describe('requests as text', () => {
  const host = (url: string) => `Host: ${new URL(url).host}`

  test.for<readonly [name: string, line: string, headers: (url: string) => readonly string[], status: number]>([
    ['a foreign Host', 'GET /', () => ['Host: evil.example'], 421],
    ['a foreign Host with our port', 'GET /', (url) => [`Host: evil.example:${new URL(url).port}`], 421],
    ['a name that ends like ours', 'GET /', () => ['Host: evil-localhost'], 421],
    ['a name with ours as its user', 'GET /', () => ['Host: 127.0.0.1@evil.example'], 400],
    ['no Host', 'GET /', () => [], 400],
    ['an address of elsewhere with a foreign Host', 'GET http://evil.example/', () => ['Host: evil.example'], 421],
    ['our address with a foreign Host', 'GET http://127.0.0.1/', () => ['Host: evil.example'], 421],
    ['a forwarded Host', 'GET /', () => ['Host: evil.example', 'X-Forwarded-Host: 127.0.0.1'], 421],
    ['a foreign Host for a payer', `GET /p/${TOKEN}`, () => ['Host: evil.example'], 421],
    [
      'a script of another site',
      'GET /api/v1/sessions',
      (url) => [host(url), 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: cors'],
      403,
    ],
    [
      'an image of another site',
      'GET /',
      (url) => [host(url), 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors'],
      403,
    ],
    ['TRACE', 'TRACE /', (url) => [host(url), `Origin: ${url}`], 405],
    ['two lengths', 'POST /login', (url) => [host(url), 'Content-Length: 1', 'Content-Length: 2'], 400],
    [
      'a length and chunks',
      'POST /login',
      (url) => [host(url), 'Content-Length: 4', 'Transfer-Encoding: chunked'],
      400,
    ],
    [
      'a head without end',
      'GET /',
      (url) => [host(url), ...Array.from({ length: 40 }, (_, i) => `X-${i}: ${'x'.repeat(1_000)}`)],
      431,
    ],
    ['a control character in a header', 'GET /', (url) => [host(url), 'X-Evil: a\u0000b'], 400],
  ])('%s: %s', async ([, line, headers, status]) => {
    const { url } = await serving()
    const answer = await answerTo(url, requestText(line, headers(url)))
    expect(statusOf(answer), answer.slice(0, 200)).toBe(status)
    expect(answer).not.toContain('order-10479')
  })

  const ORIGINS = [
    'Origin: https://evil.example',
    'Origin: null',
    'Origin: http://127.0.0.1:1',
    'X-Nothing: 1',
  ] as const
  const BODIES = [
    ['application/x-www-form-urlencoded', 'form_token=guess'],
    [
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="form_token"\r\n\r\nguess\r\n--x--\r\n',
    ],
    ['text/plain', '{"form_token":"guess"}'],
    ['application/json;x=application/x-www-form-urlencoded', '{}'],
  ] as const

  test('a write that comes from another site is refused, whatever it looks like, and does nothing', async () => {
    const { url, done } = await serving()
    for (const path of [
      `${SESSION}/read`,
      `${SESSION}/links`,
      `${SESSION}/links/${hashOf(TOKEN)}/revoke`,
      `/api/v1${SESSION}/read`,
      `/api/v1${SESSION}/links`,
      '/logout',
    ])
      for (const origin of ORIGINS)
        for (const [type, body] of BODIES) {
          const site = origin.startsWith('X') ? 'Sec-Fetch-Site: same-site' : 'Sec-Fetch-Site: cross-site'
          const headers = [host(url), origin, site, `Content-Type: ${type}`, `Content-Length: ${body.length}`]
          const answer = await answerTo(url, requestText(`POST ${path}`, headers, body))
          expect(statusOf(answer), `${path} ${origin} ${type}`).toBe(403)
        }
    expect(done).toEqual([])
  })

  const PATHS = [
    ...[
      '/..%2f..%2fetc%2fpasswd',
      '/../../../../etc/passwd',
      '/assets/../../package.json',
      '/assets/%2e%2e/%2e%2e/package.json',
    ],
    ...[
      '/assets/..%5c..%5cpackage.json',
      '/assets/..\\..\\package.json',
      '/assets/....//package.json',
      '//evil.example/',
      '///etc/passwd',
    ],
    ...[
      '/%00',
      '/assets/board.js%00.css',
      '/sessions/acme/default/cs%00',
      '/p/%00',
      '/%',
      '/%zz',
      '/%c0%ae%c0%ae/etc/passwd',
      '/%ff%fe',
    ],
    ...[
      '/sessions/acme%2Fdefault%2Fcs_9hUzz1/x/y',
      '/sessions/acme/default/..%2f..%2fx',
      '/sessions/../api/v1/sessions',
      '/login/../',
    ],
    ...[
      '/p/../api/v1/sessions',
      '/p/%2e%2e/api/v1/sessions',
      '/p/..%2fapi/v1/sessions',
      '/login/..;/',
      '/assets/../',
      '/assets/%2e%2e/events',
    ],
    ...[
      '/?after=%00',
      '/?tz=../../etc/passwd',
      '/?q=%ff',
      '/?from=%00',
      '/events?after=%00',
      '/api/v1/changes?after=..%2f',
      '/API/V1/sessions',
    ],
    ...[
      '/__proto__',
      '/constructor',
      '/api/v1/sessions/__proto__/constructor/toString',
      `/${'a'.repeat(9_000)}`,
      `/${'../'.repeat(2_000)}`,
    ],
    ...[
      '/.git/config',
      '/.env',
      '/node_modules/',
      '/api/v1/sessions/',
      '/p/',
      `/p/${TOKEN}/../../`,
      `/p/${TOKEN}%2f..%2f..`,
    ],
  ]

  test('no path leads out of the pages, past the login, or to a failure of the server', async () => {
    const free = await serving()
    const locked = await serving({ tokens: TOKENS })
    for (const path of PATHS) {
      const answer = await answerTo(free.url, requestText(`GET ${path}`, [host(free.url)]))
      expect(statusOf(answer), path).toBeGreaterThanOrEqual(200)
      expect(statusOf(answer), `${path}: ${answer.slice(0, 60)}`).toBeLessThan(500)
      expect(answer, path).not.toMatch(/root:|"dependencies"|\[core\]|evil\.example\/?"?\r\n/)
      const refused = await answerTo(locked.url, requestText(`GET ${path}`, [host(locked.url), 'Accept: text/html']))
      // Not even that a session is there.
      expect(refused, path).not.toContain('order-10479')
      expect(statusOf(refused), path).not.toBe(200)
      expect(/^location: (.*)\r$/im.exec(refused)?.[1] ?? '/login', path).toBe('/login')
    }
  })
})
