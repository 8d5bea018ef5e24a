import { createHmac } from 'node:crypto'
import { isRawNumber, isRecord, literalOf, readJson } from '../common/json-text.ts'

// Enough to tell our own tokens from others; nothing here protects anything.
const KEY = 'jwt-checkout-simulator'

/** Default life of a merchant's JWT: one hour (docs.kadosei.com/about-the-api, read 2026-11-20). */
export const TOKEN_MS = 3_600_000

/** A bearer JWT that ends `ttlMs` after `now`, cut to whole seconds as `exp` is. */
export const issueToken = (now: Date, ttlMs: number): string => {
  const issuedAt = Math.floor(now.getTime() / 1000)
  const claims = { sub: 'merchant', iat: issuedAt, exp: Math.floor((now.getTime() + ttlMs) / 1000) }
  return sign([{ alg: 'HS256', typ: 'JWT' }, claims].map(encode).join('.'))
}

/** Whether a token was issued here and has not ended. */
export const isTokenValid = (token: string, now: Date): boolean => {
  const [head = '', claims = ''] = token.split('.')
  if (token !== sign(`${head}.${claims}`)) return false
  const content = readJson(Buffer.from(claims, 'base64url').toString())
  const end = isRecord(content) ? content.exp : undefined
  return isRawNumber(end) && now.getTime() < Number.parseInt(literalOf(end), 10) * 1000
}

const sign = (content: string): string => `${content}.${createHmac('sha256', KEY).update(content).digest('base64url')}`
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
