import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Called, call } from '../common/call.ts'
import { createClock } from '../common/clock.ts'
import type { MavenCreateInput } from './input.ts'
import { type MavenSimulator, startMavenSimulator } from './simulator.ts'

const order: MavenCreateInput = {
  project: 'clinic',
  caller: '+14155551234',
  amount: '45.10',
  mode: 'charge',
  gateway: 'stripe',
}

let maven: MavenSimulator
beforeEach(async () => {
  maven = await startMavenSimulator({ clock: createClock({ now: '2026-05-01T10:00:00Z' }) })
})
afterEach(() => maven.close())

const post = (path: string, send: unknown): Promise<Called> =>
  call(`${maven.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${maven.credentials.apiKey}` },
    send,
  })

test('answers the documented keys and nothing of the amount', async () => {
  const { status, body } = await post('/v1/sessions', order)
  expect(status).toBe(201)
  expect(body).toEqual({
    session_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    status: 'PENDING',
    phone_number: expect.stringMatching(/^\+\d+$/),
    sip_uri: expect.stringMatching(/^sip:/),
    created_at: '2026-05-01T10:00:00Z',
  })
})

test.each([
  ['45.10', '45.10'],
  ['1e2', '100'],
  ['"0.10"', '0.10'],
  ['"00012.50"', '12.50'],
  ['9007199254740993.07', '9007199254740993.07'],
])('the amount %s is answered as the text %s', async (sent, amount) => {
  const { amount: _amount, ...rest } = order
  const text = `${JSON.stringify(rest).slice(0, -1)},"amount":${sent}}`
  const { body } = await post('/v1/sessions', text)
  expect(maven.sessions().at(-1)).toMatchObject({ amount })
  expect(body).not.toHaveProperty('amount')
})

test.each([
  ['no project', { project: undefined }, ['body', 'project'], 'missing'],
  ['a null project', { project: null }, ['body', 'project'], 'string_type'],
  ['a local number', { caller: '4155551234' }, ['body', 'caller'], 'value_error'],
  ['a negative amount', { amount: -1 }, ['body', 'amount'], 'greater_than_equal'],
  ['an amount in words', { amount: 'ten' }, ['body', 'amount'], 'decimal_parsing'],
  ['an exponent in text', { amount: '1e2' }, ['body', 'amount'], 'decimal_parsing'],
  ['zero in charge mode', { amount: 0 }, ['body', 'amount'], 'value_error'],
  ['another mode', { mode: 'refund' }, ['body', 'mode'], 'enum'],
  ['another gateway', { gateway: 'fiserv' }, ['body', 'gateway'], 'enum'],
  ['a long description', { description: 'x'.repeat(501) }, ['body', 'description'], 'string_too_long'],
  ['a long callback', { callback: 'x'.repeat(257) }, ['body', 'callback'], 'string_too_long'],
  [
    'half an address',
    { billing_address: { city: 'A', state: 'IL', zip: '62701' } },
    ['body', 'billing_address', 'street'],
    'missing',
  ],
  ['an address as text', { billing_address: 'Main St' }, ['body', 'billing_address'], 'model_attributes_type'],
])('%s is refused with its path', async (_name, change, loc, type) => {
  const { status, body } = await post('/v1/sessions', { ...order, ...change })
  expect(status).toBe(422)
  expect(body).toMatchObject({ detail: expect.arrayContaining([expect.objectContaining({ loc, type })]) })
  expect(maven.sessions()).toHaveLength(0)
})

test('zero is fine in tokenize mode; what is not JSON is refused', async () => {
  expect((await post('/v1/sessions', { ...order, amount: 0, mode: 'tokenize' })).status).toBe(201)
  expect((await post('/v1/sessions', '{"project":')).status).toBe(422)
  expect((await post('/v1/sessions', '[]')).status).toBe(422)
})

test('wrong input in process throws and names the field', () => {
  expect(() => maven.create({ ...order, caller: '555' })).toThrow('body.caller')
})
