import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type CardProcessor, normalize } from '@onetill/core'
import { CONTEXT, mapFields } from './map.fixture.ts'
import { mavenMapper } from './map.ts'

/** Where each of the schema's 23 fields ends: gateway → field → place in our processor. */
const FIELDS = {
  any: { card_brand: 'card.brand', card_last4: 'card.last4', receipt_url: 'receiptUrl' },
  stripe: {
    stripe_charge_id: 'chargeId',
    stripe_payment_intent_id: 'paymentIntentId',
    payment_method_id: 'paymentMethodId',
    stripe_customer_id: 'customerId',
  },
  authorizenet: {
    authnet_transaction_id: 'chargeId',
    authnet_auth_code: 'authorization.code',
    authnet_response_code: 'authorization.responseCode',
    authnet_avs_result_code: 'authorization.avs',
    authnet_cvv_result_code: 'authorization.cvv',
    authnet_cavv_result_code: 'authorization.cavv',
    authnet_network_trans_id: 'authorization.networkTransactionId',
    authnet_capture_status: 'authorization.captureState',
    authnet_customer_profile_id: 'customerId',
    authnet_payment_profile_id: 'paymentMethodId',
  },
  braintree: {
    braintree_transaction_id: 'chargeId',
    braintree_customer_id: 'customerId',
    braintree_payment_method_token: 'paymentMethodId',
  },
  shift4: { shift4_charge_id: 'chargeId', shift4_customer_id: 'customerId', shift4_card_id: 'paymentMethodId' },
} as const satisfies Record<string, Record<string, string>>

/** Names the guides use in webhooks, without the gateway's prefix. */
const BARE = {
  stripe: { charge_id: 'chargeId', payment_intent_id: 'paymentIntentId', customer_id: 'customerId' },
  authorizenet: {
    transaction_id: 'chargeId',
    auth_code: 'authorization.code',
    response_code: 'authorization.responseCode',
    avs_result_code: 'authorization.avs',
    cvv_result_code: 'authorization.cvv',
    cavv_result_code: 'authorization.cavv',
    network_trans_id: 'authorization.networkTransactionId',
    capture_status: 'authorization.captureState',
    customer_profile_id: 'customerId',
    payment_profile_id: 'paymentMethodId',
  },
  braintree: { transaction_id: 'chargeId', customer_id: 'customerId', payment_method_token: 'paymentMethodId' },
  shift4: { charge_id: 'chargeId', customer_id: 'customerId', card_id: 'paymentMethodId' },
  fiserv: { transaction_id: 'chargeId', auth_code: 'authorization.code' },
} as const satisfies Record<string, Record<string, string>>

const cases = (table: Record<string, Record<string, string>>) =>
  Object.entries(table).flatMap(([gateway, fields]) =>
    Object.entries(fields).map(([field, place]) => ({ gateway: gateway === 'any' ? 'stripe' : gateway, field, place })),
  )

const EMPTY: CardProcessor = {
  kind: 'card',
  gateway: '',
  chargeId: null,
  paymentIntentId: null,
  customerId: null,
  paymentMethodId: null,
  card: null,
  receiptUrl: null,
  authorization: null,
}
const NO_AUTHORIZATION = {
  code: null,
  responseCode: null,
  avs: null,
  cvv: null,
  cavv: null,
  networkTransactionId: null,
  captureState: null,
}

describe('processor', () => {
  const file = new URL('../fixtures/document.get-session-by-caller.json', import.meta.url)
  const document: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const processor: unknown = Object(document).processor
  const names = Object.keys(Object(processor))

  test('the table above has the 23 fields of the document', () => {
    expect(
      cases(FIELDS)
        .map(({ field }) => field)
        .sort(),
    ).toEqual(names.sort())
    expect(names).toHaveLength(23)
  })

  test.for([...cases(FIELDS), ...cases(BARE)])(
    '$gateway: $field is $place, and nothing else',
    ({ gateway, field, place }) => {
      const [outer = '', inner] = place.split('.')
      const card = outer === 'card' ? { brand: null, last4: null } : NO_AUTHORIZATION
      const value = inner === undefined ? 'the value' : { ...card, [inner]: 'the value' }
      expect(mapFields({ gateway, processor: { [field]: 'the value' } })).toMatchObject({
        processor: { ...EMPTY, gateway, [outer]: value },
        providerData: { processor: null },
      })
    },
  )

  test('of the prefixed and the bare name the prefixed one counts, and both are kept', () => {
    const processor = { authnet_transaction_id: 'prefixed', transaction_id: 'bare' }
    const session = mapFields({ gateway: 'authorizenet', processor })
    expect(session.processor?.chargeId).toBe('prefixed')
    expect(session.providerData?.processor).toEqual(processor)
  })

  test.for(['stripe', 'authorizenet', 'braintree', 'shift4', 'fiserv', '<string>'])(
    'the document with real amount, currency and status put in keeps every field: %s',
    (gateway) => {
      const filled = Object.fromEntries(names.map((name) => [name, `value of ${name}`]))
      const real = { amount: '150.00', currency: 'USD', status: 'payment-success', mode: 'charge' }
      const native = { ...Object(document), ...real, gateway, processor: filled }
      const session = normalize(mavenMapper, JSON.stringify(native), { ...CONTEXT, validate: true })
      const text = JSON.stringify(session)
      expect(names.filter((name) => !text.includes(`"value of ${name}"`))).toEqual([])
      expect(session.amount).toEqual({ value: '150.00', currency: 'USD' })
      expect(session.createdAt).toBe('2023-11-07T05:31:56.000Z')
    },
  )

  test('without processor the gateway is kept; without either there is none', () => {
    expect(mapFields({ gateway: 'shift4' }).processor).toEqual({ ...EMPTY, gateway: 'shift4' })
    expect(mapFields({}).processor).toBe(null)
    expect(mapFields({ processor: { card_last4: '4242' } }).processor).toEqual({
      ...EMPTY,
      gateway: 'unknown',
      card: { brand: null, last4: '4242' },
    })
  })
})
