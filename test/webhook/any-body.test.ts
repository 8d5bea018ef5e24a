// Bodies that are JSON and nothing any provider documents, and what is told of a delivery that fails.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maashHintRequest, signedMavenRequest } from '@onetill/testkit'
import { clientOf, events, lookup, onEvent } from './hint-world.ts'
import { NOW, SECRET } from './world.ts'

const DEEP = process.env['ONETILL_DEEP'] === '1'

/** JSON text of a value in which numbers beyond a double stand as their digits. */
const plainText = (native: unknown): string =>
  JSON.stringify(native, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('literal' in value)) return value
    // An object of the body has the ordinary prototype.
    return Object.getPrototypeOf(value) === Object.prototype ? value : JSON.parse(String(value.literal))
  })

test('whatever JSON arrives is answered 2xx and kept', async () => {
  const till = clientOf()
  const handle = {
    jwt: till.webhook('jwt-checkout', { onEvent }),
    maash: till.webhook('maash', { onEvent, lookup }),
    maven: till.webhook('maven', { onEvent }),
  }
  const named = fc.record({ event: fc.string(), type: fc.string(), eventId: fc.string(), data: fc.jsonValue() })
  const forms = fc.oneof(
    fc.json(),
    named.map((value) => JSON.stringify(value)),
    fc.record({ event: fc.string(), sessionId: fc.string() }).map((value) => JSON.stringify(value)),
    fc
      .record({ session_id: fc.string(), status: fc.string(), amount: fc.jsonValue() })
      .map((value) => JSON.stringify(value)),
    fc
      .record({ body: fc.record({ ext_transaction_id: fc.string(), status: fc.string(), amount: fc.jsonValue() }) })
      .map((value) => JSON.stringify(value)),
  )
  await fc.assert(
    fc.asyncProperty(forms, async (body) => {
      events.length = 0
      const answers = [
        await handle.jwt(maashHintRequest({ body })),
        await handle.maash(maashHintRequest({ body })),
        await handle.maven(signedMavenRequest({ secret: SECRET, body, at: new Date(NOW) })),
      ]
      expect(answers.map(({ status }) => status)).toEqual([204, 204, 204])
      expect(events).toHaveLength(3)
      for (const event of events) expect(plainText(event.native)).toBe(JSON.stringify(JSON.parse(body)))
    }),
    { numRuns: DEEP ? 10_000 : 1_000 },
  )
})

test('what the sender is not told, onError is', async () => {
  const told: unknown[] = []
  const broken = new Error('our database is down')
  const handler = clientOf().webhook('maven', {
    onEvent: () => {
      throw broken
    },
    onError: (error) => told.push(error),
  })
  const body = JSON.stringify({
    session_id: 's1',
    status: 'payment-success',
    amount: 1,
    currency: 'USD',
    mode: 'charge',
  })
  const good = await handler(signedMavenRequest({ secret: SECRET, body, at: new Date(NOW) }))
  const bad = await handler(signedMavenRequest({ secret: `${SECRET}x`, body, at: new Date(NOW) }))
  expect([good.status, bad.status]).toEqual([500, 401])
  expect(await good.text()).not.toContain('database')
  expect(told).toEqual([broken, expect.objectContaining({ code: 'webhook_refused' })])
})
