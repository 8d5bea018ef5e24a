import { describe, expect, expectTypeOf, test } from 'vitest'
import type { CardProcessor } from '@onetill/core'
import { rowName } from '@onetill/core/adapter'
import { BASE, CONTEXT, mapFields } from './map.fixture.ts'
import { mavenMapper } from './map.ts'
import { STATUS } from './status.ts'

const authnet = (fields: object) => ({ gateway: 'authorizenet', processor: fields })

/** The mapping table of the design, row by row. */
const ROWS: readonly (readonly [row: string, fields: object, status: string, detail: string | null])[] = [
  ['pending', { status: 'PENDING' }, 'open', 'created'],
  ['collecting', { status: 'COLLECTING' }, 'open', 'collecting'],
  [
    'payment-success [mode=charge, responseCode=4]',
    { status: 'payment-success', mode: 'charge', ...authnet({ authnet_response_code: '4' }) },
    'review',
    'held',
  ],
  [
    'payment-success [mode=charge, captureStatus=authorized]',
    { status: 'payment-success', mode: 'charge', ...authnet({ authnet_capture_status: 'authorized' }) },
    'authorized',
    null,
  ],
  ['payment-success [mode=charge]', { status: 'payment-success', mode: 'charge' }, 'paid', null],
  ['payment-success [mode=tokenize]', { status: 'payment-success', mode: 'tokenize' }, 'no_charge', 'method_saved'],
  [
    'payment-authorized [responseCode=4]',
    { status: 'payment-authorized', mode: 'charge', ...authnet({ authnet_response_code: '4' }) },
    'review',
    'held',
  ],
  ['payment-authorized', { status: 'payment-authorized', mode: 'charge' }, 'authorized', null],
  [
    'payment-failed [failure=declined]',
    { status: 'payment-failed', error: { code: 'card_declined', message: null } },
    'failed',
    'declined',
  ],
  [
    'payment-failed [responseCode=4]',
    { status: 'payment-failed', ...authnet({ authnet_response_code: '4' }) },
    'review',
    'held',
  ],
  ['payment-failed', { status: 'payment-failed' }, 'failed', 'error'],
  ['expired', { status: 'expired' }, 'expired', 'unpaid'],
  ['cancelled', { status: 'cancelled' }, 'cancelled', null],
  ['abandoned', { status: 'abandoned' }, 'expired', 'abandoned'],
]

describe('status', () => {
  test.for(ROWS)('%s', ([row, fields, status, detail]) => {
    for (const via of ['read', 'webhook'] as const) {
      const session = mapFields(fields, { via })
      expect([session.status, session.detail]).toEqual([status, detail])
      const [decision] = mavenMapper.explain({ ...BASE, ...fields }, { ...CONTEXT, via })
      expect(decision).toMatchObject({ field: 'status', row, result: detail === null ? status : `${status}/${detail}` })
    }
  })

  test('the table has these rows and no other', () => {
    expect(STATUS.rows.map(rowName)).toEqual(ROWS.map(([row]) => row))
  })

  test.for([
    ['pending', 'open'],
    ['Collecting', 'open'],
    ['PAYMENT_FAILED', 'failed'],
    ['Payment-Authorized', 'authorized'],
    ['CANCELLED', 'cancelled'],
  ] as const)('%s is compared without case, `_` as `-`, and kept as it came', ([word, status]) => {
    expect(mapFields({ status: word })).toMatchObject({ status, providerStatus: word })
  })

  test.for(['canceled', 'paid', 'payment success', '', 'PENDING '])('%j is unknown and kept', (word) => {
    const session = mapFields({ status: word, mode: 'charge', is_terminal: true })
    expect(session).toMatchObject({ status: 'unknown', detail: null, providerStatus: word, providerDone: true })
  })

  test.for([null, undefined, 'CHARGE', 'verify'])('a success in mode %j is unknown', (mode) => {
    expect(mapFields({ status: 'payment-success', mode })).toMatchObject({
      status: 'unknown',
      paidAt: null,
      purpose: null,
    })
  })

  test('a response code counts for Authorize.net only: the other gateways have none', () => {
    const fields = { status: 'payment-success', mode: 'charge', processor: { authnet_response_code: '4' } }
    expect(mapFields({ ...fields, gateway: 'stripe' }).status).toBe('paid')
    expect(mapFields({ ...fields, gateway: 'authorizenet' }).status).toBe('review')
  })

  test('is_terminal is providerDone, and absent is null', () => {
    expect([true, false, null, undefined].map((is_terminal) => mapFields({ is_terminal }).providerDone)).toEqual([
      true,
      false,
      null,
      null,
    ])
  })

  test('a row of the user comes first and says so', () => {
    const overrides = [{ word: 'abandoned', to: { status: 'cancelled', detail: null } }] as const
    expect(mapFields({ status: 'abandoned' }, { overrides })).toMatchObject({
      status: 'cancelled',
      observed: { overruled: true },
    })
    expect(mapFields({ status: 'expired' }, { overrides }).observed.overruled).toBe(false)
    expect(mapFields({ status: 'ABANDONED' }, { overrides }).observed.overruled).toBe(true)
  })
})

describe('environment', () => {
  test.for([
    ['unknown', undefined, undefined, 'unknown'],
    ['live', undefined, undefined, 'live'],
    ['test', undefined, undefined, 'test'],
    ['live', 'test', undefined, 'test'],
    ['test', 'live', undefined, 'test'],
    ['unknown', 'live', undefined, 'live'],
    ['unknown', 'staging', undefined, 'unknown'],
    ['live', 'staging', undefined, 'live'],
    ['live', undefined, true, 'test'],
    ['live', 'live', true, 'test'],
    ['live', 'live', false, 'live'],
  ] as const)('key %s, answer %s, test_skip %s: %s', ([environment, answer, test_skip, expected]) => {
    expect(mapFields({ environment: answer, processor: { test_skip } }, { environment }).environment).toBe(expected)
  })
})

describe('failure', () => {
  test.for([
    ['card_declined', 'declined', 'declined'],
    ['insufficient_funds', 'insufficient_funds', 'declined'],
    ['gateway_error', 'unknown', 'error'],
    ['constructor', 'unknown', 'error'],
    ['CARD_DECLINED', 'unknown', 'error'],
  ] as const)('%s is %s, and the session failed/%s', ([code, ours, detail]) => {
    const session = mapFields({ status: 'payment-failed', error: { code, message: 'a text' } })
    expect(session.failure).toEqual({ code: ours, providerCode: code, message: 'a text' })
    expect([session.status, session.detail]).toEqual(['failed', detail])
  })

  test('an error without its code is unknown; without an error there is no failure', () => {
    expect(mapFields({ status: 'payment-failed', error: {} }).failure).toEqual({
      code: 'unknown',
      providerCode: null,
      message: null,
    })
    expect(mapFields({ status: 'payment-failed', error: null }).failure).toBe(null)
  })

  test('an error beside a success changes nothing of the status', () => {
    const error = { code: 'card_declined', message: null }
    expect(mapFields({ status: 'payment-success', mode: 'charge', error })).toMatchObject({
      status: 'paid',
      failure: { code: 'declined' },
    })
  })
})

describe('the rest', () => {
  test('a chat webhook has no caller and says where it came from', () => {
    const session = mapFields({ caller: null, source: 'chat' }, { via: 'webhook' })
    expect(session).toMatchObject({ customer: null, providerData: { source: 'chat' } })
    expect(mapFields({ caller: '+12025550142' })).toMatchObject({
      customer: { phone: '+12025550142', email: null, name: null },
      providerData: { source: null },
    })
  })

  test('times are kept to the millisecond, and paidAt only when paid', () => {
    const completed_at = '2026-11-20T11:04:30.125999+02:00'
    expect(mapFields({ completed_at, status: 'payment-success', mode: 'charge' })).toMatchObject({
      completedAt: '2026-11-20T09:04:30.125Z',
      paidAt: '2026-11-20T09:04:30.125Z',
    })
    expect(mapFields({ completed_at, status: 'expired' }).paidAt).toBe(null)
  })

  test('what has no place in the model is in providerData, of read and webhook alike', () => {
    const rest = { callback: '+12025550117', memory: 'm', transfer_status: 'busy', mode: 'charge' }
    const providerData = { callback: '+12025550117', memory: 'm', transferStatus: 'busy', mode: 'charge', project: 'p' }
    expect(mapFields({ ...rest, project_slug: 'p' }).providerData).toMatchObject(providerData)
    expect(mapFields({ ...rest, project: 'p' }).providerData).toMatchObject(providerData)
  })

  test('Maven reports no refunds: they are unknown, never none', () => {
    expect(mapFields({ status: 'payment-success', mode: 'charge' })).toMatchObject({
      refunds: null,
      refundStatus: 'unknown',
      refundEvidence: null,
    })
  })

  test('explain names known and unknown words of mode, gateway and error', () => {
    const native = { ...BASE, status: 'nope', mode: 'verify', gateway: 'fiserv', error: { code: 'x' } }
    const decisions = mavenMapper.explain(native, CONTEXT)
    expect(decisions.map(({ field, word, result, row }) => [field, word, result, row])).toEqual([
      ['status', 'nope', 'unknown', null],
      ['purpose', 'verify', 'unknown', null],
      ['processor', 'fiserv', 'unknown', null],
      ['failure', 'x', 'unknown', null],
    ])
  })

  test('the session narrows to a card processor', () => {
    expectTypeOf(mapFields({}).processor).toEqualTypeOf<CardProcessor | null>()
    expectTypeOf(mapFields({}).provider).toEqualTypeOf<'maven'>()
  })
})
