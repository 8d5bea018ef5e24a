// Bugs other people's clients had. Each test is named after the report, and shows what ours does.

import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createTill, type Fetch, isTillError, money, responseOf } from '@onetill/core'
import { jwtCheckout } from '@onetill/jwt-checkout'
import { maven } from '@onetill/maven'

const KEY = 'mvn_c4na_museum'
const fixture = (name: string) =>
  readFileSync(join(import.meta.dirname, '..', '..', 'adapters', 'maven', 'fixtures', name), 'utf8')
const PAID = fixture('session.paid.stripe.json')
const OPEN = fixture('session.open.pending.json')
const ID = '7d3f0c01-4a1b-4c2d-8e3f-90a1b2c3d401'
const CREATE = {
  project: 'front-desk',
  caller: '+12025550142',
  amount: money('5.00', 'USD'),
  mode: 'charge',
  gateway: 'stripe',
} as const

/** Gives one answer after the other, the last one for ever. `null`: the connection breaks. */
function answering(...answers: readonly (ResponseInit | null)[]) {
  const sent: Request[] = []
  const fetch: Fetch = async (input, init) => {
    const answer = answers[Math.min(sent.length, answers.length - 1)] ?? null
    sent.push(new Request(input, init))
    if (answer === null) throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } })
    return new Response(answer.status === 204 ? null : PAID, answer)
  }
  return { fetch, sent }
}

/** A client that never waits between tries. */
const tillOf = (fetch: Fetch, options: object = {}) =>
  createTill({ adapters: [maven({ apiKey: KEY, rateLimit: null })], fetch, random: () => 0, ...options })

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  )

async function served(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('retry-after', () => {
  test('regression: ky#604 "Retry-After: 0" means now, not never', async () => {
    const { fetch, sent } = answering({ status: 503, headers: { 'retry-after': '0' } }, { status: 200 })
    expect((await tillOf(fetch).retrieve('maven', ID)).status).toBe('paid')
    expect(sent).toHaveLength(2)
  })

  test.for(['soon', '-1', '1e3', '7,7', 'NaN'])(
    'regression: ky#874 a malformed Retry-After is no advice: %s',
    async (value) => {
      const { fetch, sent } = answering({ status: 503, headers: { 'retry-after': value } }, { status: 200 })
      expect((await tillOf(fetch).retrieve('maven', ID)).status).toBe('paid')
      expect(sent).toHaveLength(2)
    },
  )

  test('regression: openai-node#1863 and Speakeasy: told to wait longer than we may, nothing is sent early', async () => {
    const { fetch, sent } = answering({ status: 429, headers: { 'retry-after': '3600' } })
    const error = await failureOf(tillOf(fetch).retrieve('maven', ID))
    expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 3_600_000, attempts: 1 })
    expect(sent).toHaveLength(1)
  })

  test('regression: openai-python#3799 a number that overflows a timer neither fires at once nor hangs', async () => {
    const { fetch, sent } = answering({ status: 503, headers: { 'retry-after': '9'.repeat(30) } }, { status: 200 })
    expect((await tillOf(fetch).retrieve('maven', ID)).status).toBe('paid')
    expect(sent).toHaveLength(2)
  })
})

describe('retries', () => {
  test.for([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 11])(
    'regression: openai-node#1953 %s retries are refused when the client is made',
    (maxRetries) => {
      expect(() => tillOf(answering({ status: 200 }).fetch, { maxRetries })).toThrowError(
        expect.objectContaining({ code: 'invalid_options' }),
      )
    },
  )

  test('regression: stripe-node#2808 a client told not to repeat does not', async () => {
    const { fetch, sent } = answering(null)
    await failureOf(tillOf(fetch, { maxRetries: 0 }).retrieve('maven', ID))
    expect(sent).toHaveLength(1)
  })

  test('regression: ky#692 a POST whose answer was lost is not sent again, and its error says that it may have happened', async () => {
    const { fetch, sent } = answering(null)
    const error = await failureOf(tillOf(fetch, { maxRetries: 5 }).create('maven', CREATE))
    expect(sent.filter(({ method }) => method === 'POST')).toHaveLength(1)
    expect(error).toMatchObject({ code: 'outcome_unknown', outcome: 'unknown' })
  })

  test('regression: octokit/plugin-throttling#539 the count of one call is not the count of the next', async () => {
    const { fetch, sent } = answering({ status: 503 })
    const till = tillOf(fetch, { maxRetries: 2 })
    for (const calls of [1, 2]) {
      expect(await failureOf(till.retrieve('maven', ID))).toMatchObject({ attempts: 3 })
      expect(sent).toHaveLength(calls * 3)
    }
  })

  test('regression: smithy-typescript#1916 the allowance for retries is one of the client, not one of each call', async () => {
    const { fetch, sent } = answering({ status: 503 })
    const till = tillOf(fetch, { maxRetries: 3 })
    for (let call = 0; call < 200; call++) await failureOf(till.retrieve('maven', ID))
    expect(sent.length).toBeLessThan(200 * 1.15 + 100)
  })

  test('regression: smithy-typescript#2060 EAI_AGAIN is a failure of the moment', async () => {
    let sent = 0
    const fetch: Fetch = async () => {
      if (++sent === 1) throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'EAI_AGAIN' } })
      return new Response(PAID)
    }
    expect((await tillOf(fetch).retrieve('maven', ID)).status).toBe('paid')
  })

  test('regression: aws-sdk-net#3463 a refused credential is asked once, not as a skewed clock', async () => {
    const { fetch, sent } = answering({ status: 401 })
    expect(await failureOf(tillOf(fetch).retrieve('maven', ID))).toMatchObject({ code: 'authentication' })
    expect(sent).toHaveLength(1)
  })

  test('regression: octokit/plugin-throttling#629 after a 429 the other calls of the account wait, too', async () => {
    const { fetch, sent } = answering({ status: 429, headers: { 'retry-after': '1' } }, { status: 200 })
    const till = tillOf(fetch, { maxRetries: 0 })
    await failureOf(till.retrieve('maven', ID))
    const from = performance.now()
    await Promise.all([till.retrieve('maven', ID), till.retrieve('maven', ID)])
    expect(performance.now() - from).toBeGreaterThan(900)
    expect(sent).toHaveLength(3)
  })
})

describe('time and abort', () => {
  test('regression: ky#825 and stripe-node#2814 a body that stops is inside the deadline', async () => {
    const baseUrl = await served((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('{"session_id":')
    })
    const till = createTill({ adapters: [maven({ apiKey: KEY, baseUrl, insecureLoopback: true, rateLimit: null })] })
    const from = performance.now()
    expect(await failureOf(till.retrieve('maven', ID, { deadlineMs: 150 }))).toMatchObject({ code: 'deadline' })
    expect(performance.now() - from).toBeLessThan(1_500)
  })

  test('regression: ky#390 and openai-node#2477 an abort ends the pause between two tries', async () => {
    const controller = new AbortController()
    const { fetch, sent } = answering({ status: 503, headers: { 'retry-after': '20' } })
    const ended = failureOf(tillOf(fetch).retrieve('maven', ID, { signal: controller.signal }))
    await expect.poll(() => sent.length).toBe(1)
    const reason = new Error('the page was left')
    controller.abort(reason)
    expect(await ended).toBe(reason)
  })

  test('regression: openai-node#2727 an abort ends the wait of a poll', async () => {
    const controller = new AbortController()
    const till = tillOf(async () => new Response(OPEN))
    const ended = till.waitFor('maven', ID, { signal: controller.signal })
    setTimeout(() => controller.abort(), 50)
    expect(await ended).toMatchObject({ outcome: 'aborted' })
  })

  test('regression: nodejs/undici#3157 forty calls on one signal warn of no leak', async () => {
    const warnings: string[] = []
    const listen = (warning: Error) => warnings.push(warning.name)
    process.on('warning', listen)
    onTestFinished(() => {
      process.off('warning', listen)
    })
    const { signal } = new AbortController()
    const till = tillOf(answering({ status: 200 }).fetch)
    await Promise.all(Array.from({ length: 40 }, () => till.retrieve('maven', ID, { signal })))
    await new Promise((resolve) => setImmediate(resolve))
    expect(warnings).toEqual([])
  })

  test.for([2 ** 31, Number.MAX_SAFE_INTEGER])(
    'regression: kibana#172214 a deadline of %d ms would fire at once, and is refused',
    async (deadlineMs) => {
      const { fetch, sent } = answering({ status: 200 })
      const error = await failureOf(tillOf(fetch).retrieve('maven', ID, { deadlineMs }))
      expect(error).toMatchObject({ code: 'invalid_options' })
      expect(sent).toEqual([])
    },
  )
})

describe('answers', () => {
  test('regression: ky#854 an empty body where a session should be is an error, not an empty text', async () => {
    for (const answer of [new Response(null, { status: 204 }), new Response('', { status: 200 })]) {
      const error = await failureOf(tillOf(async () => answer.clone()).retrieve('maven', ID))
      expect(error).toMatchObject({ code: 'invalid_response' })
    }
  })

  test('regression: ky#842 a TypeError of the caller’s own code is not a network error', async () => {
    const till = createTill({
      adapters: [
        jwtCheckout({
          baseUrl: 'https://pay.example',
          token: () => {
            throw new TypeError('a bug of the supplier')
          },
        }),
      ],
    })
    const error = await failureOf(till.retrieve('jwt-checkout', 'ref'))
    expect(isTillError(error) ? error.code : 'none').not.toBe('network')
  })

  test('regression: nodejs/undici#4917 a redirect never gets the credential', async () => {
    const seen: string[] = []
    const elsewhere = await served((request, response) => {
      seen.push(`${request.headers.authorization}`)
      response.end(PAID)
    })
    const baseUrl = await served((_, response) => response.writeHead(302, { location: `${elsewhere}/` }).end())
    const till = createTill({ adapters: [maven({ apiKey: KEY, baseUrl, insecureLoopback: true, rateLimit: null })] })
    expect(await failureOf(till.retrieve('maven', ID))).toMatchObject({ code: 'redirect_refused' })
    expect(seen).toEqual([])
  })

  test('regression: ky#861 nothing of one call is in the next', async () => {
    const { fetch, sent } = answering({ status: 200 })
    const till = tillOf(fetch)
    await till.retrieve('maven', ID, { raw: true })
    const session = await till.retrieve('maven', ID)
    expect('raw' in session && session.raw !== undefined).toBe(false)
    expect([...(sent[1]?.headers ?? [])]).toEqual([...(sent[0]?.headers ?? [])])
    expect(responseOf(session)).toMatchObject({ attempts: 1 })
  })
})
