// What the classifier says of amounts, refunds and money taken back.
import { describe, expect, test } from 'vitest'
import { back, costs, either, type Parts, pair, status } from './classify.fixture.ts'
import type { RulesInput } from './rules.ts'

describe('amounts', () => {
  test.for([
    ['5.00', '5.00', 'agreed'],
    ['5.00', '5.01', 'amount_over'],
    ['5.01', '5.00', 'amount_under'],
    ['12.50', '1250.00', 'scale_error'],
    ['1250.00', '12.50', 'scale_error'],
    ['12.50', '125.00', 'scale_error'],
    ['0.00', '5.00', 'amount_over'],
    ['9007199254740993.00', '9007199254740992.00', 'amount_under'],
  ] as const)('%s against %s: %s', ([left, right, expected]) => {
    expect(pair(costs(left), costs(right))).toEqual([expected])
  })

  test('of two currencies do not compare', () => {
    expect(either(costs('5.00'), costs('5.00', 'USD'))).toEqual(['currency'])
    expect(either(costs('5.00'), costs('500.00', 'USD'))).toEqual(['currency'])
  })

  test('that one side does not say are unknown, on either side', () => {
    expect(either({}, { value: null, valueCurrency: null })).toEqual(['amount_unknown'])
  })

  test('are compared where both took money and the basis is what was sold', () => {
    expect(either(costs('5.00'), status('review', 'maybe', costs('7.00')))).toEqual(['status_lag'])
    expect(pair(status('open', 'no', costs('5.00')), status('open', 'no', costs('7.00')))).toEqual(['agreed'])
    for (const basis of ['refunded', 'reversed'] as const)
      expect(pair(costs('5.00'), costs('7.00'), { basis })).toEqual(['agreed'])
  })
})

describe('the tolerance', () => {
  const rules: RulesInput = { tolerance: { EUR: { below: '0.05', above: '0.10' } } }
  test.for([
    ['5.00', '5.00', 'agreed'],
    ['5.00', '5.01', 'tolerated'],
    ['5.00', '5.10', 'tolerated'],
    ['5.00', '5.11', 'amount_over'],
    ['5.00', '4.95', 'tolerated'],
    ['5.00', '4.94', 'amount_under'],
    // Ten times as much, and still only nine cents.
    ['0.01', '0.10', 'tolerated'],
  ] as const)('of five cents below and ten above: %s against %s is %s', ([left, right, expected]) => {
    expect(pair(costs(left), costs(right), rules)).toEqual([expected])
  })

  test('is of its own currency', () => {
    expect(pair(costs('5.00', 'USD'), costs('5.01', 'USD'), rules)).toEqual(['amount_over'])
    expect(pair(costs('5', 'CONSTRUCTOR'), costs('6', 'CONSTRUCTOR'), rules)).toEqual(['amount_over'])
    expect(
      pair({ ...costs('5'), valueCurrency: 'constructor' }, { ...costs('6'), valueCurrency: 'constructor' }, rules),
    ).toEqual(['amount_over'])
  })

  test('makes nothing tolerated that is not compared', () => {
    expect(pair(costs('5.00'), costs('5.01'), { ...rules, basis: 'refunded' })).toEqual(['agreed'])
    const open = status('open', 'no')
    expect(pair({ ...open, value: '5.00' }, { ...open, value: '5.01' }, rules)).toEqual(['agreed'])
    expect(pair({ ...open, value: '5.00' }, { ...status('processing', 'no'), value: '5.01' }, rules)).toEqual([
      'agreed',
    ])
    const review = status('review', 'maybe', { value: '5.01' })
    expect(pair(review, { ...review, value: '5.00' }, rules)).toEqual(['agreed'])
  })
})

describe('refunds', () => {
  test('on one side only are missing, and of two amounts or currencies differ', () => {
    expect(either(back('5.00'), back('0.00'))).toEqual(['refund_missing'])
    expect(either(back('5.00'), back('4.00'))).toEqual(['refund_amount'])
    expect(either(back('5.00'), back('5.00'))).toEqual(['agreed'])
    expect(either(back('5.00'), back('5.00', 'USD'))).toEqual(['refund_amount'])
    // Nothing is nothing in every currency.
    expect(either(back('0.00'), back('0.00', 'USD'))).toEqual(['agreed'])
  })

  test('on their way are waited for, unless something else is wrong', () => {
    const pending = { ...back('0.00'), refundPending: true }
    expect(either(back('5.00'), pending)).toEqual(['pending_counterpart'])
    expect(pair(back('5.00'), { ...pending, ...costs('5.01') })).toEqual(['amount_over'])
    expect(either(back('5.00'), { ...pending, doublePaid: true })).toEqual(['double_payment'])
    expect(either(back('5.00'), { ...back('5.00'), refundPending: true })).toEqual(['agreed'])
  })

  test('that a side cannot say are unverifiable, beside other codes too', () => {
    expect(either(back('5.00'), {})).toEqual(['unverifiable'])
    expect(either(back('0.00'), {})).toEqual(['agreed'])
    expect(either({ ...back('5.00'), doublePaid: true }, {})).toEqual(['double_payment', 'unverifiable'])
  })

  test('are not compared where the rules say so', () => {
    const rules = { refunds: { compare: false } }
    expect(either(back('5.00'), back('4.00'), rules)).toEqual(['agreed'])
    expect(either(back('5.00'), {}, rules)).toEqual(['agreed'])
  })

  test('of more than was captured, else received, else asked for, are too much', () => {
    const over = (parts: Parts) => either({ ...parts, ...back('4.00') }, back('4.00'))
    expect(over(costs('5.00'))).toEqual(['agreed'])
    expect(over({ captured: '3.00', capturedCurrency: 'EUR' })).toEqual(['over_refund'])
    expect(over({ captured: '4.00', capturedCurrency: 'EUR' })).toEqual(['agreed'])
    expect(over({ received: '3.00', receivedCurrency: 'EUR' })).toEqual(['over_refund'])
    expect(over({ captured: '4.00', capturedCurrency: 'EUR', received: '3.00', receivedCurrency: 'EUR' })).toEqual([
      'agreed',
    ])
    expect(over({ captured: '3.00', capturedCurrency: 'USD' })).toEqual(['agreed'])
    expect(over({ received: '3.00', receivedCurrency: 'USD' })).toEqual(['agreed'])
    expect(over({ amount: null, currency: null })).toEqual(['agreed'])
    expect(over({ amount: '3.00', currency: 'EUR' })).toEqual(['over_refund'])
    expect(over({ amount: '3.00', currency: 'USD' })).toEqual(['agreed'])
  })

  test('without money belong to another payment', () => {
    const failed = { ...status('failed', 'no'), ...back('5.00') }
    expect(either(failed, { ...failed, ...back('0.00') })).toEqual(['refund_missing', 'orphan_refund'])
    expect(either(failed, failed)).toEqual(['orphan_refund'])
  })
})

describe('money taken back', () => {
  const lost = { reversal: 'lost', reversed: '5.00', reversedCurrency: 'EUR' } as const
  test('is booked on both sides, with the same amount, or not booked', () => {
    expect(either(lost, {})).toEqual(['reversal_unbooked'])
    expect(either(lost, lost)).toEqual(['agreed'])
    expect(either(lost, { ...lost, reversal: 'open' })).toEqual(['agreed'])
    expect(either(lost, { ...lost, reversed: '4.00' })).toEqual(['reversal_unbooked'])
    expect(either(lost, { ...lost, reversedCurrency: 'USD' })).toEqual(['reversal_unbooked'])
  })

  test('and won again is not taken', () => {
    expect(either({ ...lost, reversal: 'won' }, {})).toEqual(['agreed'])
    expect(either({ ...lost, reversal: 'won' }, lost)).toEqual(['reversal_unbooked'])
    expect(either({ ...lost, reversal: 'won' }, { ...lost, reversal: 'won', reversed: '4.00' })).toEqual(['agreed'])
  })
})
