import { createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { signMavenWebhook } from '../simulator/maven/webhook.ts'
import { jwtCheckoutHintRequest } from './jwt-checkout.ts'
import { maashHintRequest } from './maash.ts'
import { signedMavenRequest } from './maven.ts'

const SECRET = `whsec_${'c4na'.repeat(8)}`
const OLD_SECRET = `whsec_${'c4na'.repeat(6)}`
const at = new Date('2026-11-20T12:00:00.900Z')
const SECONDS = 1795176000
const tag = (secret: string, body: string | Uint8Array) =>
  createHmac('sha256', secret).update(`${SECONDS}.`).update(body).digest('hex')

test('a delivery of Maven is a whole POST with its signature over the bytes', async () => {
  const body = '{"session_id":"s1","caller":null,"project":"Zürich"}'
  const request = signedMavenRequest({ secret: SECRET, body, at, url: 'https://shop.example/hooks/maven' })
  expect([request.method, request.url]).toEqual(['POST', 'https://shop.example/hooks/maven'])
  expect(Object.fromEntries(request.headers)).toEqual({
    'content-type': 'application/json',
    'maven-signature': `t=${SECONDS},v1=${tag(SECRET, body)}`,
  })
  expect(request.headers.get('maven-signature')).toBe(signMavenWebhook(SECRET, body, at))
  expect(await request.text()).toBe(body)
})

test('bytes that are no text are signed and sent as they are', async () => {
  const body = Uint8Array.of(0xef, 0xbb, 0xbf, 0xff, 0x00)
  const request = signedMavenRequest({ secret: SECRET, body, at })
  expect(request.headers.get('maven-signature')).toBe(`t=${SECONDS},v1=${tag(SECRET, body)}`)
  expect(new Uint8Array(await request.arrayBuffer())).toEqual(body)
})

test('while the secret is being changed there is a signature for each', () => {
  const request = signedMavenRequest({ secret: [OLD_SECRET, SECRET], body: '{}', at })
  expect(request.headers.get('maven-signature')).toBe(
    `t=${SECONDS},v1=${tag(OLD_SECRET, '{}')},v1=${tag(SECRET, '{}')}`,
  )
})

test('signed now, unless said otherwise', () => {
  const before = Math.floor(Date.now() / 1000)
  const [, seconds = ''] =
    /^t=(\d+),/.exec(signedMavenRequest({ secret: SECRET, body: '{}' }).headers.get('maven-signature') ?? '') ?? []
  expect(Number(seconds)).toBeGreaterThanOrEqual(before)
  expect(Number(seconds)).toBeLessThanOrEqual(Date.now() / 1000)
})

test('headers of the test come last: a delivery can be spoilt', () => {
  const request = signedMavenRequest({
    secret: SECRET,
    body: '{}',
    at,
    headers: { 'Maven-Signature': 't=1,v1=0', 'X-More': '1' },
  })
  expect(request.headers.get('maven-signature')).toBe('t=1,v1=0')
  expect(request.headers.get('x-more')).toBe('1')
})

test('hints carry no signature', async () => {
  const maash = maashHintRequest({ body: '{"id":"wh_1"}' })
  const jwt = jwtCheckoutHintRequest({ sessionId: 's1', event: 'refund.failed', headers: { 'x-trace': '1' } })
  expect(Object.fromEntries(maash.headers)).toEqual({ 'content-type': 'application/json' })
  expect(Object.fromEntries(jwt.headers)).toEqual({ 'content-type': 'application/json', 'x-trace': '1' })
  expect(await maash.text()).toBe('{"id":"wh_1"}')
  expect(await jwt.json()).toEqual({ event: 'refund.failed', sessionId: 's1' })
  expect(await jwtCheckoutHintRequest({ sessionId: 's1', orderReference: 'o1' }).json()).toEqual({
    event: 'session.completed',
    sessionId: 's1',
    orderReference: 'o1',
  })
})

test('the signer shares nothing with what verifies: a mistake of one is not made by both', () => {
  for (const file of readdirSync(import.meta.dirname).filter((name) => !name.endsWith('.test.ts')))
    expect(readFileSync(`${import.meta.dirname}/${file}`, 'utf8')).not.toMatch(/@onetill\/|subtle/)
})
