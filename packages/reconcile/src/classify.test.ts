import { describe, expect, test } from 'vitest'
import { type Case, type Context, classify } from './classify.ts'
import type { Class, Code } from './codes.ts'
import type { SideRecord } from './record.ts'
import { parseRules, type RulesInput } from './rules.ts'

const AS_OF = '2026-11-20T12:00:00.000Z'
const LONG_AGO = '2026-11-01T12:00:00.000Z'

/** A record of a paid session of 5 EUR, long ago. */
const PAID: SideRecord = {
  ...{ key: 'acme/default/a', provider: 'acme', account: 'default', reference: 'order-a', metadata: {} },
  ...{ status: 'paid', word: 'paid', environment: 'live', stake: 'yes', doublePaid: false, assumed: false },
  ...{ amount: '5.00', currency: 'EUR', value: '5.00', valueCurrency: 'EUR' },
  ...{ captured: null, capturedCurrency: null, received: null, receivedCurrency: null },
  ...{ refunded: null, refundedCurrency: null, refundPending: false },
  ...{ reversal: null, reversed: null, reversedCurrency: null, paidAt: LONG_AGO, createdAt: null, updatedAt: null },
}
type Parts = Partial<SideRecord>
const paid = (parts: Parts = {}): SideRecord => ({ ...PAID, ...parts })
const costs = (value: string, currency = 'EUR'): Parts => ({ amount: value, value, currency, valueCurrency: currency })
const status = (word: SideRecord['status'], stake: SideRecord['stake'], parts: Parts = {}): Parts => ({
  ...{ status: word, stake, ...parts },
  ...(stake === 'yes' ? {} : { value: null, valueCurrency: null }),
})
const back = (refunded: string, currency = 'EUR'): Parts => ({ refunded, refundedCurrency: currency })

const told = (one: Case, rules: RulesInput = {}, asOf = AS_OF): readonly [Class, ...Code[]] => {
  const context: Context = { rules: parseRules(rules), asOf }
  const { class: name, also } = classify(one, context)
  return [name, ...also]
}
const pair = (left: Parts, right: Parts, rules: RulesInput = {}, asOf = AS_OF) =>
  told({ kind: 'pair', left: paid(left), right: paid(right) }, rules, asOf)
/** Of what does not tell left from right, the other way round as well. */
const either = (left: Parts, right: Parts, rules: RulesInput = {}, asOf = AS_OF) => {
  const there = pair(left, right, rules, asOf)
  expect(pair(right, left, rules, asOf)).toEqual(there)
  return there
}
const alone = (parts: Parts, rules: RulesInput = {}, side: 'left' | 'right' = 'left', asOf = AS_OF) =>
  told({ kind: 'alone', side, record: paid(parts) }, rules, asOf)

describe('records that are alike or without a counterpart that is theirs', () => {
  test('a surplus copy is a duplicate of its side, whatever else is wrong with it', () => {
    for (const side of ['left', 'right'] as const)
      expect(told({ kind: 'duplicate', side, record: paid({ doublePaid: true }) })).toEqual([`duplicate_${side}`])
  })

  test('a tie is ambiguous, and says when one of it was paid twice', () => {
    const once = paid()
    const twice = paid({ doublePaid: true })
    expect(told({ kind: 'ambiguous', left: [once], right: [once, once] })).toEqual(['ambiguous_match'])
    expect(told({ kind: 'ambiguous', left: [once, twice], right: [once] })).toEqual([
      'ambiguous_match',
      'double_payment',
    ])
    expect(told({ kind: 'ambiguous', left: [once], right: [twice] })).toEqual(['ambiguous_match', 'double_payment'])
  })
})

describe('a record alone', () => {
  test('with money is missing on the other side', () => {
    expect(alone({}, {}, 'left')).toEqual(['missing_right'])
    expect(alone({}, {}, 'right')).toEqual(['missing_left'])
    expect(alone(status('review', 'maybe'))).toEqual(['missing_right'])
  })

  test('without money is no difference', () => {
    expect(alone(status('failed', 'no'))).toEqual(['without_money'])
    expect(alone(status('failed', 'no', { environment: 'test' }), { environment: 'live' })).toEqual(['without_money'])
  })

  test('inside the grace is waited for', () => {
    expect(alone({ paidAt: '2026-11-20T11:00:00.000Z' })).toEqual(['pending_counterpart'])
  })

  test('of another environment than is wanted is mixed; of none it is not', () => {
    const wanted = { environment: 'live' } as const
    expect(alone({ environment: 'test' }, wanted)).toEqual(['environment_mixed', 'missing_right'])
    expect(alone({ environment: 'test' })).toEqual(['missing_right'])
    expect(alone({ environment: 'unknown' }, wanted)).toEqual(['missing_right'])
    expect(alone({ environment: 'live' }, wanted)).toEqual(['missing_right'])
  })

  test('whose word is not known says so', () => {
    expect(alone(status(null, 'maybe'))).toEqual(['missing_right', 'unmapped_status'])
    expect(alone(status('unknown', 'maybe'))).toEqual(['missing_right', 'unmapped_status'])
  })

  test('that does not say how much was taken says so where that is the basis', () => {
    const silent = { value: null, valueCurrency: null, amount: null, currency: null }
    expect(alone(silent)).toEqual(['missing_right', 'amount_unknown'])
    expect(alone(silent, { basis: 'refunded' })).toEqual(['missing_right'])
    expect(alone(status('review', 'maybe'))).toEqual(['missing_right'])
  })

  test('says what else is wrong with it', () => {
    expect(alone({ doublePaid: true })).toEqual(['missing_right', 'double_payment'])
    expect(alone({ reversal: 'lost' })).toEqual(['missing_right', 'reversal_unbooked'])
    expect(alone({ reversal: 'won' })).toEqual(['missing_right'])
    expect(alone(back('6.00'))).toEqual(['missing_right', 'over_refund'])
    expect(alone({ ...status('failed', 'no'), ...back('5.00') })).toEqual(['orphan_refund'])
  })
})

describe('the grace', () => {
  const at = (minutes: number) => new Date(Date.parse(AS_OF) - minutes * 60_000).toISOString()
  const waits = (parts: Parts, rules: RulesInput = {}) => alone(parts, rules)[0] === 'pending_counterpart'

  test('ends to the millisecond', () => {
    const rules = { grace: { default: '1h' } }
    expect(waits({ paidAt: '2026-11-20T11:00:00.001Z' }, rules)).toBe(true)
    expect(waits({ paidAt: '2026-11-20T11:00:00.000Z' }, rules)).toBe(false)
  })

  test('is the provider’s own where it has one', () => {
    const rules = { grace: { default: '1h', providers: { acme: '3h' } } }
    expect(waits({ paidAt: at(120) }, rules)).toBe(true)
    expect(waits({ paidAt: at(200) }, rules)).toBe(false)
    expect(waits({ paidAt: at(120), provider: 'other' }, rules)).toBe(false)
    expect(waits({ paidAt: at(120), provider: null }, rules)).toBe(false)
    for (const provider of ['constructor', 'toString'])
      expect(waits({ paidAt: at(30), provider }, rules), provider).toBe(true)
  })

  test('needs a time: the sale’s, else the creation’s, else the change’s', () => {
    const none = { paidAt: null, createdAt: null, updatedAt: null }
    expect(waits(none)).toBe(false)
    expect(waits({ ...none, createdAt: at(1) })).toBe(true)
    expect(waits({ ...none, updatedAt: at(1) })).toBe(true)
    expect(waits({ ...none, paidAt: LONG_AGO, updatedAt: at(1) })).toBe(false)
  })

  test('of a pair runs from the later time, with the grace of whichever has a provider', () => {
    const open = status('open', 'no', { paidAt: at(30) })
    expect(either({ paidAt: at(90) }, open, { grace: { default: '1h' } })).toEqual(['pending_counterpart'])
    expect(either({ paidAt: at(90) }, { ...open, paidAt: at(61) }, { grace: { default: '1h' } })).toEqual([
      'status_lag',
    ])
    const rules = { grace: { default: '1h', providers: { acme: '3h' } } }
    expect(either({ paidAt: at(120) }, { ...open, paidAt: null, provider: null }, rules)).toEqual([
      'pending_counterpart',
    ])
  })
})

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

describe('statuses', () => {
  const [failed, expired, open] = [status('failed', 'no'), status('expired', 'no'), status('open', 'no')]
  test('that are two ends conflict', () => {
    expect(either({}, failed)).toEqual(['status_conflict'])
    expect(either(failed, expired)).toEqual(['status_conflict'])
    expect(either(failed, failed)).toEqual(['agreed'])
  })

  test('that are two ends without money agree where only money counts', () => {
    expect(either(failed, expired, { ends: 'money' })).toEqual(['agreed'])
    expect(either({}, failed, { ends: 'money' })).toEqual(['status_conflict'])
  })

  test('of which one is an end lag behind after the grace', () => {
    expect(either({}, open)).toEqual(['status_lag'])
    expect(either(failed, open)).toEqual(['status_lag'])
    expect(either({ paidAt: AS_OF }, open)).toEqual(['pending_counterpart'])
  })

  test('that are no ends agree', () => {
    expect(either(open, status('processing', 'no'))).toEqual(['agreed'])
  })

  test('that the rules do not know are said before anything is made of them', () => {
    expect(either({}, status(null, 'maybe'))).toEqual(['unmapped_status'])
    expect(either(failed, status('unknown', 'maybe'))).toEqual(['unmapped_status'])
    expect(either(status(null, 'maybe'), status('unknown', 'maybe'))).toEqual(['unmapped_status'])
  })
})

describe('environments', () => {
  test('that differ are mixed, where both are known', () => {
    expect(either({ environment: 'live' }, { environment: 'test' })).toEqual(['environment_mixed'])
    expect(either({ environment: 'live' }, { environment: 'unknown' })).toEqual(['agreed'])
  })

  test('other than the one that is wanted are mixed, also where both are the same', () => {
    const rules = { environment: 'live' } as const
    expect(pair({ environment: 'test' }, { environment: 'test' }, rules)).toEqual(['environment_mixed'])
    expect(either({ environment: 'test' }, { environment: 'unknown' }, rules)).toEqual(['environment_mixed'])
    expect(pair({ environment: 'live' }, { environment: 'live' }, rules)).toEqual(['agreed'])
    expect(pair({ environment: 'unknown' }, { environment: 'unknown' }, rules)).toEqual(['agreed'])
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

test('a reference that was paid twice is a double payment, whichever side says so', () => {
  expect(either({ doublePaid: true }, {})).toEqual(['double_payment'])
})

test('what rests on the caller alone is no agreement, where money was taken', () => {
  expect(either({ assumed: true }, {})).toEqual(['unverifiable'])
  const open = status('open', 'no')
  expect(either({ ...open, assumed: true }, open)).toEqual(['agreed'])
  expect(either({ ...open, assumed: true }, {})).toEqual(['status_lag'])
})

test('the class is the first code in the order of the list, the others stand beside it', () => {
  expect(
    pair(
      { ...costs('5.00'), doublePaid: true, reversal: 'lost', assumed: true, environment: 'live' },
      { ...costs('5.01'), environment: 'test' },
    ),
  ).toEqual(['environment_mixed', 'amount_over', 'double_payment', 'reversal_unbooked', 'unverifiable'])
})
