import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { isTillError, type TillError } from '@onetill/core'
import { checkBaseUrl } from '@onetill/core/adapter'
import { ALLOWED, REFUSED, type Refusal } from './base-urls.ts'

const errorOf = (run: () => unknown): TillError => {
  try {
    run()
  } catch (error) {
    if (isTillError(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

/** What the message says of each reason, without and with `insecureLoopback`. */
const SAYS: Readonly<Record<Refusal, RegExp>> = {
  flag: /insecureLoopback/,
  reserved: /no provider has/,
  https: /must be https/,
  user: /user or password/,
  query: /query or fragment/,
  text: /is no URL|backslash, space or control character/,
}

describe('an address that is not the provider’s', () => {
  test.for(REFUSED)('%j is refused: %s, %s', ([text, why]) => {
    const error = errorOf(() => checkBaseUrl(text))
    expect(error.code).toBe('invalid_options')
    expect(error.message).toMatch(SAYS[why])
    expect(inspect(error, { depth: null, showHidden: true }).split('\n    at ')[0]).not.toContain(text)
    if (why === 'flag')
      expect(checkBaseUrl(text, { insecureLoopback: true })).toMatch(/^https?:\/\/(127\.|localhost|\[::1\])/)
    else expect(errorOf(() => checkBaseUrl(text, { insecureLoopback: true })).message).toBe(error.message)
  })

  test('the table is long enough, and says each thing once', () => {
    expect(REFUSED.length).toBeGreaterThanOrEqual(80)
    expect(new Set(REFUSED.map(([text]) => text)).size).toBe(REFUSED.length)
  })
})

test.for(ALLOWED)('%s → %s', ([text, url]) => {
  expect(checkBaseUrl(text)).toBe(url)
})

describe('a live credential', () => {
  const at = (text: string, environment: 'live' | 'test' | 'unknown') =>
    checkBaseUrl(text, { insecureLoopback: true, environment })

  test.for(['http://127.0.0.1:80', 'http://localhost:8080', 'http://[::1]'])('does not go to %s', (text) => {
    expect(errorOf(() => at(text, 'live')).message).toMatch(/live.*test credential or https/)
    for (const environment of ['test', 'unknown'] as const) expect(at(text, environment)).toMatch(/^http:/)
  })

  test('goes to this machine by https, and to a provider', () => {
    expect(at('https://127.0.0.1:8443', 'live')).toBe('https://127.0.0.1:8443')
    expect(at('https://api.example.com', 'live')).toBe('https://api.example.com')
  })
})
