// Planted credentials come out of nothing: every public method, against every failure and echo, in every rendering.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTill, ERRORS, type ErrorCode, isTillError, type TillError } from '@onetill/core'
import { maash } from '@onetill/maash'
import { type Answer, answers, credentialIn } from './answers.ts'
import { DELIVERIES } from './deliveries.ts'
import { MISUSES } from './misuse.ts'
import { connect, OPERATIONS, type Operation, type PlantedTill, TALKATIVE } from './operations.ts'
import { ECHOES, PLANTED, PLANTED_ID } from './planted.ts'
import { leaksIn } from './scan.mjs'
import { createRecorder, type Recorder, renderings } from './shown.ts'

let server: Server
let url = ''
let give: Answer['give'] = (_, response) => response.end()
let requests: IncomingMessage[] = []
const codes = new Set<ErrorCode>()
let checked = 0

beforeAll(async () => {
  server = createServer((request: IncomingMessage, response: ServerResponse) => {
    requests.push(request)
    give(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address === 'object' && address !== null) url = `http://127.0.0.1:${address.port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** What a call throws; null when it does not. */
async function failureOf(run: () => unknown): Promise<unknown> {
  try {
    await run()
    return null
  } catch (error) {
    return error ?? 'nothing'
  }
}

/** An error of ours without a credential in any rendering. */
function assertSilent(error: unknown, name: string): asserts error is TillError {
  // Not `expect(error)`: what it prints when it fails is the credential.
  if (!isTillError(error)) throw new Error(`${name}: not an error of ours, but ${typeof error}`)
  codes.add(error.code)
  checked++
  const leaks = Object.entries(leakyParts(error))
  expect(leaks, name).toEqual([])
}

/** Where an error leaks; a message must not repeat what it shows. */
function leakyParts(error: TillError): Readonly<Record<string, readonly string[]>> {
  const parts = {
    ...error.toJSON(),
    stack: error.stack,
    cause: error.cause,
    all: renderings(error),
  }
  const shown = Object.entries(parts).map(([part, value]) => [part, leaksIn(renderings(value))] as const)
  return Object.fromEntries(shown.filter(([, leaks]) => leaks.length > 0))
}

function assertRecorded(recorder: Recorder, name: string): void {
  expect(leaksIn(recorder.shown()), `${name}: log, events, spans`).toEqual([])
  expect(recorder.log()).toContain('onetill: ')
  const ended = recorder.events.filter(({ type }) => type === 'attempt_ended').length
  expect(recorder.spans()).toHaveLength(ended)
}

/** The codes an operation may end with, from that of a read. */
function codesOf({ kind }: Operation, { code, ok }: Pick<Answer, 'code' | 'ok'>): readonly ErrorCode[] {
  if (code === null) return []
  if (kind === 'read' || !LOST.has(code)) return [code]
  if (ok === true && kind === 'cancel') return ['applied_unread']
  // An answer without an id says that something was created, all the same.
  if (kind === 'keyed') return ok === true ? ['unconfirmed', 'applied_unread'] : ['unconfirmed']
  return ['outcome_unknown']
}
const LOST: ReadonlySet<ErrorCode> = new Set([
  'network',
  'provider_unavailable',
  'invalid_response',
  'redirect_refused',
])

describe.for(ECHOES.map((echo, index) => [index, echo] as const))('echoes of form %i', ([, echo]) => {
  test.for(OPERATIONS.map((operation) => [operation.name, operation] as const))('%s', async ([, operation]) => {
    for (const answer of answers(echo)) {
      const name = `${operation.name}: ${answer.name}`
      give = answer.give
      requests = []
      const recorder = createRecorder()
      const error = await failureOf(() => operation.run(connect(url, recorder)))
      expect(requests.length, name).toBeGreaterThan(0)
      expect(
        requests.filter((request) => leaksIn(credentialIn(request)).length === 0),
        name,
      ).toEqual([])
      if (error !== null) assertSilent(error, name)
      if (answer.code !== null) expect(codesOf(operation, answer), name).toContain(error?.code)
      assertRecorded(recorder, name)
    }
  })
})

describe('without an answer', () => {
  const both = (name: string, run: (recorder: Recorder, operation: Operation) => Promise<ErrorCode>) =>
    test.for(OPERATIONS.map((operation) => [operation.name, operation] as const))(
      `${name}: %s`,
      async ([, operation]) => {
        const recorder = createRecorder()
        const code = await run(recorder, operation)
        assertRecorded(recorder, `${name}: ${operation.name}`)
        expect(['network', 'deadline', 'unconfirmed', 'outcome_unknown']).toContain(code)
      },
    )
  const failing = async (till: PlantedTill, { name, run }: Operation): Promise<ErrorCode> => {
    const error = await failureOf(() => run(till))
    assertSilent(error, name)
    return error.code
  }

  both('a closed port', (recorder, operation) => failing(connect('http://127.0.0.1:1', recorder), operation))
  both('a name that is none', (recorder, operation) =>
    failing(connect(`http://localhost:1/${PLANTED.pathToken}`, recorder), operation),
  )
  both('silence', (recorder, operation) => {
    give = () => {}
    return failing(connect(url, recorder, { attemptTimeoutMs: 60 }), operation)
  })
  for (const [name, fetch] of Object.entries(TALKATIVE)) {
    both(`a fetch that throws ${name}`, (recorder, operation) => failing(connect(url, recorder, { fetch }), operation))
  }
})

describe('repetitions and protection', () => {
  test('a request that is repeated, with all that is logged of it', async () => {
    give = (request, response) => response.writeHead(503, { 'x-request-id': credentialIn(request) }).end()
    const recorder = createRecorder()
    assertSilent(
      await failureOf(() => connect(url, recorder, { maxRetries: 2 }).retrieve('maven', PLANTED_ID)),
      'retries',
    )
    expect(recorder.events.filter(({ type }) => type === 'retry_scheduled')).toHaveLength(2)
    assertRecorded(recorder, 'retries')
  })

  test('a circuit that opens', async () => {
    give = (request) => void request.socket.destroy()
    const recorder = createRecorder()
    const till = connect(url, recorder)
    for (let call = 0; call < 100 && !codes.has('circuit_open'); call++)
      assertSilent(await failureOf(() => till.retrieve('maven', PLANTED_ID)), 'circuit')
    expect(codes).toContain('circuit_open')
    assertRecorded(recorder, 'circuit')
  })

  test('an answer that is too large', async () => {
    give = (request, response) => response.end(credentialIn(request).repeat(100))
    const recorder = createRecorder()
    const till = connect(url, recorder, { maxResponseBytes: 1_000 })
    assertSilent(await failureOf(() => till.retrieve('maven', PLANTED_ID)), 'too large')
    expect(codes).toContain('response_too_large')
    assertRecorded(recorder, 'too large')
  })
})

test(`${MISUSES.length} ways to hand over a credential wrongly`, async () => {
  requests = []
  let refused = 0
  for (const { name, run } of MISUSES) {
    const error = await failureOf(() => run(connect(url, createRecorder())))
    if (error === null) continue
    assertSilent(error, name)
    refused++
  }
  expect(refused).toBeGreaterThan(MISUSES.length / 2)
  expect(requests).toEqual([])
})

describe('deliveries', () => {
  const source = () => connect(url, createRecorder())

  test.for(Object.entries(DELIVERIES))('%s is refused without a word of it', async ([name, { headers, body }]) => {
    const bytes = new TextEncoder().encode(body)
    assertSilent(await failureOf(() => source().readWebhook('maven', { headers, body: bytes })), name)
    const request = new Request(`https://shop.example.com/?key=${PLANTED.mavenKey}`, { method: 'POST', headers, body })
    const answer = await source().webhook('maven', { onEvent: () => {} })(request)
    expect(answer.status).toBe(401)
    expect(leaksIn(`${await answer.text()}${JSON.stringify([...answer.headers])}`)).toEqual([])
  })

  test('a parsed body', async () => {
    const body = { key: PLANTED.mavenWebhookSecret } as unknown as Uint8Array
    assertSilent(await failureOf(() => source().readWebhook('maven', { headers: {}, body })), 'parsed')
    expect(codes).toContain('invalid_input')
  })

  test.for(['onEvent', 'lookup', 'verifyWebhook'])('%s fails with a credential in its error', async (which) => {
    const fail = (): never => {
      throw new Error(PLANTED.maashKey, { cause: PLANTED.maashSessionToken })
    }
    const verifyWebhook = which === 'verifyWebhook' ? { verifyWebhook: async () => fail() } : {}
    const till = createTill({
      adapters: [maash({ apiKey: PLANTED.maashKey, ...verifyWebhook })],
      ...createRecorder().options,
    })
    const handler = till.webhook('maash', {
      onEvent: which === 'onEvent' ? fail : () => {},
      lookup: which === 'lookup' ? fail : () => null,
    })
    const body = JSON.stringify({ event: 'checkout', body: { status: 'pending', ext_transaction_id: 'order-1' } })
    const answer = await handler(new Request('https://shop.example.com/', { method: 'POST', body }))
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(leaksIn(`${await answer.text()}${JSON.stringify([...answer.headers])}`)).toEqual([])
  })
})

/** Codes that no call of a client ends with: of sums, and of the store. */
const ELSEWHERE = /^(?:currency_mismatch$|store_)/

test('every code a client can end with has been seen', () => {
  expect(checked).toBeGreaterThan(1_000)
  const unseen = Object.keys(ERRORS).filter((code) => !(codes as ReadonlySet<string>).has(code))
  expect(unseen.filter((code) => !ELSEWHERE.test(code))).toEqual([])
})
