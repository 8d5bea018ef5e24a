import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { normalizeEvent } from '@onetill/core'
import { jwtCheckoutMapper } from './map.ts'

const AT = '2026-11-20T12:00:00.000Z'
const SESSION = 'e4b8c1a2-1234-5678-abcd-ef1234567890'
const fixture = (name: string): string => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')
const toEvent = (body: unknown) =>
  normalizeEvent(jwtCheckoutMapper, typeof body === 'string' ? body : JSON.stringify(body), {
    at: AT,
    via: 'webhook',
    account: 'eu',
    environment: 'live',
  })
const explain = (native: unknown) =>
  jwtCheckoutMapper.explain(native, {
    at: AT,
    via: 'webhook',
    account: 'eu',
    environment: 'live',
    expected: null,
    overrides: [],
  })

describe('a webhook is a hint', () => {
  test.each([
    ['event.session.completed.json', 'session.completed', 'session', 'ORD-12345'],
    ['event.session.expired.json', 'session.expired', 'session', 'ORD-12345'],
    ['event.refund.failed.json', 'refund.failed', 'refund', null],
    ['event.session.other.json', 'session.updated', 'session', null],
  ])('%s names the session and decides nothing', (file, name, subject, reference) => {
    expect(toEvent(fixture(file))).toEqual({
      provider: 'jwt-checkout',
      account: 'eu',
      environment: 'live',
      eventId: null,
      name,
      sessionId: SESSION,
      reference,
      status: null,
      detail: null,
      providerStatus: null,
      amount: null,
      occurredAt: null,
      providerData: { subject },
      notes: [],
      observed: { at: AT, via: 'webhook', adapter: 'jwt-checkout@0.1.0', overruled: false },
    })
  })

  test('came by webhook, whatever the caller left out', () => {
    expect(normalizeEvent(jwtCheckoutMapper, '{"event":"session.completed"}', { at: AT }).observed.via).toBe('webhook')
  })

  test('says no status even where the body has one', () => {
    expect(
      toEvent({ event: 'session.completed', status: 'SUCCEEDED', data: { status: 'SUCCEEDED' } }).status,
    ).toBeNull()
  })

  test("the id of a refund's data, or of the message itself, is not taken for a session's", () => {
    expect(toEvent({ event: 'refund.failed', data: { id: 'r' } }).sessionId).toBeNull()
    expect(toEvent({ event: 'session.completed', id: 'm' })).toMatchObject({ sessionId: null, eventId: null })
  })

  test.each([{}, { event: 7, sessionId: {}, data: [] }, { event: '', data: 'x' }, { data: null }])(
    '%j is a hint without a name',
    (body) => {
      expect(toEvent(body)).toMatchObject({
        name: null,
        sessionId: null,
        reference: null,
        providerData: { subject: null },
      })
    },
  )

  test.each(['null', '[]', '1', '"x"', '{'])('the body %j is refused', (body) => {
    expect(() => toEvent(body)).toThrow(expect.objectContaining({ code: 'invalid_response' }))
  })
})

describe('explain', () => {
  test.each([
    ['session.completed', 'session.completed', true],
    ['session.expired', 'session.expired', true],
    ['refund.failed', 'refund.failed', true],
    ['session.opened', 'session.*', false],
    ['refund.completed', 'refund.*', false],
    ['payout.sent', null, null],
    ['constructor', null, null],
  ])('%s', (name, row, documented) => {
    expect(explain({ event: name })).toMatchObject([{ field: 'name', path: 'event', word: name, row, documented }])
    expect(explain({ type: name })).toMatchObject([{ path: 'type', word: name, row }])
  })
})
