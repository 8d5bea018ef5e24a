import { describe, expect, test } from 'vitest'
import { type Money, type NormalizeOptions, normalize } from '@onetill/core'
import { jwtCheckoutMapper } from './map.ts'
import { type NativeRefund, text } from './refunds.fixture.ts'

const toSession = (json: string, options: NormalizeOptions = {}) =>
  normalize(jwtCheckoutMapper, json, { at: '2026-11-20T12:00:00.000Z', validate: true, ...options })
const usd = (value: string): Money => ({ value, currency: 'USD' })
const TAKEN = { expected: { amount: usd('140.76'), reference: null } }

describe('refund words', () => {
  test.each([
    ['PENDING', 'pending'],
    ['COMPLETED', 'succeeded'],
    ['SUCCEEDED', 'succeeded'],
    ['FAILED', 'failed'],
    ['ON_HOLD', 'unknown'],
    ['completed', 'unknown'],
    ['constructor', 'unknown'],
  ])('%s is %s', (word, status) => {
    expect(toSession(text('SUCCEEDED', [[word, '1']])).refunds).toMatchObject([{ status, providerStatus: word }])
  })
})

describe('without a refund in a list', () => {
  const WORDS = [
    ['PENDING', 'none', 'flag'],
    ['SUCCEEDED', 'none', 'flag'],
    ['FAILED', 'none', 'flag'],
    ['PARTIALLY_REFUNDED', 'partial', 'flag'],
    ['REFUNDED', 'full', 'flag'],
    ['REVERSED', 'unknown', null],
    ['ON_HOLD', 'unknown', null],
  ] as const

  test.each(WORDS)('%s with null or absent refunds: %s', (word, refundStatus, refundEvidence) => {
    for (const refunds of [null, undefined]) {
      expect(toSession(text(word, refunds))).toMatchObject({
        refunds: null,
        refundStatus,
        refundEvidence,
        amounts: { refunded: null },
      })
    }
  })

  test.each([
    ['PENDING', 'none', 'list'],
    ['SUCCEEDED', 'none', 'list'],
    ['FAILED', 'none', 'list'],
    ['REVERSED', 'none', 'list'],
    ['ON_HOLD', 'none', 'list'],
    // A list that is not filled yet must not contradict the word.
    ['PARTIALLY_REFUNDED', 'partial', 'flag'],
    ['REFUNDED', 'full', 'flag'],
  ])('%s with an empty list: %s by %s', (word, refundStatus, refundEvidence) => {
    expect(toSession(text(word, []))).toMatchObject({ refunds: [], refundStatus, refundEvidence })
  })
})

describe('a list beats the session word', () => {
  const full = 'REFUNDED'
  const partial = 'PARTIALLY_REFUNDED'
  const paid = 'SUCCEEDED'
  test.each<[string, string, readonly NativeRefund[], NormalizeOptions, string, Money | null]>([
    ['a pending refund', partial, [['PENDING', '45.01']], {}, 'pending', usd('0.00')],
    ['a pending refund although REFUNDED', full, [['PENDING', '140.76']], TAKEN, 'pending', usd('0.00')],
    ['a pending refund although the word is behind', paid, [['PENDING', '45.01']], {}, 'pending', usd('0.00')],
    ['a failed refund although REFUNDED', full, [['FAILED', '140.76']], TAKEN, 'failed', usd('0.00')],
    [
      'two failed refunds',
      partial,
      [
        ['FAILED', '1'],
        ['FAILED', '2'],
      ],
      {},
      'failed',
      usd('0.00'),
    ],
    [
      'a failed and a pending one',
      partial,
      [
        ['FAILED', '1'],
        ['PENDING', '2'],
      ],
      {},
      'pending',
      usd('0.00'),
    ],
    ['a part', partial, [['COMPLETED', '45.01']], TAKEN, 'partial', usd('45.01')],
    ['a part, nothing known of the amount', partial, [['COMPLETED', '45.01']], {}, 'partial', usd('45.01')],
    [
      'all by REFUNDED',
      full,
      [
        ['COMPLETED', '45.01'],
        ['COMPLETED', '95.75'],
      ],
      {},
      'full',
      usd('140.76'),
    ],
    [
      'all by the sum although the word is behind',
      paid,
      [
        ['COMPLETED', '45.01'],
        ['SUCCEEDED', '95.75'],
      ],
      TAKEN,
      'full',
      usd('140.76'),
    ],
    ['a cent less than all', partial, [['COMPLETED', '140.75']], TAKEN, 'partial', usd('140.75')],
    ['more than all', partial, [['COMPLETED', '140.77']], TAKEN, 'full', usd('140.77')],
    [
      'REFUNDED with one failed',
      full,
      [
        ['COMPLETED', '45.01'],
        ['FAILED', '95.75'],
      ],
      TAKEN,
      'partial',
      usd('45.01'),
    ],
    [
      'REFUNDED with one pending',
      full,
      [
        ['COMPLETED', '45.01'],
        ['PENDING', '95.75'],
      ],
      TAKEN,
      'partial',
      usd('45.01'),
    ],
    [
      'three in three states',
      partial,
      [
        ['COMPLETED', '45.01'],
        ['PENDING', '20.50'],
        ['FAILED', '12.34'],
      ],
      {},
      'partial',
      usd('45.01'),
    ],
    [
      'an unknown word',
      partial,
      [
        ['COMPLETED', '45.01'],
        ['ON_HOLD', '1'],
      ],
      TAKEN,
      'unknown',
      null,
    ],
    ['an unknown word alone', full, [['ON_HOLD', '140.76']], TAKEN, 'unknown', null],
    [
      'a taken amount in another currency',
      partial,
      [['COMPLETED', '140.76', 'EUR']],
      TAKEN,
      'partial',
      { value: '140.76', currency: 'EUR' },
    ],
    ['a list with REVERSED', 'REVERSED', [['COMPLETED', '1']], {}, 'partial', usd('1.00')],
  ])('%s', (_name, word, refunds, options, refundStatus, refunded) => {
    expect(toSession(text(word, refunds), options)).toMatchObject({
      refundStatus,
      refundEvidence: 'list',
      amounts: { refunded },
    })
  })

  test('two currencies are not summed, and noted', () => {
    const session = toSession(
      text(partial, [
        ['COMPLETED', '1'],
        ['COMPLETED', '2', 'EUR'],
      ]),
      TAKEN,
    )
    expect(session).toMatchObject({
      refundStatus: 'partial',
      amounts: { refunded: null },
      notes: [{ code: 'mixed_currencies', path: 'refunds' }],
    })
    expect(session.refunds?.map(({ amount }) => amount)).toEqual([usd('1.00'), { value: '2.00', currency: 'EUR' }])
  })
})

describe('amounts of refunds', () => {
  test.each([
    ['45.01', 'USD', '45.01'],
    ['45', 'USD', '45.00'],
    ['1e2', 'USD', '100.00'],
    ['4501', 'JPY', '4501'],
    ['45.015', 'KWD', '45.015'],
    ['9007199254740993', 'USD', '9007199254740993.00'],
    ['9007199254740.99', 'USD', '9007199254740.99'],
  ])('%s %s is %s', (literal, currency, value) => {
    const session = toSession(text('SUCCEEDED', [['PENDING', literal, currency]]))
    expect(session.refunds?.[0]?.amount).toEqual({ value, currency })
    expect(session.notes).toEqual([])
  })

  test('decimals beyond the currency stay and are noted', () => {
    const session = toSession(
      text('SUCCEEDED', [
        ['PENDING', '1'],
        ['PENDING', '1.000000000000000005'],
      ]),
    )
    expect(session.refunds?.[1]?.amount).toEqual(usd('1.000000000000000005'))
    expect(session.notes).toEqual([{ code: 'amount_precision', path: 'refunds[1].amount' }])
  })

  test('reasons that are no text are null and noted', () => {
    const json = text('SUCCEEDED', [['FAILED', '1']]).replace('"id":"r0"', '"id":"r0","reason":{},"failureReason":[]')
    const session = toSession(json)
    expect(session.refunds).toMatchObject([{ reason: null, failureReason: null }])
    expect(session.notes).toEqual([
      { code: 'schema_drift', path: 'refunds[0].reason' },
      { code: 'schema_drift', path: 'refunds[0].failureReason' },
    ])
  })
})
