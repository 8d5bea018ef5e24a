import { describe, expect, test } from 'vitest'
import { isTillError } from '@onetill/core'
import { type MavenCreateInput, toCaller, toCreateBody } from './input.ts'

const INPUT = {
  project: 'front-desk',
  caller: '+12025550142',
  amount: { value: '49.99', currency: 'USD' },
  mode: 'charge',
  gateway: 'stripe',
} as const satisfies MavenCreateInput
const ADDRESS = { street: '1 Main St', city: 'Springfield', state: 'IL', zip: '62701' }

/** Input as a caller without types could pass it. */
const create = (change: object): ReturnType<typeof toCreateBody> => {
  const input: MavenCreateInput = Object.assign({ ...INPUT }, change)
  return toCreateBody(input)
}
const bodyOf = (change: object): unknown => JSON.parse(create(change).body)
const refusedAt = (run: () => unknown): unknown => {
  try {
    run()
  } catch (error) {
    if (isTillError(error)) return [error.code, ...error.issues.map(({ path }) => path)]
    throw error
  }
  return 'nothing'
}

describe('what is sent', () => {
  test('the least input, the amount as decimal text', () => {
    expect(bodyOf({})).toEqual({ ...INPUT, amount: '49.99' })
    expect(bodyOf({ amount: { value: '50', currency: 'USD' } }), 'canonical').toMatchObject({ amount: '50.00' })
  })

  test('everything, under the names of the create document; the reference is ours and is not sent', () => {
    const all = {
      description: 'Invoice 1042',
      callback: 'sip:desk@example.com',
      memory: '{"ticket":1}',
      reference: 'order-1042',
      billingAddress: { ...ADDRESS, country: 'US', firstName: 'A', lastName: 'B' },
    }
    expect(bodyOf(all)).toEqual({
      ...INPUT,
      amount: '49.99',
      description: 'Invoice 1042',
      callback: 'sip:desk@example.com',
      memory: '{"ticket":1}',
      billing_address: { ...ADDRESS, country: 'US', first_name: 'A', last_name: 'B' },
    })
    const nothing = { description: null, callback: null, memory: null, billingAddress: null }
    expect(bodyOf(nothing)).toMatchObject({ description: null, callback: null, memory: null, billing_address: null })
  })
})

// Each rule of docs.trymaven.com/api-reference/public-api-v1/create-session (read 2026-11-20) on both sides of its limit.
const ACCEPTED: readonly object[] = [
  { project: 'a' },
  { project: '7d3f0c01-4a1b-4c2d-8e3f-90a1b2c3d401' },
  { caller: '+12' },
  { caller: `+1${'0'.repeat(14)}` },
  { amount: { value: '0.01', currency: 'USD' } },
  { amount: { value: '99999999999999999999.99', currency: 'USD' } },
  { mode: 'tokenize', amount: { value: '0', currency: 'USD' } },
  { mode: 'tokenize' },
  ...['stripe', 'authorizenet', 'braintree', 'shift4'].map((gateway) => ({ gateway })),
  { description: '' },
  { description: 'x'.repeat(500) },
  { callback: 'x'.repeat(256) },
  { memory: 'x'.repeat(100_000) },
  { billingAddress: ADDRESS },
  { billingAddress: { street: 's', city: 'c', state: 'st', zip: '123' } },
  { billingAddress: { street: 's'.repeat(60), city: 'c'.repeat(40), state: 's'.repeat(40), zip: '1'.repeat(20) } },
  { billingAddress: { ...ADDRESS, country: 'US', firstName: 'f'.repeat(50), lastName: '' } },
  { billingAddress: { ...ADDRESS, country: 'c'.repeat(60), firstName: null, lastName: null } },
]

const REFUSED: readonly (readonly [change: object, ...paths: string[]])[] = [
  [{ project: '' }, 'project'],
  [{ project: undefined }, 'project'],
  [{ caller: '12025550142' }, 'caller'],
  [{ caller: '+0202555014' }, 'caller'],
  [{ caller: '+1' }, 'caller'],
  [{ caller: `+1${'0'.repeat(15)}` }, 'caller'],
  [{ caller: '+1 202 555 0142' }, 'caller'],
  [{ caller: '+12025550142\n' }, 'caller'],
  [{ amount: '49.99' }, 'amount'],
  [{ amount: 49.99 }, 'amount'],
  [{ amount: { value: 49.99, currency: 'USD' } }, 'amount.value'],
  [{ amount: { value: '-1', currency: 'USD' } }, 'amount.value'],
  [{ amount: { value: '1e3', currency: 'USD' } }, 'amount.value'],
  [{ amount: { value: '10', currency: 'EUR' } }, 'amount.currency'],
  [{ amount: { value: '10', currency: 'usd' } }, 'amount.currency'],
  [{ amount: { value: '0', currency: 'USD' } }, 'amount'],
  [{ amount: { value: '0.00', currency: 'USD' } }, 'amount'],
  [{ mode: 'verify' }, 'mode'],
  [{ gateway: 'fiserv' }, 'gateway'],
  [{ reference: '' }, 'reference'],
  [{ description: 'x'.repeat(501) }, 'description'],
  [{ callback: 'x'.repeat(257) }, 'callback'],
  [{ memory: 1 }, 'memory'],
  [{ billingAddress: {} }, ...['street', 'city', 'state', 'zip'].map((name) => `billingAddress.${name}`)],
  [{ billingAddress: { ...ADDRESS, street: '' } }, 'billingAddress.street'],
  [{ billingAddress: { ...ADDRESS, street: 's'.repeat(61) } }, 'billingAddress.street'],
  [{ billingAddress: { ...ADDRESS, city: '' } }, 'billingAddress.city'],
  [{ billingAddress: { ...ADDRESS, city: 'c'.repeat(41) } }, 'billingAddress.city'],
  [{ billingAddress: { ...ADDRESS, state: 's' } }, 'billingAddress.state'],
  [{ billingAddress: { ...ADDRESS, state: 's'.repeat(41) } }, 'billingAddress.state'],
  [{ billingAddress: { ...ADDRESS, zip: '12' } }, 'billingAddress.zip'],
  [{ billingAddress: { ...ADDRESS, zip: '1'.repeat(21) } }, 'billingAddress.zip'],
  [{ billingAddress: { ...ADDRESS, country: 'U' } }, 'billingAddress.country'],
  [{ billingAddress: { ...ADDRESS, country: 'c'.repeat(61) } }, 'billingAddress.country'],
  [{ billingAddress: { ...ADDRESS, firstName: 'f'.repeat(51) } }, 'billingAddress.firstName'],
  [{ billingAddress: { ...ADDRESS, lastName: 'l'.repeat(51) } }, 'billingAddress.lastName'],
  [{ billingAddress: { ...ADDRESS, first_name: 'f' } }, 'billingAddress.first_name'],
  [{ currency: 'USD' }, 'currency'],
  [{ idempotencyKey: 'k' }, 'idempotencyKey'],
]

describe('the rules of the create document', () => {
  test.for(ACCEPTED.map((change) => [JSON.stringify(change).slice(0, 80), change] as const))(
    '%s passes',
    ([, change]) => {
      expect(refusedAt(() => create(change))).toBe('nothing')
    },
  )

  test.for(REFUSED.map(([change, ...paths]) => ({ name: JSON.stringify(change).slice(0, 80), change, paths })))(
    '$name is refused',
    ({ change, paths }) => {
      expect(refusedAt(() => create(change))).toEqual(['invalid_input', ...paths])
    },
  )

  test('more decimals than dollars have are refused, never rounded', () => {
    expect(refusedAt(() => create({ amount: { value: '49.999', currency: 'USD' } }))).toEqual(['amount_precision'])
    expect(bodyOf({ amount: { value: '49.990', currency: 'USD' } })).toMatchObject({ amount: '49.99' })
  })

  test('every field that is wrong is named at once, and no value is', () => {
    const planted = 'planted-7ab3'
    const run = () => create({ caller: planted, mode: planted, gateway: planted, amount: planted })
    expect(refusedAt(run)).toEqual(['invalid_input', 'caller', 'amount', 'mode', 'gateway'])
    expect(run).not.toThrow(planted)
    expect(run).toThrow(/caller/)
  })
})

describe('a read by caller', () => {
  test('takes an E.164 number and nothing else', () => {
    expect(toCaller({ caller: '+12025550142' })).toBe('+12025550142')
    for (const caller of ['', '12025550142', '+1 202', '+12025550142&caller=+1', ' +12025550142'])
      expect(
        refusedAt(() => toCaller({ caller })),
        caller,
      ).toEqual(['invalid_input', 'caller'])
  })
})
