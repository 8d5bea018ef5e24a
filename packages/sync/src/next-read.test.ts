import { expect, test } from 'vitest'
import type { CheckoutSession, PollBudget, ProviderFacts } from '@onetill/core'
import { buildSession, type SessionParts } from '@onetill/core/adapter'
import type { Recorded, StoredSession } from '@onetill/store'
import { nextRead } from './next-read.ts'

const HOUR = 3_600_000
const NOW = Date.UTC(2026, 10, 20, 12)
const iso = (ms: number): string => new Date(ms).toISOString()
const FACTS = { lateMoneyGraceMs: 60_000, refundHorizonMs: 0, unknownLimitMs: 24 * HOUR }
const BUDGET: PollBudget = { facts: FACTS, rateLimit: null, watched: 1, random: () => 0 }

const PROVIDER: ProviderFacts = {
  id: 'acme',
  name: 'Acme',
  version: '0.0.1',
  docs: 'https://acme.example',
  readOn: '2026-11-20',
  baseUrl: null,
  credentialPrefixes: {},
  capabilities: {
    ...{ retrieve: true, find: [], create: false, cancel: false, refund: false, quote: false, selectPayment: false },
    ...{
      list: false,
      webhook: 'event',
      idempotency: null,
      reportsAmount: true,
      reportsRefunds: false,
      versioned: true,
    },
  },
  rateLimit: null,
  wireExponents: {},
  watch: FACTS,
  unverified: [],
}

function sessionIn(status: 'open' | 'paid' | 'failed', updatedMs: number): CheckoutSession {
  const parts: SessionParts = {
    ...{ id: 's1', providerStatus: null, providerData: null, notes: [], updatedAt: iso(updatedMs) },
    status: { pair: { status, detail: null }, row: undefined, overruled: false },
  }
  const context = { account: 'default', environment: 'live', expected: null, overrides: [] } as const
  return buildSession(PROVIDER, parts, { ...context, at: iso(NOW), via: 'read' })
}

function after(session: CheckoutSession, more: Partial<StoredSession> = {}, events: Recorded['events'] = []) {
  const stored: StoredSession = {
    ...{ key: 'acme/default/s1', session, firstSeenAt: iso(NOW), lastConfirmedAt: iso(NOW), paidSeenAt: null },
    ...{ late: false, unread: null, goneAt: null, missing: null, attention: [], confirmDue: false, ...more },
  }
  const next = nextRead({ stored, events }, NOW, BUDGET)
  return next === null ? null : Date.parse(next) - NOW
}

test('an open session is read as the plan says, a settled one no more', () => {
  expect(after(sessionIn('open', NOW - 1_000))).toBe(3_000)
  expect(after(sessionIn('open', NOW - 10 * 60_000))).toBe(30_000)
  expect(after(sessionIn('paid', NOW - HOUR))).toBe(null)
})

test('a session the provider does not know is read three times over a day, then no more', () => {
  const missing = (reads: number, sinceMs: number) =>
    after(sessionIn('open', NOW - HOUR), {
      missing: { reads, since: iso(NOW - sinceMs), last: iso(NOW) },
      goneAt: iso(NOW - sinceMs),
    })
  expect(missing(1, 0)).toBe(HOUR)
  expect(missing(2, HOUR)).toBe(23 * HOUR)
  expect(missing(3, 23.5 * HOUR)).toBe(HOUR)
  expect(missing(3, 24 * HOUR)).toBe(null)
  expect(missing(2, 48 * HOUR)).toBe(HOUR)
})

test('a contradiction is asked again soon, and at growing distances while it stays', () => {
  const contradicted = (updatedMs: number, events: Recorded['events'] = []) =>
    after(sessionIn('paid', updatedMs), { confirmDue: true, attention: ['contradicted'] }, events)
  expect(contradicted(NOW - HOUR, ['attention'])).toBe(3_000)
  expect(contradicted(NOW - HOUR)).toBe(10 * 60_000)
  expect(contradicted(NOW - 30 * HOUR)).toBe(3 * HOUR)
  expect(contradicted(NOW - 8 * 24 * HOUR)).toBe(null)
})

test('an unknown word after a known status is asked again for its time, and not when the provider says done', () => {
  const unread = (sinceMs: number, providerDone: boolean | null) =>
    after(sessionIn('paid', NOW - 48 * HOUR), { unread: { word: 'NEW', since: iso(NOW - sinceMs), providerDone } })
  expect(unread(HOUR, null)).toBe(10 * 60_000)
  expect(unread(20 * HOUR, false)).toBe(2 * HOUR)
  expect(unread(25 * HOUR, null)).toBe(null)
  expect(unread(HOUR, true)).toBe(null)
})
