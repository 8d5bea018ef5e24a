import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClock } from '../common/clock.ts'
import { type MavenSimulator, startMavenSimulator } from './simulator.ts'
import { signMavenWebhook } from './webhook.ts'

const clock = createClock({ now: '2026-05-01T10:00:00.900Z' })
let maven: MavenSimulator
beforeAll(async () => {
  maven = await startMavenSimulator({ clock })
})
afterAll(() => maven.close())

const paid = (): string => {
  const { session_id } = maven.create({
    project: 'clinic',
    caller: '+14155551234',
    amount: '9007199254740993.10',
    mode: 'charge',
    gateway: 'authorizenet',
  })
  maven.act(session_id, 'dial')
  maven.act(session_id, 'pay')
  return session_id
}

test('the body has the documented keys, the amount as a number with its digits', () => {
  const id = paid()
  const text = maven.webhookBody(id)
  expect(text).toContain('"amount":9007199254740993.10,')
  expect(JSON.parse(text)).toEqual({
    session_id: id,
    status: 'payment-success',
    project: 'clinic',
    environment: 'test',
    amount: expect.any(Number),
    currency: 'USD',
    mode: 'charge',
    gateway: 'authorizenet',
    caller: '+14155551234',
    processor: expect.objectContaining({ authnet_transaction_id: expect.any(String) }),
  })
})

test('chat has no caller; bare keys lose their prefix', () => {
  const body: unknown = JSON.parse(maven.webhookBody(paid(), { channel: 'chat', processorKeys: 'bare' }))
  expect(body).toMatchObject({ caller: null, source: 'chat', processor: { transaction_id: expect.any(String) } })
  expect(JSON.stringify(body)).not.toContain('authnet_')
})

test('a session without a result has no webhook', () => {
  const { session_id } = maven.create({
    project: 'clinic',
    caller: '+14155551234',
    amount: '1',
    mode: 'charge',
    gateway: 'stripe',
  })
  expect(() => maven.webhookBody(session_id)).toThrow('no webhook is sent for PENDING')
})

test('the signature is HMAC-SHA256 over seconds, a dot and the body', () => {
  const [t, v1] = signMavenWebhook('whsec_abc', '{"a":"é"}', clock.now()).split(',')
  const seconds = 1_777_629_600
  expect(t).toBe(`t=${seconds}`)
  const expected = createHmac('sha256', 'whsec_abc')
    .update(Buffer.from(`${seconds}.{"a":"é"}`, 'utf8'))
    .digest('hex')
  expect(v1).toBe(`v1=${expected}`)
})
