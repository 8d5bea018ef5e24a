import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { checkBaseUrl, checkCredential, pathSegment } from './address.ts'
import { isTillError, type TillError } from './error.ts'

const errorOf = (run: () => unknown): TillError => {
  try {
    run()
  } catch (error) {
    if (isTillError(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('checkBaseUrl', () => {
  test.for([
    ['https://api.example.com', 'https://api.example.com'],
    ['https://api.example.com/', 'https://api.example.com'],
    ['https://api.example.com/v1//', 'https://api.example.com/v1'],
    ['https://API.Example.com:443/V1', 'https://api.example.com/V1'],
    ['https://api.example.com:8443/v1', 'https://api.example.com:8443/v1'],
    ['https://api.example.com/a/../v1', 'https://api.example.com/v1'],
    ['https://api.example.com/a/%2e%2e/v1', 'https://api.example.com/v1'],
  ] as const)('%s → %s', ([text, url]) => {
    expect(checkBaseUrl(text)).toBe(url)
    expect(checkBaseUrl(text, { insecureLoopback: true })).toBe(url)
  })

  test.for(['http://127.0.0.1:8080', 'http://localhost:1', 'http://[::1]:80/v1', 'http://127.1'])(
    '%s only when http to this machine is allowed',
    (text) => {
      expect(errorOf(() => checkBaseUrl(text)).message).toContain('insecureLoopback')
      expect(checkBaseUrl(text, { insecureLoopback: true })).toMatch(/^http:/)
    },
  )

  test.for([
    'http://api.example.com', 'http://127.0.0.1.example.com', 'http://localhost.example.com', 'http://10.0.0.1',
    'http://localhost@example.com', 'https://user@example.com', 'https://user:sk_live_1@example.com', 'https://:p@example.com',
    'https://example.com?key=sk_live_1', 'https://example.com?', 'https://example.com/#', 'https://example.com/#sk_live_1',
    'ftp://example.com', 'file:///etc/passwd', 'javascript:alert(1)', 'data:,x', 'api.example.com', '//example.com', '/v1', '',
    'https://', 'https://exa mple.com',
  ])('%s is refused, without its text', (text) => {
    for (const insecureLoopback of [false, true]) {
      const error = errorOf(() => checkBaseUrl(text, { insecureLoopback }))
      expect(error.code).toBe('invalid_options')
      expect(error.issues[0]?.path).toBe('baseUrl')
      expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/sk_live|example\.com/)
    }
  }) // biome-ignore format: a list

  test.for([undefined, null, 1, {}])('%j is refused', (value) => {
    expect(errorOf(() => Reflect.apply(checkBaseUrl, undefined, [value])).code).toBe('invalid_options')
  })
})

describe('pathSegment', () => {
  test.for([
    ['cs_01ARZ3NDEKTSV4RRFFQ69G5FAV', 'cs_01ARZ3NDEKTSV4RRFFQ69G5FAV'],
    ['+15550100', '%2B15550100'],
    ['a:b@c;d=e&f', 'a%3Ab%40c%3Bd%3De%26f'],
    ['...', '...'],
    ['.a', '.a'],
    ['a..b', 'a..b'],
    ['ü', '%C3%BC'],
    ['．．', '%EF%BC%8E%EF%BC%8E'],
  ] as const)('%s → %s', ([value, segment]) => {
    expect(pathSegment(value, 'id')).toBe(segment)
  })

  // Every text of up to four of these pieces that has a slash, a percent sign, an escape or is nothing but dots.
  const PIECES = ['.', '..', '%2e', '%2E', '%2f', '%5c', '%', '/', '\\', '', 'a']
  const texts = new Set(
    PIECES.flatMap((a) => PIECES.flatMap((b) => PIECES.flatMap((c) => PIECES.map((d) => a + b + c + d)))),
  )
  const CLIMBS = /[/\\%]|^\.{0,2}$/

  test('no permutation of dots, slashes and their escapes climbs', () => {
    let refused = 0
    for (const text of texts) {
      if (CLIMBS.test(text)) {
        expect(errorOf(() => pathSegment(text, 'id')).code, text).toBe('invalid_input')
        refused++
        continue
      }
      const url = new URL(`https://example.com/v1/sessions/${pathSegment(text, 'id')}/x`)
      expect(url.pathname, text).toBe(`/v1/sessions/${encodeURIComponent(text)}/x`)
    }
    expect(refused).toBeGreaterThan(1_000)
    expect(texts.size - refused).toBeGreaterThan(10)
  })

  test.for([
    'a b', 'a\tb', 'a\nb', '.\t.', '.\n.', '\r', 'a\u0000', '\u007f', '?', 'a?b', '#', 'a#b', '\ud800', 'a\udc00', 'a'.repeat(513),
  ])('%j is refused', (value) => {
    expect(errorOf(() => pathSegment(value, 'id')).code).toBe('invalid_input')
  }) // biome-ignore format: a list

  test.for([undefined, null, 5, {}, ['a'], ['..']])('%j, no text, is refused', (value) => {
    expect(errorOf(() => Reflect.apply(pathSegment, undefined, [value, 'id'])).code).toBe('invalid_input')
  })

  test('the error names the field and not the value', () => {
    const error = errorOf(() => pathSegment('../+15550100', 'caller'))
    expect(error.issues[0]?.path).toBe('caller')
    expect(JSON.stringify(error)).not.toContain('15550100')
  })
})

describe('checkCredential', () => {
  test('gives back what can stand in a header', () => {
    for (const key of ['sk_live_abc', 'eyJ.eyJ.sig-_~+/=', '!', '~'.repeat(8192)])
      expect(checkCredential(key, 'apiKey')).toBe(key)
  })

  const CORE = 'QWERTZ'
  test.for([
    `${CORE}\r\nx-evil: 1`, `${CORE}\n`, `${CORE}\r`, `\n${CORE}`, `${CORE}\u0000`, ` ${CORE}`, `${CORE} `, `${CORE}\t${CORE}`,
    `${CORE}\u007f`, `${CORE}é`, `${CORE}\u0100`, `${CORE}\u2028`, CORE.repeat(2000),
  ])('%j is refused without a character of it', (key) => {
    const error = errorOf(() => checkCredential(key, 'apiKey'))
    expect(error.code).toBe('invalid_options')
    expect(error.issues[0]?.path).toBe('apiKey')
    const printed = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true }) + JSON.stringify(error)
    for (const piece of ['QWE', 'x-evil', 'é']) expect(printed).not.toContain(piece)
  }) // biome-ignore format: a list

  test.for(['', null, undefined, 5, {}, ['sk_live_abc']])('%j is missing', (value) => {
    expect(errorOf(() => checkCredential(value, 'token')).message).toBe('token is missing')
  })
})
