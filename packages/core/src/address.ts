import { TillError } from './error.ts'
import { parseIp, reservedUse } from './ip-address.ts'
import type { Environment } from './session.ts'

/** Options of `checkBaseUrl`. */
export interface BaseUrlOptions {
  /** Allows an address of this machine, by `http:` too, for simulators and tests. @default false */
  readonly insecureLoopback?: boolean | undefined
  /** What the credential says; a live one is not sent by `http:` to this machine either. @default "unknown" */
  readonly environment?: Environment | undefined
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/
const DOTTED = /^\d{1,3}(?:\.\d{1,3}){3}$/

/**
 * A base URL without trailing slash: https, or http to this machine when allowed; no user, query or fragment. The host
 * is read as `fetch` reads it, so that other ways to write a private address (decimal, octal, short, full-width,
 * mapped) are found. A name that leads to one is not: `pinnedFetch` of `@onetill/core/node` looks at what it connects to.
 * @throws invalid_options
 */
export function checkBaseUrl(
  text: string,
  { insecureLoopback = false, environment = 'unknown' }: BaseUrlOptions = {},
): string {
  const url = parse(text)
  const { protocol, hostname } = url
  const secure = protocol === 'https:'
  const loopback = LOOPBACK.test(hostname)
  if (!secure && !(protocol === 'http:' && loopback)) throw invalidBaseUrl('must be https')
  if (loopback && !insecureLoopback)
    throw invalidBaseUrl(
      `is ${secure ? 'an address of this machine' : 'http to this machine'}; set insecureLoopback: true to allow it`,
    )
  if (!secure && environment === 'live')
    throw invalidBaseUrl('is http, and the credential is a live one; use a test credential or https')
  const use = loopback ? null : reservedHost(hostname)
  if (use !== null) throw invalidBaseUrl(`is an address no provider has (${use})`)
  return url.origin + url.pathname.replace(/\/+$/, '')
}

function parse(text: string): URL {
  // What a URL parser drops or turns round, a reader of the configuration does not see.
  if (typeof text !== 'string' || /[^\x21-\u{10ffff}]|[\\\u007f-\u00a0\u2028\u2029]/u.test(text))
    throw invalidBaseUrl('must not hold a backslash, space or control character')
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(text)) throw invalidBaseUrl('is no URL')
  if (/[?#]/.test(text)) throw invalidBaseUrl('must not have a query or fragment')
  if (/^[^/]*\/\/[^/]*@/.test(text)) throw invalidBaseUrl('must not hold a user or password')
  try {
    return new URL(text)
  } catch {
    throw invalidBaseUrl('is no URL')
  }
}

/** Why a host cannot be a provider's, or null. Names other than those of this machine are left to the connection. */
function reservedHost(hostname: string): string | null {
  // With a dot at its end the same host has a second name, which a comparison of origins does not know.
  if (hostname.endsWith('.')) return 'a name that ends in a dot'
  if (hostname.endsWith('.localhost')) return 'loopback'
  if (!hostname.startsWith('[') && !DOTTED.test(hostname)) return null
  const address = parseIp(hostname.replace(/^\[|\]$/g, ''))
  return address === null ? 'no address' : reservedUse(address)
}

/**
 * One path segment that cannot climb: empty, `.`, `..`, slashes, percent signs and control characters are refused.
 * @throws invalid_input
 */
export function pathSegment(value: string, name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (typeof value !== 'string' || value.length > 512 || !/^(?!\.{1,2}$)[^/\\%?#\u0000-\u0020\u007f]+$/u.test(value)) {
    throw new TillError({
      code: 'invalid_input',
      message: `${name} cannot stand in a path: no slash, percent sign, space or control character, not "." or ".."`,
      issues: [{ path: name, expected: 'an id' }],
    })
  }
  try {
    return encodeURIComponent(value)
  } catch {
    throw new TillError({
      code: 'invalid_input',
      message: `${name} is no well-formed text`,
      issues: [{ path: name, expected: 'an id' }],
    })
  }
}

/**
 * A credential that can stand in a header: printable ASCII without spaces. Checked before any header is built, because
 * the runtime's own error would print it.
 * @throws invalid_options, without a character of the value
 */
export function checkCredential(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') {
    throw new TillError({
      code: 'invalid_options',
      message: `${name} is missing`,
      issues: [{ path: name, expected: 'text' }],
    })
  }
  if (!/^[\x21-\x7e]{1,8192}$/.test(value)) {
    const expected = 'printable ASCII without spaces or line breaks'
    throw new TillError({
      code: 'invalid_options',
      message: `${name} cannot stand in a header: expected ${expected}`,
      issues: [{ path: name, expected }],
    })
  }
  return value
}

function invalidBaseUrl(what: string): TillError {
  return new TillError({
    code: 'invalid_options',
    message: `baseUrl ${what}`,
    issues: [{ path: 'baseUrl', expected: 'https URL' }],
  })
}
