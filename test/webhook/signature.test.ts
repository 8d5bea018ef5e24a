import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { createTill, isTillError } from '@onetill/core'
import { maven } from '@onetill/maven'
import { signMavenWebhook } from '@onetill/testkit'

const SECRET = 'whsec_c4na7a9e3b2c4d6f8091a2b3c4d5c4na'
const OLD = 'whsec_c4na2233445566778899aabbccddc4na'
const NOW = Date.UTC(2026, 10, 20, 12)
const DEEP = process.env['ONETILL_DEEP'] === '1'
const utf8 = (text: string) => new TextEncoder().encode(text)
const BODY = utf8(
  JSON.stringify({ session_id: 's1', status: 'payment-success', mode: 'charge', amount: 49.99, currency: 'USD' }),
)

const tillWith = (webhookSecret: string | readonly string[] = SECRET, webhookToleranceMs?: number) =>
  createTill({
    adapters: [
      maven({
        apiKey: 'mvn_test_key',
        webhookSecret,
        ...(webhookToleranceMs === undefined ? {} : { webhookToleranceMs }),
      }),
    ],
    now: () => NOW,
  })
const till = tillWith()
type Headers_ = Parameters<typeof till.readWebhook>[1]['headers']
const read = (headers: Headers_, body: Uint8Array = BODY, client: typeof till = till, receivedAt?: number) =>
  client.readWebhook('maven', { headers, body, ...(receivedAt === undefined ? {} : { receivedAt }) })
const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'accepted',
    (error: unknown) => (isTillError(error) ? error.code : `not ours: ${error}`),
  )
/** An independent signer: Stripe's scheme is Maven's. */
const stripe = new Stripe('sk_test_none')
const byStripe = (payload: string, seconds = NOW / 1000, secret = SECRET) =>
  stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: seconds })

describe('signatures of others', () => {
  test('every body that the stripe package signs is accepted, and refused under another secret', async () => {
    const runs = DEEP ? 10_000 : 2_000
    const other = tillWith(OLD)
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.string({ unit: 'grapheme' }), async (json, tail) => {
        const payload = json + tail
        const headers = { 'Maven-Signature': byStripe(payload) }
        expect(await codeOf(read(headers, utf8(payload)))).toBe('accepted')
        expect(await codeOf(read(headers, utf8(payload), other))).toBe('webhook_refused')
      }),
      { numRuns: runs },
    )
  })

  test('what we would sign is what node:crypto and the testkit sign', () => {
    const payload = new TextDecoder().decode(BODY)
    const hex = createHmac('sha256', SECRET)
      .update(`${NOW / 1000}.${payload}`)
      .digest('hex')
    expect(signMavenWebhook(SECRET, payload, new Date(NOW))).toBe(`t=${NOW / 1000},v1=${hex}`)
    expect(byStripe(payload)).toBe(`t=${NOW / 1000},v1=${hex}`)
  })

  /** The fixed vector of the Standard Webhooks libraries: their scheme is another, its HMAC the same. */
  test('a vector of Standard Webhooks is no delivery of Maven', async () => {
    const webhook = new Webhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
    const signature = webhook.sign('msg_p5jXN8AQM9LWM0D4loKWxJek', new Date(1614265330_000), '{"test": 2432232314}')
    expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
    expect(await codeOf(read({ 'maven-signature': signature }))).toBe('webhook_refused')
  })

  /** Keys, data and tags of RFC 4231, test cases 1, 2, 4, 6 and 7 (keys of at least 16 bytes that are text are ours). */
  test('the runtime’s HMAC gives the tags of RFC 4231', async () => {
    const cases = [
      ['0b'.repeat(20), utf8('Hi There'), 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
      [
        '4a656665',
        utf8('what do ya want for nothing?'),
        '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
      ],
      [
        '0102030405060708090a0b0c0d0e0f10111213141516171819',
        new Uint8Array(50).fill(0xcd),
        '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
      ],
      [
        'aa'.repeat(131),
        utf8('Test Using Larger Than Block-Size Key - Hash Key First'),
        '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
      ],
    ] as const
    for (const [key, data, tag] of cases) {
      const raw = Uint8Array.from(Buffer.from(key, 'hex'))
      const imported = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
      expect(await crypto.subtle.verify('HMAC', imported, Uint8Array.from(Buffer.from(tag, 'hex')), data)).toBe(true)
    }
  })
})

describe('a valid signature changed', () => {
  const valid = byStripe(new TextDecoder().decode(BODY))
  const [time = '', tag = ''] = valid.split(',v1=')
  const mutants = new Map<string, string>()
  const add = (kind: string, header: string): void => {
    if (header !== valid) mutants.set(header, kind)
  }
  for (let index = 0; index < valid.length; index++) {
    add('prefix', valid.slice(0, index))
    add('suffix', valid.slice(index + 1))
    add('dropped', valid.slice(0, index) + valid.slice(index + 1))
    add('doubled', valid.slice(0, index) + valid[index] + valid.slice(index))
    add('upper case', valid.slice(0, index) + (valid[index] ?? '').toUpperCase() + valid.slice(index + 1))
    for (let bit = 0; bit < 7; bit++)
      add(
        'bit',
        valid.slice(0, index) + String.fromCharCode(valid.charCodeAt(index) ^ (1 << bit)) + valid.slice(index + 1),
      )
    for (const character of ' \t,=;"+/0') add('inserted', valid.slice(0, index) + character + valid.slice(index))
    for (let other = index + 1; other < valid.length; other += 7) {
      const characters = [...valid]
      ;[characters[index], characters[other]] = [characters[other] ?? '', characters[index] ?? '']
      add('swapped', characters.join(''))
    }
  }
  add('all upper case', `${time},v1=${tag.toUpperCase()}`)
  add('base64', `${time},v1=${Buffer.from(tag, 'hex').toString('base64')}`)
  add('padded', `${valid}=`)
  add('empty signature', `${time},v1=`)
  add('no signature', time)
  add('two times', `${time},${valid}`)
  add('joined duplicate', `${valid}, ${valid}`)
  add('joined duplicate without space', `${valid},${valid}`)
  add('seventeen elements', `${time}${`,v1=${tag}`.repeat(16)}`)
  add('a thousand signatures', `${time}${`,v1=${'0'.repeat(64)}`.repeat(1_000)}`)
  add('time with a fraction', `${time}.5,v1=${tag}`)
  add('time of letters', `t=abc,v1=${tag}`)
  add('time of 13 digits', `t=1000000000000,v1=${tag}`)

  test(`all of ${mutants.size} mutants are refused alike`, async () => {
    expect(mutants.size).toBeGreaterThan(2_000)
    for (const [header, kind] of mutants) {
      // A control character never comes out of a header; here it may stand in one.
      expect(await codeOf(read({ 'maven-signature': header })), `${kind}: ${header}`).toBe('webhook_refused')
    }
    expect(await codeOf(read({ 'maven-signature': valid }))).toBe('accepted')
  })

  test('two bodies never verify under one signature', async () => {
    const special = [utf8('\ufeff{}'), utf8('{}'), Uint8Array.of(0x7b, 0x7d, 0x00), Uint8Array.of(0xef, 0xbf, 0xbd)]
    for (const body of special) {
      const hmac = createHmac('sha256', SECRET)
        .update(`${NOW / 1000}.`)
        .update(body)
        .digest('hex')
      const headers = { 'maven-signature': `t=${NOW / 1000},v1=${hmac}` }
      expect(await codeOf(read(headers, body))).toBe('accepted')
      for (const other of [...special, Uint8Array.of(0xff), new Uint8Array()]) {
        if (other !== body) expect(await codeOf(read(headers, other))).toBe('webhook_refused')
      }
    }
    for (let bit = 0; bit < BODY.length * 8; bit++) {
      const changed = BODY.slice()
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(await codeOf(read({ 'maven-signature': valid }, changed))).toBe('webhook_refused')
    }
  })
})

describe('age', () => {
  test.for([
    [0, 'accepted'],
    [299, 'accepted'],
    [300, 'accepted'],
    [301, 'webhook_refused'],
    [-299, 'accepted'],
    [-300, 'accepted'],
    [-301, 'webhook_refused'],
    [86_400, 'webhook_refused'],
  ] as const)('signed %d seconds ago: %s', async ([age, expected]) => {
    expect(await codeOf(read({ 'maven-signature': byStripe(new TextDecoder().decode(BODY), NOW / 1000 - age) }))).toBe(
      expected,
    )
  })

  test('a stored delivery is checked against the time it came', async () => {
    const headers = { 'maven-signature': byStripe(new TextDecoder().decode(BODY), NOW / 1000 - 86_400) }
    expect(await codeOf(read(headers, BODY, till, NOW - 86_400_000))).toBe('accepted')
  })

  test.for([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1.5, null, '', '300', 86_400_001, false])(
    'a tolerance of %j is no option',
    (value) => {
      expect(() => tillWith(SECRET, value as never)).toThrow(expect.objectContaining({ code: 'invalid_options' }))
    },
  )

  test('a wider one has to be said', async () => {
    const headers = { 'maven-signature': byStripe(new TextDecoder().decode(BODY), NOW / 1000 - 3_600) }
    expect(await codeOf(read(headers, BODY, tillWith(SECRET, 3_600_000)))).toBe('accepted')
  })
})

describe('secrets', () => {
  test.for(['', ' '.repeat(20), 'whsec_', 'whsec_short', '0123456789abcde', `${SECRET}\n`, ` ${SECRET}`])(
    'secret %# is refused, silently',
    (secret) => {
      expect.hasAssertions()
      try {
        tillWith(secret)
        expect.unreachable()
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid_options' })
        if (secret.trim().length > 6) expect(String(error)).not.toContain(secret.trim().slice(6))
      }
    },
  )

  test('none, or a list with a bad one, is refused', () => {
    expect(() => tillWith([])).toThrow(expect.objectContaining({ code: 'invalid_options' }))
    expect(() => tillWith([SECRET, 'short'])).toThrow(expect.objectContaining({ code: 'invalid_options' }))
  })

  test('several: any may fit, and the event says which', async () => {
    const payload = new TextDecoder().decode(BODY)
    const rotating = tillWith([OLD, SECRET])
    expect((await read({ 'maven-signature': byStripe(payload) }, BODY, rotating)).secret).toBe(1)
    expect((await read({ 'maven-signature': byStripe(payload, NOW / 1000, OLD) }, BODY, rotating)).secret).toBe(0)
    const both = `${byStripe(payload, NOW / 1000, `${OLD}x`)},${byStripe(payload).split(',')[1]}`
    expect((await read({ 'maven-signature': both }, BODY, rotating)).secret).toBe(1)
  })
})

describe('headers', () => {
  const valid = byStripe(new TextDecoder().decode(BODY))
  const doubled = new Headers()
  doubled.append('maven-signature', valid)
  doubled.append('Maven-Signature', valid)

  test.for([
    ['missing', {}],
    ['empty', { 'maven-signature': '' }],
    ['a list of two', { 'maven-signature': [valid, valid] }],
    ['in two spellings', { 'maven-signature': valid, 'Maven-Signature': valid }],
    ['appended twice', doubled],
  ] satisfies [string, Headers_][])('%s: refused', async ([, headers]) => {
    expect(await codeOf(read(headers))).toBe('webhook_refused')
  })

  test.for([
    ['lower case', { 'maven-signature': valid }],
    ['as documented', { 'Maven-Signature': valid }],
    ['a list of one', { 'Maven-Signature': [valid] }],
    ['Headers', new Headers({ 'Maven-Signature': valid })],
  ] satisfies [string, Headers_][])('%s: accepted', async ([, headers]) => {
    expect(await codeOf(read(headers))).toBe('accepted')
  })

  test.for([[{ session_id: 's1' }], ['{"session_id":"s1"}'], [undefined], [[1, 2]]])(
    'a body that is no bytes (%j) says which middleware to change',
    async ([body]) => {
      const error: unknown = await till
        .readWebhook('maven', { headers: { 'maven-signature': valid }, body: body as never })
        .catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'invalid_input', message: expect.stringContaining('express.raw') })
    },
  )
})

test('the comparison is the runtime’s: no digest is compared with === or indexOf', async () => {
  const { readFileSync } = await import('node:fs')
  const source = readFileSync(new URL('../../packages/core/src/signature.ts', import.meta.url), 'utf8')
  expect(source).toContain("crypto.subtle.verify('HMAC'")
  expect(source).not.toMatch(
    /(?:signature|digest|tag|hmac)\w*\s*[!=]==|[!=]==\s*(?:signature|digest|tag|hmac)\w*\b|\.indexOf\(|timingSafeEqual/i,
  )
})
