import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WebhookEvent } from '@onetill/core'
import type { Case } from './case.ts'
import { HINTS } from './cases-hints.ts'
import { REFUSED } from './cases-refused.ts'
import { SIGNED } from './cases-signed.ts'
import type { NamedWay, Way } from './way.ts'
import { LAMBDA_WAYS } from './ways-lambda.ts'
import { NODE_WAYS } from './ways-node.ts'
import { WEB_WAYS } from './ways-web.ts'
import { handlerOf, KNOWN, startWorld, type World } from './world.ts'

const CASES: readonly Case[] = [...SIGNED, ...REFUSED, ...HINTS]
const WAYS: readonly NamedWay[] = [...WEB_WAYS, ...NODE_WAYS, ...LAMBDA_WAYS]

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

/** What `onEvent` was given; every way has to give the same. */
const seen = new Map<string, WebhookEvent | null>()

const summary = ({ kind, trust, keySource, sessionId, reference, session }: WebhookEvent) => ({
  kind,
  trust,
  keySource,
  sessionId,
  reference,
  session: session === null ? null : [session.status, session.amount?.value ?? null],
})

test('the table is as large as promised, and no name is there twice', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(60)
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length)
})

describe.each(WAYS)('through $name', ({ loses, start }) => {
  let way: Way
  let current: Parameters<NamedWay['start']>[0]
  beforeAll(async () => {
    way = await start((request) => current(request))
  })
  afterAll(() => way.close())

  const cases = CASES.filter(({ needs }) => needs === null || !loses.includes(needs))
  test.each(cases)('$name → $status', async (row) => {
    const events: WebhookEvent[] = []
    current = handlerOf(world, row.client, {
      onEvent: (event) => {
        events.push(event)
        if (row.onEvent === 'throws') throw new Error('thrown by the merchant’s code')
        if (row.onEvent === 'rejects') return Promise.reject(new Error('rejected by the merchant’s code'))
        return undefined
      },
      lookup: ({ reference }) => {
        if (row.lookup === 'throws') throw new Error('thrown by the merchant’s lookup')
        return row.lookup === 'knows' && reference === KNOWN.maash.reference ? KNOWN.maash.id : null
      },
    })
    const asked = world.maash.requests.length + world.jwt.requests.length
    if (row.api !== null) world[row.client.startsWith('jwt') ? 'jwt' : 'maash'].fail('any', row.api)

    const answer = await way.send(row)

    expect(answer.status).toBe(row.status)
    expect(answer.header('retry-after')).toBe(row.retryAfter)
    expect(answer.text).not.toContain('merchant')
    expect(events.map(summary)).toEqual(row.event === null ? [] : [row.event])
    // Nothing that is refused costs the provider a request.
    if (row.status === 401 || row.status === 405 || row.status === 413)
      expect(world.maash.requests.length + world.jwt.requests.length).toBe(asked)
    const event = events[0] ?? null
    if (seen.has(row.name)) expect(event).toEqual(seen.get(row.name))
    else seen.set(row.name, event)
  })
})
