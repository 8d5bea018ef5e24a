import { describe, expect, test } from 'vitest'
import type { CheckoutSession, Refund } from '@onetill/core'
import { at, hook, IDENTITY, read, type SeenOptions, session, usd } from './acme.fixture.ts'
import { LIFECYCLE, MERGE } from './merge.ts'
import type { Observation } from './observation.ts'
import { reduce } from './reduce.ts'

const fold = (...observations: Observation[]) => reduce(IDENTITY, observations).stored
const statusOf = (...observations: Observation[]) => fold(...observations).session.status

describe('what an answer does not cover or say', () => {
  test('a webhook without expiresAt and a read without amount erase nothing', () => {
    const known = read(1, 'open', {
      amount: usd('10'),
      expiresAt: at(30),
      reference: 'A-1',
      customer: { phone: '+1', email: null, name: null },
    })
    const { session } = fold(
      known,
      hook(2, 'processing', { customer: { phone: null, email: 'a@b.example', name: null } }),
      read(3, 'processing'),
    )
    expect(session).toMatchObject({ amount: usd('10'), expiresAt: at(30), reference: 'A-1' })
    expect(session.customer).toEqual({ phone: '+1', email: 'a@b.example', name: null })
  })

  test('an answer without a status says none', () => {
    const created = read(1, 'unknown', {
      via: 'create',
      providerStatus: null,
      notes: [{ code: 'status_not_reported', path: 'status' }],
    })
    expect(created.covers).not.toContain('lifecycle')
    expect(statusOf(read(0, 'open'), created)).toBe('open')
  })

  test('test wins over live', () => {
    expect(
      fold(read(1, 'open', { environment: 'test' }), read(2, 'open', { environment: 'live' })).session.environment,
    ).toBe('test')
  })

  test('where to pay is not kept as a URL, which may carry a token', () => {
    const payVia = { kind: 'url', url: 'https://pay.example/c/secret?token=secret' } as const
    expect(JSON.stringify(read(1, 'open', { payVia }))).not.toContain('secret')
  })
})

describe('refunds', () => {
  const refund = (id: string, status: Refund['status'], value = '2'): Refund => ({
    ...{ id, amount: usd(value), status, providerStatus: status, reason: null, failureReason: null },
    ...{ createdAt: null, updatedAt: null },
  })
  const paid = (
    minute: number,
    refunds: readonly Refund[] | null,
    refundStatus: 'none' | 'partial' | 'full' | 'pending',
  ) =>
    read(minute, 'paid', {
      amount: usd('4'),
      refunds,
      refundRollUp: { refundStatus, refundEvidence: refunds === null ? 'flag' : 'list', refunded: null },
    })

  test('are merged by id: one that a later list leaves out is still there', () => {
    const { session } = fold(
      paid(1, [refund('a', 'succeeded')], 'partial'),
      paid(2, [refund('b', 'succeeded')], 'partial'),
    )
    expect(session.refunds?.map(({ id }) => id)).toEqual(['a', 'b'])
    expect([session.refundStatus, session.amounts.refunded]).toEqual(['full', usd('4')])
  })

  test('the later state of one counts', () => {
    const { session } = fold(
      paid(1, [refund('a', 'pending')], 'pending'),
      paid(2, [refund('a', 'succeeded')], 'partial'),
    )
    expect([session.refunds?.[0]?.status, session.refundStatus]).toEqual(['succeeded', 'partial'])
  })

  test('an answer that says nothing of refunds changes nothing; a word does not beat a list', () => {
    const list = paid(1, [refund('a', 'pending')], 'pending')
    expect(fold(list, hook(2, 'paid')).session.refundStatus).toBe('pending')
    expect(fold(list, paid(2, null, 'full')).session.refundStatus).toBe('pending')
    expect(fold(paid(1, null, 'none'), paid(2, null, 'full')).session).toMatchObject({
      refundStatus: 'full',
      refundEvidence: 'flag',
    })
  })
})

const said = (options: SeenOptions = {}): CheckoutSession => session(1, ['paid'], options)

test('the lifecycle is replaced together', () => {
  expect([...LIFECYCLE].sort()).toEqual([
    ...['completedAt', 'detail', 'failure', 'paidAt', 'providerDone', 'providerStatus', 'reversal', 'status'],
    'updatedAt',
  ])
})

describe('what is described', () => {
  const FULL = {
    reference: 'A-1',
    purpose: 'payment',
    createdAt: at(0),
    expiresAt: at(9),
    payVia: { kind: 'call', phoneNumber: '+15550100', sipUri: null },
    description: 'shoes',
    metadata: { order: '1' },
    customer: { phone: '+1', email: null, name: 'A' },
    providerData: { project: 'p', memory: null },
  } as const
  const OTHER = {
    reference: 'A-2',
    purpose: 'save_method',
    createdAt: at(1),
    expiresAt: at(8),
    payVia: { kind: 'url', url: 'https://pay.example/c' },
    description: 'hats',
    metadata: { order: '2' },
    customer: { phone: null, email: 'a@b.example', name: 'B' },
    providerData: { project: 'q', memory: null },
  } as const
  const blank = said({ providerData: null })

  test.for(Object.keys(FULL) as readonly (keyof typeof FULL)[])(
    '%s: silence erases nothing, a word replaces it',
    (name) => {
      const known = said({ ...FULL, metadata: FULL.metadata })
      expect(MERGE.descriptive(known, blank)[name]).toEqual(FULL[name])
      expect(MERGE.descriptive(blank, known)[name]).toEqual(FULL[name])
      expect(MERGE.descriptive(blank, blank)[name]).toBeNull()
      const merged = { customer: { phone: '+1', email: 'a@b.example', name: 'B' } }
      expect(MERGE.descriptive(known, said(OTHER))[name]).toEqual(name === 'customer' ? merged.customer : OTHER[name])
    },
  )

  test('the provider’s own fields are merged one by one', () => {
    const known = said({ providerData: { project: 'p', memory: 'm' } })
    const next = said({ providerData: { project: null, memory: 'n' } })
    expect(MERGE.descriptive(known, next).providerData).toEqual({ project: 'p', memory: 'n' })
  })

  test.for([
    ['live', 'unknown', 'live'],
    ['unknown', 'live', 'live'],
    ['live', 'test', 'test'],
    ['test', 'live', 'test'],
    ['test', 'unknown', 'test'],
    ['unknown', 'unknown', 'unknown'],
  ] as const)('%s, then %s, is %s', ([known, next, environment]) => {
    expect(MERGE.descriptive(said({ environment: known }), said({ environment: next })).environment).toBe(environment)
  })
})

describe('money', () => {
  test('is kept where an answer is silent, amount by amount; what was refunded is of the refunds', () => {
    const known = { ...said({ amount: usd('5') }), amounts: { ...said().amounts, captured: usd('5'), fee: usd('1') } }
    const next = { ...said(), amounts: { ...said().amounts, captured: usd('4'), refunded: usd('4') } }
    expect(MERGE.money(known, next)).toEqual({
      amount: usd('5'),
      amounts: { ...said().amounts, captured: usd('4'), fee: usd('1'), refunded: null },
    })
    expect(MERGE.money(known, said({ amount: usd('6') })).amount).toEqual(usd('6'))
  })
})

describe('the processor', () => {
  const hosted = (name: string, method: string | null) => ({ kind: 'hosted', name, method }) as const
  const crypto = { kind: 'crypto', accepted: null, refused: null, methods: null, selected: null } as const
  const merged = (known: CheckoutSession['processor'], next: CheckoutSession['processor']) =>
    MERGE.processor({ ...said(), processor: known }, { ...said(), processor: next }).processor

  test('of one kind is merged field by field, another kind replaces it, silence does not', () => {
    expect(merged(hosted('a', 'card'), hosted('b', null))).toEqual(hosted('b', 'card'))
    expect(merged(hosted('a', 'card'), crypto)).toEqual(crypto)
    expect(merged(hosted('a', 'card'), null)).toEqual(hosted('a', 'card'))
    expect(merged(null, crypto)).toEqual(crypto)
    expect(merged(null, null)).toBeNull()
  })
})

describe('a roll-up of refunds', () => {
  const refund = (id: string, status: Refund['status'], value = '2'): Refund => ({
    ...{ id, amount: usd(value), status, providerStatus: status, reason: null, failureReason: null },
    ...{ createdAt: null, updatedAt: null },
  })
  const answer = (
    refunds: readonly Refund[] | null,
    refundStatus: CheckoutSession['refundStatus'],
    refundEvidence: CheckoutSession['refundEvidence'],
    refunded: string | null = null,
    amount: string | null = '6',
  ): CheckoutSession => ({
    ...said({ amount: amount === null ? null : usd(amount) }),
    ...{ refunds, refundStatus, refundEvidence },
    amounts: { ...said().amounts, refunded: refunded === null ? null : usd(refunded), fee: usd('1') },
  })
  const merged = (known: CheckoutSession, next: CheckoutSession) => MERGE.refunds(known, next)
  const none = answer(null, 'unknown', null)

  test('of an answer that does not report refunds is nothing', () => {
    expect(merged(answer([refund('a', 'succeeded')], 'partial', 'list', '2'), none)).toEqual({})
  })

  test('of a word or total is taken until a list is known', () => {
    const total = answer(null, 'partial', 'total', '3')
    expect(merged(none, total)).toEqual({
      ...{ refundStatus: 'partial', refundEvidence: 'total' },
      amounts: { ...none.amounts, refunded: usd('3') },
    })
    expect(merged(answer([], 'none', 'list'), total)).toMatchObject({ refundStatus: 'partial' })
    expect(merged(answer([refund('a', 'succeeded')], 'partial', 'list', '2'), total)).toEqual({})
  })

  test('of a list with everything known is the answer’s own', () => {
    const list = [refund('a', 'succeeded'), refund('b', 'pending')]
    expect(merged(answer([refund('a', 'pending')], 'pending', 'list'), answer(list, 'partial', 'list', '2'))).toEqual({
      ...{ refunds: list, refundStatus: 'partial', refundEvidence: 'list' },
      amounts: { ...none.amounts, refunded: usd('2') },
    })
    // An empty list says that there are none.
    expect(merged(none, answer([], 'none', 'list'))).toMatchObject({ refunds: [], refundStatus: 'none' })
  })

  test('of a list that leaves one out is made anew, of all, with what else is known kept', () => {
    const known = answer([refund('a', 'succeeded')], 'partial', 'list', '2')
    const both = merged(known, answer([refund('b', 'succeeded')], 'partial', 'list', '2'))
    expect(both).toEqual({
      ...{ refunds: [refund('a', 'succeeded'), refund('b', 'succeeded')] },
      ...{ refundStatus: 'partial', refundEvidence: 'list' },
      amounts: { ...none.amounts, refunded: usd('4') },
    })
    expect(merged(known, answer([refund('b', 'succeeded', '4')], 'partial', 'list', '4')).refundStatus).toBe('full')
    // The amount of the session may be what an earlier answer said.
    const silent = answer([refund('b', 'succeeded', '4')], 'partial', 'list', '4', null)
    expect(merged(known, silent)).toMatchObject({ refundStatus: 'full', amounts: { refunded: usd('6') } })
  })

  test('hears the session’s word for full beside a list that leaves one out', () => {
    const known = answer([refund('a', 'succeeded')], 'partial', 'list', '2')
    const rest = [refund('b', 'succeeded')]
    expect(merged(known, answer(rest, 'full', 'flag')).refundStatus).toBe('full')
    expect(merged(known, answer(rest, 'full', 'list')).refundStatus).toBe('partial')
    expect(merged(known, answer(rest, 'partial', 'flag')).refundStatus).toBe('partial')
  })
})
