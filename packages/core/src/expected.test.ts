import { expect, test } from 'vitest'
import { readExpected } from './expected.ts'
import { errorOf } from './json.fixture.ts'

test('an amount takes its canonical form, and what is not said is null', () => {
  expect(readExpected({ amount: { value: '100', currency: 'usd' } })).toEqual({
    amount: { value: '100.00', currency: 'USD' },
    reference: null,
  })
  expect(readExpected({ reference: 'r' })).toEqual({ amount: null, reference: 'r' })
  expect(readExpected({})).toEqual({ amount: null, reference: null })
  expect([readExpected(null), readExpected(undefined)]).toEqual([null, null])
})

test.for([
  ['{"amuont":{"value":"1","currency":"USD"}}', 'expected.amuont'],
  ['{"amount":null,"orderId":"r"}', 'expected.orderId'],
  ['{"reference":5}', 'expected.reference'],
  ['{"reference":{"id":"r"}}', 'expected.reference'],
] as const)('%s would expect nothing and is refused', ([json, path]) => {
  const error = errorOf(() => readExpected(JSON.parse(json)))
  expect(error).toMatchObject({ code: 'invalid_input', outcome: 'none', issues: [{ path }] })
})

test.for([
  ['{"amount":"45.01"}', 'invalid_amount'],
  ['{"amount":{"value":45.01,"currency":"USD"}}', 'invalid_amount'],
  ['{"amount":{"value":"45.001","currency":"USD"}}', 'amount_precision'],
] as const)('%s is %s', ([json, code]) => {
  expect(errorOf(() => readExpected(JSON.parse(json))).code).toBe(code)
})
