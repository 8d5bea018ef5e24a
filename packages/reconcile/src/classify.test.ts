import { describe, expect, test } from 'vitest'
import {
  AS_OF,
  alone,
  back,
  costs,
  either,
  LONG_AGO,
  type Parts,
  paid,
  pair,
  status,
  told,
} from './classify.fixture.ts'
import type { RulesInput } from './rules.ts'

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
