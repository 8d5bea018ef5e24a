import { describe, expect, test } from 'vitest'
import { echoOf } from './echo.ts'

const KEY = `sk_test_${'c4na'.repeat(8)}/+~=&`
const headers = { authorization: `Bearer ${KEY}`, accept: 'application/json', 'content-type': 'application/json' }
const isEcho = echoOf(headers)

describe('an echo of a credential is noticed', () => {
  test.for([
    ['whole', KEY],
    ['with its scheme', `Bearer ${KEY}`],
    ['inside a sentence', `field "${KEY}" is wrong`],
    ['cut at its end', `${KEY.slice(0, 20)}…`],
    ['cut at its beginning', `…${KEY.slice(-20)}`],
    ['a piece of sixteen characters', KEY.slice(9, 25)],
    ['percent-encoded', encodeURIComponent(KEY)],
    ['in base64', Buffer.from(KEY).toString('base64')],
    ['in base64 for URLs', Buffer.from(KEY).toString('base64url')],
    ['in base64, with its scheme', Buffer.from(`Bearer ${KEY}`).toString('base64')],
  ] as const)('%s', ([, text]) => {
    for (const before of ['', 'x', 'xx', 'xxx', 'xxxx', 'xxxxx']) expect(isEcho(before + text)).toBe(true)
  })
})

test.for(['', 'req_0123456789', 'application/json', 'data.merchant_amount: expected a decimal', 'sk_test_', 'Bearer '])(
  'no echo: %s',
  (text) => expect(isEcho(text)).toBe(false),
)

test('what was sent with other headers is no echo, and the same headers are asked again', () => {
  const other = echoOf({ 'x-api-key': 'sk_test_another_c4na_of_another_account' })
  expect([other(KEY), isEcho(KEY), other('sk_test_another_c4na_of')]).toEqual([false, true, true])
})
