import { createHmac } from 'node:crypto'
import type { Failure } from '@onetill/testkit'
import type { Loss, Sent } from './way.ts'
import { type Client, NOW, SECRET } from './world.ts'

/** What is expected of the event; every field is said. */
export interface ExpectedEvent {
  readonly kind: 'session' | 'reference' | 'other'
  readonly trust: 'verified' | 'hint'
  readonly keySource: 'event_id' | 'body_hash'
  readonly sessionId: string | null
  readonly reference: string | null
  /** Status and amount of `session`; null where the event has none. */
  readonly session: readonly [status: string, amount: string | null] | null
}

/** One delivery and what has to come of it, whatever way it comes. */
export interface Case extends Sent {
  readonly name: string
  readonly client: Client
  readonly status: number
  /** Null: `onEvent` is not called. */
  readonly event: ExpectedEvent | null
  /** `retry-after` of the answer, seconds. */
  readonly retryAfter: string | null
  readonly onEvent: 'takes' | 'throws' | 'rejects'
  readonly lookup: 'knows' | 'knows none' | 'throws'
  /** What the provider's API answers instead of the session. */
  readonly api: Failure | null
  /** The case says nothing where this is lost. */
  readonly needs: Loss | null
}

type Line = Sent['lines'][number]

export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** Hex of HMAC-SHA256 over `<seconds>.<body>`, by Node's own crypto. */
export const hex = (body: Uint8Array, seconds: string | number = NOW / 1000, secret = SECRET): string =>
  createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex')

/** The header as documented. */
export const signed = (body: Uint8Array, seconds = NOW / 1000, secret = SECRET): Line => [
  'Maven-Signature',
  `t=${seconds},v1=${hex(body, seconds, secret)}`,
]

/** A case by what differs from a delivery that is taken; a body alone is signed and posted to Maven's handler. */
export const row = (
  name: string,
  body: string | Uint8Array<ArrayBuffer>,
  { header, lines, ...given }: Partial<Omit<Case, 'name' | 'body'>> & { readonly header?: string } = {},
): Case => {
  const bytes = typeof body === 'string' ? utf8(body) : body
  const client = given.client ?? 'maven'
  const own: readonly Line[] = client.startsWith('maven')
    ? [header === undefined ? signed(bytes) : ['Maven-Signature', header]]
    : []
  return {
    name,
    client,
    method: 'POST',
    lines: [['Content-Type', 'application/json'], ...(lines ?? own)],
    body: bytes,
    length: 'declared',
    status: 204,
    event: null,
    retryAfter: null,
    onEvent: 'takes',
    lookup: 'knows',
    api: null,
    needs: null,
    ...given,
  }
}
