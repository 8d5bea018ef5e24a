import { createHmac } from 'node:crypto'

// Enough to tell our own tokens from others; nothing here protects anything.
const KEY = 'maash-simulator'

/** The session token in `checkout_url_with_token`: an HMAC-signed JWT with `session_id` (docs.maash.io/authentication). */
export const toSessionToken = (sessionId: string): string => {
  const content = [{ alg: 'HS256', typ: 'JWT' }, { session_id: sessionId }].map(encode).join('.')
  return `${content}.${createHmac('sha256', KEY).update(content).digest('base64url')}`
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
