// One record, what may differ from it, and what the classifier says of it.
import { expect } from 'vitest'
import { type Case, type Context, classify } from './classify.ts'
import type { Class, Code } from './codes.ts'
import type { SideRecord } from './record.ts'
import { parseRules, type RulesInput } from './rules.ts'

export const AS_OF = '2026-11-20T12:00:00.000Z'
export const LONG_AGO = '2026-11-01T12:00:00.000Z'

/** A record of a paid session of 5 EUR, long ago. */
const PAID: SideRecord = {
  ...{ key: 'acme/default/a', provider: 'acme', account: 'default', reference: 'order-a', metadata: {} },
  ...{ status: 'paid', word: 'paid', environment: 'live', stake: 'yes', doublePaid: false, assumed: false },
  ...{ amount: '5.00', currency: 'EUR', value: '5.00', valueCurrency: 'EUR' },
  ...{ captured: null, capturedCurrency: null, received: null, receivedCurrency: null },
  ...{ refunded: null, refundedCurrency: null, refundPending: false },
  ...{ reversal: null, reversed: null, reversedCurrency: null, paidAt: LONG_AGO, createdAt: null, updatedAt: null },
}
/** What differs from it. */
export type Parts = Partial<SideRecord>
/** That record with differences. */
export const paid = (parts: Parts = {}): SideRecord => ({ ...PAID, ...parts })
export const costs = (value: string, currency = 'EUR'): Parts => ({
  amount: value,
  value,
  currency,
  valueCurrency: currency,
})
export const status = (word: SideRecord['status'], stake: SideRecord['stake'], parts: Parts = {}): Parts => ({
  ...{ status: word, stake, ...parts },
  ...(stake === 'yes' ? {} : { value: null, valueCurrency: null }),
})
export const back = (refunded: string, currency = 'EUR'): Parts => ({ refunded, refundedCurrency: currency })

export const told = (one: Case, rules: RulesInput = {}, asOf = AS_OF): readonly [Class, ...Code[]] => {
  const context: Context = { rules: parseRules(rules), asOf }
  const { class: name, also } = classify(one, context)
  return [name, ...also]
}
export const pair = (left: Parts, right: Parts, rules: RulesInput = {}, asOf = AS_OF) =>
  told({ kind: 'pair', left: paid(left), right: paid(right) }, rules, asOf)
/** Of what does not tell left from right, the other way round as well. */
export const either = (left: Parts, right: Parts, rules: RulesInput = {}, asOf = AS_OF) => {
  const there = pair(left, right, rules, asOf)
  expect(pair(right, left, rules, asOf)).toEqual(there)
  return there
}
export const alone = (parts: Parts, rules: RulesInput = {}, side: 'left' | 'right' = 'left', asOf = AS_OF) =>
  told({ kind: 'alone', side, record: paid(parts) }, rules, asOf)
