import { describe, expect, test } from 'vitest'
import { STATUS_WORDS } from '@onetill/core'
import { at, hook, IDENTITY, other, read, usd } from './acme.fixture.ts'
import type { Observation } from './observation.ts'
import { reduce } from './reduce.ts'

const fold = (...observations: Observation[]) => reduce(IDENTITY, observations).stored
const effects = (...observations: Observation[]) => reduce(IDENTITY, observations).steps.map(({ effect }) => effect)
const statusOf = (...observations: Observation[]) => fold(...observations).session.status

test('without an observation only the id is known', () => {
  const { session, ...rest } = fold()
  expect(session).toMatchObject({ ...IDENTITY, status: 'unknown', providerStatus: null, amount: null, refunds: null })
  expect(rest).toEqual({
    ...{
      key: 'acme/default/s1',
      firstSeenAt: null,
      lastConfirmedAt: null,
      paidSeenAt: null,
      late: false,
      unread: null,
    },
    ...{ goneAt: null, missing: null, attention: [], confirmDue: false },
  })
})

describe('reads', () => {
  test.for(STATUS_WORDS.flatMap((from) => STATUS_WORDS.map((to) => [from, to] as const)))(
    'from %s to %s',
    ([from, to]) => {
      const after = statusOf(read(1, from), read(2, to))
      if (to === 'unknown' && from !== 'unknown') expect(after).toBe(from)
      else if (from === 'paid') expect(after).toBe(to === 'review' ? 'review' : 'paid')
      else expect(after).toBe(to)
    },
  )

  test('back is a correction, and has to be confirmed', () => {
    expect(effects(read(1, 'failed'), read(2, 'open'))).toEqual(['moved', 'correction'])
    expect(fold(read(1, 'failed'), read(2, 'open')).confirmDue).toBe(true)
    expect(fold(read(1, 'failed'), read(2, 'open'), read(3, 'open')).confirmDue).toBe(false)
  })
})

describe('webhooks', () => {
  const ALLOWED: Readonly<Record<string, readonly string[]>> = {
    open: STATUS_WORDS.filter((word) => word !== 'unknown'),
    processing: STATUS_WORDS.filter((word) => word !== 'unknown'),
    authorized: ['authorized', 'paid', 'review', 'cancelled', 'expired'],
    paid: ['paid', 'review'],
    no_charge: ['no_charge'],
    review: ['review', 'paid', 'failed', 'cancelled', 'expired'],
    failed: ['failed', 'processing', 'paid', 'review'],
    cancelled: ['cancelled', 'processing', 'paid', 'review'],
    expired: ['expired', 'processing', 'paid', 'review'],
    unknown: STATUS_WORDS,
  }
  test.for(STATUS_WORDS.flatMap((from) => STATUS_WORDS.map((to) => [from, to] as const)))(
    'from %s to %s only forward',
    ([from, to]) => {
      expect(statusOf(read(1, from), hook(2, to))).toBe(ALLOWED[from]?.includes(to) ? to : from)
    },
  )

  test('make a confirming read due, also when they say nothing new', () => {
    expect(fold(read(1, 'open'), hook(2, 'open')).confirmDue).toBe(true)
    expect(fold(read(1, 'open'), hook(2, 'paid'), read(3, 'paid')).confirmDue).toBe(false)
  })

  test('one that cannot follow is contradicted until a read settles it', () => {
    const stored = fold(read(1, 'failed'), hook(2, 'open'))
    expect([stored.attention, stored.confirmDue]).toEqual([['contradicted'], true])
    expect(fold(read(1, 'failed'), hook(2, 'open'), read(3, 'failed')).attention).toEqual([])
  })

  test('a word alone moves the status and keeps what else is known', () => {
    const word = { kind: 'word', status: 'paid', detail: null, word: 'completed' } as const
    const { session } = fold(read(1, 'processing', { amount: usd('5'), reference: 'A-1' }), other(2, word, 'webhook'))
    expect(session).toMatchObject({ status: 'paid', providerStatus: 'completed', amount: usd('5'), reference: 'A-1' })
  })

  test('a reason of failure does not outlive it', () => {
    const failure = { code: 'declined', providerCode: 'x', message: null } as const
    expect(fold(read(1, 'failed', { failure }), hook(2, 'paid')).session.failure).toBeNull()
    const word = { kind: 'word', status: 'processing', detail: null, word: 'p' } as const
    expect(fold(read(1, 'failed', { failure }), other(2, word, 'webhook')).session.failure).toBeNull()
  })
})

describe('out of paid', () => {
  test.for(['failed', 'cancelled', 'expired'])('%s keeps paid, sets a reversal and raises an alarm', (word) => {
    for (const seen of [read(2, word, { completedAt: at(2) }), hook(2, word, { completedAt: at(2) })]) {
      const stored = fold(read(1, 'paid'), seen)
      expect(stored.session).toMatchObject({ status: 'paid', providerStatus: word.toUpperCase() })
      expect(stored.session.reversal).toEqual({ cause: 'unknown', state: 'unknown', amount: null, at: at(2) })
      expect([stored.attention, stored.confirmDue]).toEqual([['status_regression'], true])
    }
  })

  test.for(['open', 'processing', 'authorized', 'no_charge'])('%s keeps paid and is read again', (word) => {
    const stored = fold(read(1, 'paid'), read(2, word))
    expect(stored.session).toMatchObject({ status: 'paid', reversal: null })
    expect([stored.attention, stored.confirmDue]).toEqual([['contradicted'], true])
  })

  test('a read that says paid again takes the alarm and our reversal back', () => {
    const stored = fold(read(1, 'paid'), read(2, 'failed'), read(3, 'paid'))
    expect([stored.session.reversal, stored.attention]).toEqual([null, []])
  })

  test('the first time it was seen paid stays', () => {
    expect(fold(read(1, 'open'), hook(2, 'paid'), read(4, 'paid')).paidSeenAt).toBe(at(2))
  })
})

describe('late money', () => {
  test.for(['failed', 'cancelled', 'expired'])('after %s is marked', (word) => {
    expect(effects(read(1, word), hook(2, 'paid'))).toEqual(['moved', 'late'])
    expect(fold(read(1, word), read(2, 'paid')).late).toBe(true)
    expect(fold(read(1, 'open'), read(2, 'paid')).late).toBe(false)
  })
})

describe('a word we do not know', () => {
  const unknown = (minute: number) => read(minute, 'unknown', { providerStatus: 'glorp', providerDone: true })

  test('after a status we knew leaves it, and is said beside it', () => {
    const stored = fold(read(1, 'processing'), unknown(2), unknown(3))
    expect(stored.session.status).toBe('processing')
    expect(stored.unread).toEqual({ word: 'glorp', since: at(2), providerDone: true })
    expect(stored.attention).toEqual(['unread'])
  })

  test('is gone with the next word we understand', () => {
    expect(fold(read(1, 'processing'), unknown(2), read(3, 'processing')).unread).toBeNull()
  })

  test('first of all is the status', () => {
    expect(fold(unknown(1))).toMatchObject({ unread: null, session: { status: 'unknown', providerStatus: 'glorp' } })
  })
})

describe('missing and lapsed', () => {
  const missing = { kind: 'missing' } as const
  test('a 404 sets goneAt and counts; an answer takes it back', () => {
    const stored = fold(read(1, 'open'), other(2, missing), other(3, missing))
    expect(stored).toMatchObject({
      goneAt: at(2),
      missing: { since: at(2), last: at(3), reads: 2 },
      attention: ['gone'],
    })
    expect(stored.session.status).toBe('open')
    expect(fold(read(1, 'open'), other(2, missing), read(3, 'open')).goneAt).toBeNull()
  })

  test.for(STATUS_WORDS)('a 410 after %s moves open and unknown only', (word) => {
    const after = statusOf(read(1, word), other(2, { kind: 'lapsed' }))
    expect(after).toBe(word === 'open' || word === 'unknown' ? 'expired' : word)
  })
})

describe('what the caller expects', () => {
  const expected = { amount: usd('10'), reference: 'A-1' }
  test('fills what no answer says, and holds what disagrees', () => {
    expect(reduce(IDENTITY, [read(1, 'paid')], expected).stored.session).toMatchObject({
      ...{ status: 'paid', amount: usd('10'), reference: 'A-1', assumed: ['amount', 'reference'], mismatch: [] },
    })
    expect(reduce(IDENTITY, [read(1, 'paid', { amount: usd('9') })], expected).stored.session).toMatchObject({
      ...{ status: 'review', detail: 'mismatch', amount: usd('9') },
    })
  })

  test('is kept from an observation that had it; an assumed amount is no statement of the provider', () => {
    const assumed = read(1, 'open', { expected })
    expect(fold(assumed, hook(2, 'paid', { amount: usd('9') })).session).toMatchObject({
      status: 'review',
      detail: 'mismatch',
    })
    expect(fold(assumed, hook(2, 'paid', { amount: usd('10') })).session).toMatchObject({
      status: 'paid',
      assumed: ['reference'],
    })
  })
})
