// One client, its handler, and servers that end with the test that started them.
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { createTill, type WebhookEvent, type WebhookHandler } from '@onetill/core'
import { maven } from '@onetill/maven'
import { row } from './case.ts'
import { maven as body } from './cases-signed.ts'
import type { Way } from './way.ts'
import { startListener } from './ways-node.ts'
import { NOW, SECRET } from './world.ts'

/** A delivery that is taken. */
export const DELIVERY = row('', body())

/** Handlers that break, each in its way. */
export const BREAKING: readonly (readonly [how: string, handler: WebhookHandler])[] = [
  ['rejects', async () => Promise.reject(new Error('secret of the merchant'))],
  [
    'throws',
    () => {
      throw new Error('secret of the merchant')
    },
  ],
]

/** For a test file: every test ends with its servers closed and no rejection left that would end a process. */
export const serving = () => {
  const events: WebhookEvent[] = []
  const open: Way[] = []
  const unhandled: unknown[] = []
  const note = (reason: unknown): void => {
    unhandled.push(reason)
  }
  beforeAll(() => {
    process.on('unhandledRejection', note)
  })
  afterAll(() => {
    process.off('unhandledRejection', note)
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map(({ close }) => close()))
    await new Promise((resolve) => setImmediate(resolve))
    expect(unhandled.splice(0)).toEqual([])
    events.length = 0
  })
  const till = createTill({
    adapters: [maven({ apiKey: `mvn_test_${'c4na'.repeat(8)}`, webhookSecret: SECRET })],
    now: () => NOW,
  })
  return {
    events,
    handler: till.webhook('maven', {
      onEvent: (event) => {
        events.push(event)
      },
    }),
    start: async (...given: Parameters<typeof startListener>) => {
      const way = await startListener(...given)
      open.push(way)
      return way
    },
  }
}
