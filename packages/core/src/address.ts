import { TillError } from './error.ts'

/** Options of `checkBaseUrl`. */
export interface BaseUrlOptions {
  /** Allows `http:` to this machine, for simulators and tests. @default false */
  readonly insecureLoopback?: boolean | undefined
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * A base URL without trailing slash: https, or http to this machine when allowed; no user, query or fragment.
 * @throws invalid_options
 */
export function checkBaseUrl(text: string, { insecureLoopback = false }: BaseUrlOptions = {}): string {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw invalidBaseUrl('is no URL')
  }
  if (url.username !== '' || url.password !== '') throw invalidBaseUrl('must not hold a user or password')
  if (url.search !== '' || url.hash !== '' || /[?#]/.test(text))
    throw invalidBaseUrl('must not have a query or fragment')
  const loopback = url.protocol === 'http:' && LOOPBACK.test(url.hostname)
  if (loopback && !insecureLoopback)
    throw invalidBaseUrl('is http to this machine; set insecureLoopback: true to allow it')
  if (url.protocol !== 'https:' && !loopback) throw invalidBaseUrl('must be https')
  return url.origin + url.pathname.replace(/\/+$/, '')
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
