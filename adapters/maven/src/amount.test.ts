import { describe, expect, test } from 'vitest'
import { isTillError } from '@onetill/core'
import { BASE, CONTEXT, mapFields } from './map.fixture.ts'
import { mavenMapper } from './map.ts'

describe('amount', () => {
  // The forms the published pattern of `amount` allows, and the number of a webhook.
  test.for([
    ['150', '150.00'],
    ['0', '0.00'],
    ['.5', '0.50'],
    ['5.', '5.00'],
    ['+5', '5.00'],
    ['00012.50', '12.50'],
    ['1.234567', '1.234567'],
    [49.99, '49.99'],
    [0, '0.00'],
  ] as const)('%j is %s', ([amount, value]) => {
    const session = mapFields({ amount })
    expect(session.amount).toEqual({ value, currency: 'USD' })
    expect(session.notes.map(({ code }) => code)).toEqual(value === '1.234567' ? ['amount_precision'] : [])
  })

  test.for(['-5', '1e', '', '.', '+', '1,000', ' 5', '5 ', 'NaN', true, {}, [], '٣'])(
    '%j is refused at amount',
    (amount) => {
      expect(() => mapFields({ amount })).toThrow(expect.objectContaining({ code: 'invalid_response' }))
      expect(issuesOf(() => mapFields({ amount }))).toEqual(['amount'])
    },
  )

  // The provider's own pattern takes time cubic in this text.
  test('a hostile mebibyte is refused within a tenth of a second', () => {
    const amount = `${'0'.repeat(1024 * 1024)}x`
    const start = performance.now()
    expect(issuesOf(() => mapFields({ amount }))).toEqual(['amount'])
    expect(performance.now() - start).toBeLessThan(100)
  })

  test('an amount without a currency is refused at currency', () => {
    for (const currency of [null, undefined, '', '$', '<string>'])
      expect(issuesOf(() => mapFields({ currency }))).toEqual(['currency'])
  })

  test('the create answer has no amount: the one that was sent is assumed', () => {
    const expected = { amount: { value: '49.99', currency: 'USD' }, reference: 'order-1042' }
    const { session_id } = BASE
    const native = { session_id, status: 'PENDING', phone_number: '+18005550199', sip_uri: 'sip:pay@example.com' }
    const session = mavenMapper.toSession(native, { ...CONTEXT, via: 'create', expected })
    expect(session).toMatchObject({
      amount: expected.amount,
      reference: 'order-1042',
      assumed: ['amount', 'reference'],
    })
    expect(session.payVia).toEqual({ kind: 'call', phoneNumber: '+18005550199', sipUri: 'sip:pay@example.com' })
    expect(mavenMapper.toSession(native, { ...CONTEXT, via: 'create' }).amount).toBe(null)
  })

  test('another amount than the one that was sent is review/mismatch over paid', () => {
    const expected = { amount: { value: '50.00', currency: 'USD' }, reference: null }
    const session = mapFields({ status: 'payment-success', mode: 'charge' }, { expected })
    expect(session).toMatchObject({ status: 'review', detail: 'mismatch', mismatch: [{ field: 'amount' }] })
  })
})

function issuesOf(run: () => unknown): readonly string[] {
  try {
    run()
  } catch (error) {
    if (isTillError(error)) return error.issues.map(({ path }) => path)
    throw error
  }
  throw new Error('nothing was refused')
}
