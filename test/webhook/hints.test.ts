// Deliveries nobody signed: whatever they say, only the provider's API decides (W14, W15 of the promises).
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTill, type WebhookEvent } from '@onetill/core'
import { jwtCheckout } from '@onetill/jwt-checkout'
import {
  jwtCheckoutHintRequest,
  maashHintRequest,
  signedMavenRequest,
  startJwtCheckoutSimulator,
} from '@onetill/testkit'
import { clientOf, crypto, events, jwt, lookup, onEvent, SESSIONS } from './hint-world.ts'
import { NOW, SECRET } from './world.ts'

const DEEP = process.env['ONETILL_DEEP'] === '1'
/** An amount no session of the simulators has. */
const FORGED = '666.66'

const handlers = () => {
  const till = clientOf()
  return { jwt: till.webhook('jwt-checkout', { onEvent }), maash: till.webhook('maash', { onEvent, lookup }) }
}

/** Something happens at the provider, or a delivery arrives: at its time, late, again, or made up by somebody. */
interface Step {
  readonly kind: 'change' | 'deliver'
  readonly provider: 'jwt' | 'maash'
  readonly which: number
  /** What the API says from then on, or what the delivery says. */
  readonly word: string
  readonly event: string
}

const WORDS = {
  jwt: ['PENDING', 'SUCCEEDED', 'FAILED', 'REVERSED', 'REFUNDED'],
  maash: ['pending', 'awaiting_payment', 'confirming', 'completed', 'failed', 'cancelled', 'init', 'processing'],
} as const

const step: fc.Arbitrary<Step> = fc.constantFrom('jwt' as const, 'maash' as const).chain((provider) =>
  fc.record({
    kind: fc.constantFrom('change', 'deliver', 'deliver'),
    provider: fc.constant(provider),
    // One more than there are: a session of nobody.
    which: fc.nat({ max: SESSIONS }),
    word: fc.constantFrom(...WORDS[provider]),
    event: fc.oneof(fc.constantFrom('session.completed', 'session.expired', 'refund.failed'), fc.string()),
  }),
)

const idOf = ({ provider, which }: Step): string =>
  provider === 'jwt'
    ? (jwt.sessions()[which]?.id ?? '00000000-0000-4000-8000-000000000000')
    : (crypto.sessions()[which]?.session_id ?? '')

/** The word the API says now; undefined where there is no such session. */
const wordOf = ({ provider, which }: Step): string | undefined =>
  (provider === 'jwt' ? jwt : crypto).sessions()[which]?.status

const requestOf = (given: Step): Request => {
  const { provider, which, word, event } = given
  if (provider === 'maash')
    return maashHintRequest({
      body: JSON.stringify({
        event,
        status: word,
        body: { ext_transaction_id: `order-${which}`, status: word, amount: FORGED, currency: 'USD' },
      }),
    })
  const id = idOf(given)
  if (event.startsWith('session.'))
    return jwtCheckoutHintRequest({ event, sessionId: id, orderReference: `order-${which}` })
  const forged = { event, sessionId: id, status: word, amount: FORGED, data: { status: word, amount: FORGED } }
  return maashHintRequest({ body: JSON.stringify(forged) })
}

test('in any order, again, late or forged: the session is what the API says at that time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const handle = handlers()
      for (const now of steps) {
        if (now.kind === 'change') {
          if (wordOf(now) !== undefined) (now.provider === 'jwt' ? jwt : crypto).setWord(idOf(now), now.word)
          continue
        }
        events.length = 0
        const answer = await handle[now.provider](requestOf(now))
        expect(answer.status).toBe(204)
        const [event, ...more] = events
        expect(more).toEqual([])
        const { native, ...rest } = event ?? expect.unreachable()
        expect(JSON.stringify(native)).toContain(now.event === 'session.completed' ? now.event : '')
        expect(rest).toMatchObject({ trust: 'hint', keySource: 'body_hash', event: null, secret: null })
        expect(rest.session?.providerStatus).toBe(wordOf(now))
        expect(rest.kind).toBe(wordOf(now) === undefined ? 'reference' : 'session')
        if (rest.session !== null) expect(rest.session.id).toBe(idOf(now))
        if (now.provider === 'maash' && rest.session !== null)
          expect(rest.session.amount?.value).toBe(`${now.which + 1}0.00`)
        expect(JSON.stringify(rest)).not.toContain(FORGED)
      }
    }),
    { numRuns: DEEP ? 5_000 : 200 },
  )
})

test('the same hint a hundred times at once: every event has the session of the API', async () => {
  const handle = handlers()
  const id = jwt.sessions()[0]?.id ?? ''
  jwt.setWord(id, 'SUCCEEDED')
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => handle.jwt(jwtCheckoutHintRequest({ event: 'session.failed', sessionId: id }))),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]))
  expect(new Set(events.map(({ key, session }) => `${key} ${session?.status}`)).size).toBe(1)
  expect(events).toHaveLength(100)
  expect(events[0]?.session?.status).toBe('paid')
})

describe('lookup', () => {
  const order = (reference: string) =>
    maashHintRequest({
      body: JSON.stringify({
        body: { ext_transaction_id: reference, status: 'completed', amount: FORGED, currency: 'USD' },
      }),
    })

  test('sees the hint without a session, and decides which one is read', async () => {
    const seen: WebhookEvent[] = []
    const other = crypto.sessions()[2]?.session_id ?? ''
    const handler = clientOf().webhook('maash', {
      onEvent,
      lookup: async (event) => {
        seen.push(event)
        return other
      },
    })
    expect((await handler(order('order-1'))).status).toBe(204)
    expect(seen).toMatchObject([{ reference: 'order-1', kind: 'reference', session: null, event: null }])
    expect(events).toMatchObject([{ kind: 'session', reference: 'order-1', session: { id: other } }])
  })

  test('is not asked where the hint has an id, and not for a verified delivery', async () => {
    const asked = () => {
      throw new Error('asked')
    }
    const till = clientOf()
    const id = jwt.sessions()[0]?.id ?? ''
    const byId = await till.webhook('jwt-checkout', { onEvent, lookup: asked })(
      jwtCheckoutHintRequest({ sessionId: id, orderReference: 'order-0' }),
    )
    const body = JSON.stringify({ session_id: 's1', status: 'payment-success' })
    const verified = await till.webhook('maven', { onEvent, lookup: asked })(
      signedMavenRequest({ secret: SECRET, body, at: new Date(NOW) }),
    )
    expect([byId.status, verified.status]).toEqual([204, 204])
  })

  test('without one, a reference stays a reference and costs no request', async () => {
    const before = crypto.requests.length
    expect((await clientOf().webhook('maash', { onEvent })(order('order-1'))).status).toBe(204)
    expect(events).toMatchObject([{ kind: 'reference', session: null }])
    expect(crypto.requests.length).toBe(before)
  })
})

describe('the provider’s API is down', () => {
  test.for([500, 502, 503, 504, 429])('%s: 503 and a pause; repeated, the delivery is taken', async (status) => {
    const handle = handlers()
    const id = jwt.sessions()[1]?.id ?? ''
    jwt.setWord(id, 'SUCCEEDED')
    jwt.fail({ method: 'GET' }, { status, headers: { 'retry-after': '0' } })
    const first = await handle.jwt(jwtCheckoutHintRequest({ sessionId: id }))
    expect(first.status).toBe(503)
    expect(first.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
    expect(events).toEqual([])
    expect((await handle.jwt(jwtCheckoutHintRequest({ sessionId: id }))).status).toBe(204)
    expect(events).toMatchObject([{ session: { status: 'paid' } }])
  })

  test('nobody listens: 503', async () => {
    const gone = await startJwtCheckoutSimulator()
    await gone.close()
    const till = createTill({
      adapters: [jwtCheckout({ token: gone.credentials.apiKey, baseUrl: gone.url, insecureLoopback: true })],
      maxRetries: 0,
    })
    const answer = await till.webhook('jwt-checkout', { onEvent })(
      jwtCheckoutHintRequest({ sessionId: '00000000-0000-4000-8000-000000000000' }),
    )
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '60'])
    expect(events).toEqual([])
  })
})
