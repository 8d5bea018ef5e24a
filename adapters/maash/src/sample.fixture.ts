import {
  assertSession,
  type Channel,
  isTillError,
  type MapContext,
  type NormalizeOptions,
  normalize,
  type TillError,
} from '@onetill/core'
import webhook from '../fixtures/event.document.json' with { type: 'json' }
import session from '../fixtures/session.open.document.json' with { type: 'json' }
import { type MaashSession, maashMapper } from './map.ts'

// What the tests of the mapping share.

/** The example of the read page. */
export const DOCUMENT = JSON.stringify(session, null, 2)
/** The example of the webhook page. */
export const EVENT = JSON.stringify(webhook, null, 2)
/** When the tests observe. */
export const AT = '2026-11-20T12:00:00.000Z'

/** Fields to put into an example; undefined leaves one out. */
export type Fields = Readonly<Record<string, unknown>>

/** The read page's example with other fields of `data`. */
export function withData(fields: Fields): string {
  return JSON.stringify({ data: { ...session.data, ...fields } })
}

/** The webhook page's example with other fields. */
export function withBody(body: Fields, envelope: Fields = {}): string {
  return JSON.stringify({ ...webhook, ...envelope, body: { ...webhook.body, ...body } })
}

/** Maps as an application would, and holds the result against the strict schema. */
export function read(text: string, options: NormalizeOptions = {}): MaashSession {
  const mapped = normalize(maashMapper, text, { ...context('read'), ...options })
  assertSession(JSON.parse(JSON.stringify(mapped)))
  return mapped
}

/** The error that is thrown. @throws {Error} when there is none, or another one */
export function refusal(run: () => unknown): TillError {
  try {
    run()
  } catch (error) {
    if (isTillError(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

/** A context of a channel. */
export function context(via: Channel): MapContext {
  return { at: AT, via, account: 'default', environment: 'unknown', expected: null, overrides: [] }
}
