import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isTillError, type NormalizeOptions, normalize, type TillError } from '@onetill/core'
import { rowName } from '@onetill/core/adapter'
import { jwtCheckoutMapper } from './map.ts'
import { STATUS } from './status.ts'

const AT = '2026-11-20T12:00:00.000Z'
const fixture = (name: string): string => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')
const plain: object = JSON.parse(fixture('session.paid.json'))
const native = (change: object): string => JSON.stringify({ ...plain, ...change })
const toSession = (change: object | string, options: NormalizeOptions = {}) =>
  normalize(jwtCheckoutMapper, typeof change === 'string' ? change : native(change), {
    at: AT,
    validate: true,
    ...options,
  })
const refused = (change: object | string): TillError => {
  try {
    toSession(change)
  } catch (error) {
    if (isTillError(error)) return error
    throw error
  }
  throw new Error('was not refused')
}
const context = {
  at: AT,
  via: 'read',
  account: 'default',
  environment: 'unknown',
  expected: null,
  overrides: [],
} as const
const explain = (change: object) => jwtCheckoutMapper.explain({ ...plain, ...change }, context)

describe('status', () => {
  const ROWS = [
    ['PENDING', { status: 'PENDING' }, 'processing', 'unspecified'],
    ['SUCCEEDED', { status: 'SUCCEEDED' }, 'paid', null],
    ['FAILED [failureReason=EXPIRED]', { status: 'FAILED', failureReason: 'EXPIRED' }, 'expired', 'unpaid'],
    ['FAILED', { status: 'FAILED' }, 'failed', null],
    ['PARTIALLY_REFUNDED', { status: 'PARTIALLY_REFUNDED' }, 'paid', null],
    ['REFUNDED', { status: 'REFUNDED' }, 'paid', null],
    ['REVERSED', { status: 'REVERSED' }, 'paid', null],
  ] as const

  test('every row of the table is held', () => {
    expect(STATUS.rows.map(rowName)).toEqual(ROWS.map(([row]) => row))
  })

  test.each(ROWS)('%s', (row, change, status, detail) => {
    expect(toSession(change)).toMatchObject({ status, detail, providerStatus: change.status, providerDone: null })
    expect(explain(change)[0]).toMatchObject({ field: 'status', word: change.status, row })
  })

  test.each(['ON_HOLD', 'EXPIRED', 'succeeded', '', 'constructor', '__proto__'])(
    'the word %j is unknown and kept',
    (word) => {
      expect(toSession({ status: word })).toMatchObject({ status: 'unknown', detail: null, providerStatus: word })
      expect(explain({ status: word })[0]).toMatchObject({ row: null, source: null, documented: null })
    },
  )

  test.each(['expired', 'EXPIRED ', 'SESSION_EXPIRED'])('FAILED because of %j is failed, not expired', (reason) => {
    expect(toSession({ status: 'FAILED', failureReason: reason })).toMatchObject({ status: 'failed', detail: null })
  })

  test('a row of the user comes first', () => {
    const to = { status: 'open', detail: 'created' } as const
    const session = toSession({ status: 'PENDING' }, { overrides: [{ word: 'PENDING', to }] })
    expect(session).toMatchObject({ ...to, observed: { overruled: true } })
  })
})

describe("the documents' own example", () => {
  const session = toSession(fixture('session.processing.document.json'))

  test('is processing with one pending refund, because the word wins', () => {
    expect(session).toMatchObject({
      provider: 'jwt-checkout',
      id: 'e4b8c1a2-1234-5678-abcd-ef1234567890',
      reference: 'ORD-12345',
      status: 'processing',
      detail: 'unspecified',
      providerStatus: 'PENDING',
      amount: null,
      refundStatus: 'pending',
      refundEvidence: 'list',
      failure: null,
      reversal: null,
      processor: { kind: 'hosted', name: 'stripe', method: 'card' },
      providerData: { failureReason: 'EXPIRED' },
      notes: [{ code: 'contradiction', path: 'failureReason' }],
      createdAt: '2024-01-15T11:00:00.000Z',
      updatedAt: '2024-01-15T11:30:00.000Z',
      expiresAt: '2024-01-15T12:00:00.000Z',
      paidAt: null,
      completedAt: null,
    })
  })

  test('keeps every field of its refund', () => {
    expect(session.refunds).toEqual([
      {
        id: '3d72f30c-2977-44bf-b2e8-ff09b9b3216d',
        amount: { value: '45.01', currency: 'USD' },
        status: 'pending',
        providerStatus: 'PENDING',
        reason: 'REQUESTED_BY_CUSTOMER',
        failureReason: 'LOST_OR_STOLEN_CARD',
        createdAt: '2024-01-15T11:00:00.000Z',
        updatedAt: '2024-01-15T11:30:00.000Z',
      },
    ])
  })

  test('the contradiction is among the unverified readings', () => {
    const reading = jwtCheckoutMapper.provider.unverified.find(({ id }) => id === 'pending-with-failure-reason')
    expect(reading?.fields).toContain('failure')
  })
})

describe('failureReason', () => {
  test.each([
    ['LOST_OR_STOLEN_CARD', 'lost_or_stolen'],
    ['PAYMENT_DECLINED', 'unknown'],
    ['constructor', 'unknown'],
  ])('FAILED because of %s', (reason, code) => {
    expect(toSession({ status: 'FAILED', failureReason: reason })).toMatchObject({
      failure: { code, providerCode: reason, message: null },
      providerData: { failureReason: reason },
      notes: [],
    })
  })

  test('EXPIRED is no failure, and FAILED without a reason says none', () => {
    expect(toSession({ status: 'FAILED', failureReason: 'EXPIRED' })).toMatchObject({ failure: null, notes: [] })
    expect(toSession({ status: 'FAILED', failureReason: null })).toMatchObject({ failure: null, notes: [] })
  })

  test.each(['PENDING', 'SUCCEEDED', 'PARTIALLY_REFUNDED', 'REFUNDED'])('beside %s is a contradiction', (status) => {
    expect(toSession({ status, failureReason: 'EXPIRED' })).toMatchObject({
      failure: null,
      providerData: { failureReason: 'EXPIRED' },
      notes: [{ code: 'contradiction', path: 'failureReason' }],
    })
  })

  test.each(['REVERSED', 'ON_HOLD'])('beside %s is only kept', (status) => {
    expect(toSession({ status, failureReason: 'X' })).toMatchObject({
      failure: null,
      providerData: { failureReason: 'X' },
      notes: [],
    })
  })
})

describe('fields declared "object"', () => {
  test.each([{ code: 'EXPIRED' }, ['EXPIRED'], 7, true])('%j is null and noted', (value) => {
    const change = { status: 'FAILED', failureReason: value, providerName: value, expiresAt: value }
    expect(toSession(change)).toMatchObject({
      status: 'failed',
      failure: null,
      expiresAt: null,
      processor: { kind: 'hosted', name: null, method: 'card' },
      providerData: { failureReason: null },
      notes: ['failureReason', 'expiresAt', 'providerName'].map((path) => ({ code: 'schema_drift', path })),
    })
  })

  test('null and absent are the same, and say nothing', () => {
    const absent = toSession(fixture('session.processing.bare.json'))
    const nulls = toSession({
      status: 'PENDING',
      failureReason: null,
      providerName: null,
      expiresAt: null,
      refunds: null,
    })
    expect(absent).toEqual(nulls)
    expect(absent).toMatchObject({ expiresAt: null, refunds: null, notes: [] })
  })

  test('without provider and method there is no processor', () => {
    expect(toSession({ providerName: null, paymentMethod: null }).processor).toBeNull()
  })
})

describe('reversal', () => {
  test('only REVERSED has one, and nothing more is known of it', () => {
    expect(toSession({ status: 'REVERSED' }).reversal).toEqual({
      cause: 'unknown',
      state: 'unknown',
      amount: null,
      at: null,
    })
    for (const status of ['SUCCEEDED', 'REFUNDED', 'FAILED', 'ON_HOLD'])
      expect(toSession({ status }).reversal).toBeNull()
  })
})

describe('what the caller expects', () => {
  const amount = { value: '140.76', currency: 'USD' }

  test('fills the amount the read does not carry', () => {
    expect(toSession({}).amount).toBeNull()
    expect(toSession({}, { expected: { amount, reference: 'ORD-12345' } })).toMatchObject({
      status: 'paid',
      amount,
      assumed: ['amount'],
      mismatch: [],
    })
  })

  test.each([null, undefined])('fills a reference that is %s', (orderReference) => {
    expect(toSession({ orderReference }).reference).toBeNull()
    expect(toSession({ orderReference }, { expected: { amount: null, reference: 'ORD-9' } })).toMatchObject({
      status: 'paid',
      reference: 'ORD-9',
      assumed: ['reference'],
    })
  })

  test('another reference is a mismatch that keeps paid from being shipped', () => {
    expect(toSession({}, { expected: { amount, reference: 'ORD-9' } })).toMatchObject({
      status: 'review',
      detail: 'mismatch',
      reference: 'ORD-12345',
      mismatch: [{ field: 'reference', expected: 'ORD-9', actual: 'ORD-12345' }],
    })
  })
})

describe('answers that are refused', () => {
  const refund = { id: 'r', amount: 1, currency: 'USD', status: 'PENDING' }

  test.each([
    ['no id', { id: undefined }, 'id'],
    ['an empty id', { id: '' }, 'id'],
    ['a status that is no text', { status: 1 }, 'status'],
    ['a day that does not exist', { createdAt: '2024-02-30T00:00:00Z' }, 'createdAt'],
    ['a time without offset', { expiresAt: '2024-01-15T12:00:00' }, 'expiresAt'],
    ['refunds that are no list', { refunds: {} }, 'refunds'],
    ['a refund without id', { refunds: [refund, { ...refund, id: undefined }] }, 'refunds[1].id'],
    ['a refund without amount', { refunds: [{ ...refund, amount: null }] }, 'refunds[0].amount'],
    ['a negative refund', { refunds: [refund, { ...refund, amount: -1 }] }, 'refunds[1].amount'],
    ['a refund without currency', { refunds: [{ ...refund, currency: undefined }] }, 'refunds[0].currency'],
    [
      "a refund's impossible day",
      { refunds: [{ ...refund, updatedAt: '2023-02-29T00:00:00Z' }] },
      'refunds[0].updatedAt',
    ],
  ])('%s', (_name, change, path) => {
    const error = refused(change)
    expect(error).toMatchObject({ code: 'invalid_response', provider: 'jwt-checkout' })
    expect(error.issues.map((issue) => issue.path)).toEqual([path])
  })

  test.each(['null', '[]', '"x"', '1', '12345678901234567890', '{', ''])('the text %j', (text) => {
    expect(refused(text).code).toBe('invalid_response')
  })
})
