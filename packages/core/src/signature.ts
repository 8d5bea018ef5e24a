import { TillError } from './error.ts'
import type { SignedDelivery, WebhookVerifier } from './webhook-contract.ts'

/** Seconds between signing and arrival that are accepted, either way. */
const DEFAULT_TOLERANCE_MS = 300_000
/** A day; more is no protection against a repeated delivery. */
const MAX_TOLERANCE_MS = 86_400_000
const LEAST_SECRET_BYTES = 16
/** More signatures than a rotation of secrets needs are an attempt to make us work. */
const MAX_ELEMENTS = 16
const MAX_HEADER = 4_096

/** Options of `timestampedHmac`. */
export interface TimestampedHmacOptions {
  /** Name of the header in lower case. */
  readonly header: string
  /** One secret, or several while they are being rotated; each at least 16 bytes, used as given. */
  readonly secrets: string | readonly string[]
  /** Milliseconds between signing and arrival that are accepted, either way; 1 to 86,400,000. @default 300000 */
  readonly toleranceMs?: number | undefined
}

/**
 * Verifies `t=<seconds>,v1=<hex>`: HMAC-SHA256 over the bytes `<t>.<body>`. The runtime's own `verify` compares, in
 * constant time. Refused: another grammar, two `t`, a time outside the tolerance, any signature that is not 64 lower-case
 * hexadecimal digits.
 * @throws invalid_options for a secret or tolerance that protects nothing, without a character of it
 */
export function timestampedHmac({ header, secrets, toleranceMs }: TimestampedHmacOptions): WebhookVerifier {
  const list = typeof secrets === 'string' ? [secrets] : secrets
  if (!Array.isArray(list) || list.length === 0) throw invalid('webhookSecret', 'one secret or a list of them')
  for (const secret of list) checkSecret(secret)
  const tolerance = toleranceMs === undefined ? DEFAULT_TOLERANCE_MS : checkTolerance(toleranceMs)
  let keys: Promise<readonly Key[]> | undefined

  return async (delivery) => {
    const { time, signatures } = parse(delivery.header(header))
    if (Math.abs(delivery.receivedAt - Number.parseInt(time, 10) * 1000) > tolerance)
      throw refused('signed too long before or after it arrived; check the clock and `webhookToleranceMs`')
    keys ??= Promise.all(list.map(importKey))
    const signed = join(new TextEncoder().encode(`${time}.`), delivery.body)
    for (const [secret, key] of (await keys).entries()) {
      for (const signature of signatures) {
        if (await crypto.subtle.verify('HMAC', key, signature, signed)) return { secret }
      }
    }
    throw refused('the signature does not fit')
  }
}

/** A delivery that is not accepted. `why` is ours, never a part of the delivery. */
export function refused(why: string): TillError {
  return new TillError({ code: 'webhook_refused', message: `the delivery was refused: ${why}` })
}

type Bytes = Uint8Array<ArrayBuffer>
type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>

interface Parsed {
  /** Seconds since 1970, as they were signed. */
  readonly time: string
  readonly signatures: readonly Bytes[]
}

function parse(header: string | null): Parsed {
  if (header === null) throw refused('the signature header is missing')
  if (header.length > MAX_HEADER) throw refused('the signature header is too long')
  const elements = header.split(',')
  if (elements.length > MAX_ELEMENTS) throw refused('the signature header has too many elements')
  let time: string | null = null
  const signatures: Bytes[] = []
  for (const element of elements) {
    const [, name, value = ''] = /^([a-z][a-z0-9]{0,15})=([^,=\s]+)$/.exec(element) ?? []
    if (name === undefined) throw malformed()
    if (name === 't') {
      if (time !== null || !/^\d{1,12}$/.test(value)) throw malformed()
      time = value
    } else if (name === 'v1') signatures.push(bytesOf(value))
    // Elements of another name are of a scheme to come.
  }
  if (time === null || signatures.length === 0) throw malformed()
  return { time, signatures }
}

function malformed(): TillError {
  return refused('the signature header is not t=<seconds>,v1=<64 hexadecimal digits>')
}

function bytesOf(hex: string): Bytes {
  if (!/^[0-9a-f]{64}$/.test(hex)) throw malformed()
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

function importKey(secret: string): Promise<Key> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  return crypto.subtle.importKey('raw', new TextEncoder().encode(secret), algorithm, false, ['verify'])
}

function join(head: Uint8Array, body: SignedDelivery['body']): Bytes {
  const bytes = new Uint8Array(head.length + body.length)
  bytes.set(head)
  bytes.set(body, head.length)
  return bytes
}

function checkSecret(secret: unknown): void {
  const expected = `secret of at least ${LEAST_SECRET_BYTES} bytes, without white space around it`
  if (typeof secret !== 'string' || secret.trim() !== secret) throw invalid('webhookSecret', expected)
  // The prefix says what it is and adds nothing to guess.
  const content = new TextEncoder().encode(secret.replace(/^whsec_/, ''))
  if (content.length < LEAST_SECRET_BYTES) throw invalid('webhookSecret', expected)
}

function checkTolerance(value: number): number {
  if (Number.isSafeInteger(value) && value >= 1 && value <= MAX_TOLERANCE_MS) return value
  throw invalid('webhookToleranceMs', `whole number from 1 to ${MAX_TOLERANCE_MS}`)
}

function invalid(path: string, expected: string): TillError {
  return new TillError({
    code: 'invalid_options',
    message: `${path} is wrong: expected ${expected}`,
    issues: [{ path, expected }],
  })
}
