import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Called, call } from '../common/call.ts'
import { type ControllableClock, createClock } from '../common/clock.ts'
import { type MaashSimulator, startMaashSimulator } from './simulator.ts'

const order = { merchant_id: 'mer_01ABC', transaction_id: 'txn_1515', amount_usd: '100' }

let clock: ControllableClock
let maash: MaashSimulator
beforeEach(async () => {
  clock = createClock({ now: '2024-01-31T15:25:00Z' })
  maash = await startMaashSimulator({ clock })
})
afterEach(() => maash.close())

const post = (path: string, send: unknown): Promise<Called> =>
  call(`${maash.url}${path}`, {
    method: 'POST',
    headers: { 'x-api-key': maash.credentials.apiKey, 'x-maash-user-type': 'checkout' },
    send,
  })

test('answers the documented keys: no status, no amount, its own transaction id', async () => {
  const { body } = await post('/checkout/sessions', { ...order, amount_usd: 100 })
  expect(body).toEqual({
    data: {
      session_id: expect.stringMatching(/^cs_[0-9A-HJKMNP-TV-Z]{26}$/),
      checkout_url: expect.stringMatching(/^https:\/\/pay\.maash\.io\/checkout\/cs_\w+$/),
      checkout_url_with_token: expect.stringMatching(/\?token=[\w-]+\.[\w-]+\.[\w-]+$/),
      ext_transaction_id: 'txn_1515',
      transaction_id: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
      expires_at: '2024-02-02T15:25:00Z',
      created_at: '2024-01-31T15:25:00Z',
    },
  })
})

test('the same transaction id answers the session that exists', async () => {
  const first = await post('/checkout/sessions', { ...order, amount_usd: 100 })
  clock.advance(1000)
  const again = await post('/checkout/sessions', { ...order, amount_usd: 250 })
  const other = await post('/checkout/sessions', { ...order, amount_usd: 100, transaction_id: 'txn_1516' })
  expect(again.body).toEqual(first.body)
  expect(other.body).not.toEqual(first.body)
  expect(maash.sessions()).toHaveLength(2)
})

test.each([
  ['nothing', {}, ['merchant_id: Field required', 'transaction_id: Field required', 'amount_usd: Field required']],
  ['an empty merchant', { ...order, merchant_id: '', amount_usd: 1 }, [/^merchant_id: /]],
  ['an amount as text', order, [/^amount_usd: /]],
  ['too little', { ...order, amount_usd: 0.001 }, [/^amount_usd: .*0\.01/]],
  ['too much', { ...order, amount_usd: 1_000_000.01 }, [/^amount_usd: .*1000000/]],
  ['a third decimal', { ...order, amount_usd: 1.005 }, [/^amount_usd: .*2 decimal/]],
  ['a currency in small letters', { ...order, amount_usd: 1, merchant_currency: 'usd' }, [/^merchant_currency: /]],
  ['metadata as a list', { ...order, amount_usd: 1, metadata: [] }, [/^metadata: /]],
  ['a theme in numbers', { ...order, amount_usd: 1, theme: { cardColor: 3 } }, [/^theme\.cardColor: /]],
])('%s is refused with 400 and the field', async (_name, send, expected) => {
  const { status, body } = await post('/checkout/sessions', send)
  expect(status).toBe(400)
  const messages = expected.map((text) => (typeof text === 'string' ? text : expect.stringMatching(text)))
  expect(body).toEqual({ error: expect.any(String), details: { validation_errors: messages } })
  expect(maash.sessions()).toHaveLength(0)
})

test('what is not JSON is refused', async () => {
  expect(await post('/checkout/sessions', '{')).toMatchObject({ status: 400, body: { error: expect.any(String) } })
})
