import type { Hono } from 'hono'
import type { StoredSession } from '@onetill/store'
import { type Ctx, dataAnswer, type Env, pageAnswer, routes, type Site } from './context.ts'
import { eventStream } from './event-stream.ts'
import { faultAnswer } from './fault-answer.ts'
import type { LiveChange } from './feed.ts'
import { createNonce } from './headers.ts'
import { languageOf } from './language.ts'
import { payerPage } from './payer-page.ts'
import { payerView } from './payer-view.ts'
import { FAULTS } from './problem.ts'
import { hashOf } from './secrets.ts'

const TOKEN = /^[\w-]{32}$/

/** The payer's page, what it is made from as JSON, and its events. Whoever has the token may read these three. */
export function payerRoutes(site: Site): Hono<Env> {
  const { store, links, merchant, clientOf, heartbeatMs = 15_000 } = site.options

  async function linked(token: string): Promise<StoredSession | null> {
    if (links === undefined || !TOKEN.test(token)) return null
    const link = await links.find(hashOf(token))
    if (link === null || link.revokedAt !== null || link.expiresAt <= site.now().toISOString()) return null
    return store.get(link.key)
  }

  /** A valid link is always answered: nobody who guesses keeps payers from their pages. */
  const missing = (c: Ctx): Response =>
    faultAnswer(c, site.guesses.take(`payer ${clientOf?.(c.req.raw) ?? ''}`) ? FAULTS.noLink : FAULTS.tooMany)

  return routes()
    .get('/p/:token', async (c) => {
      const cursor = await site.feed.newest()
      const stored = await linked(c.req.param('token'))
      if (stored === null) return missing(c)
      const now = site.now()
      const nonce = createNonce()
      const language = languageOf(c.req.query('lang') ?? null, c.req.header('accept-language') ?? null)
      const path = `/p/${c.req.param('token')}`
      c.header('vary', 'accept-language')
      return pageAnswer(c, payerPage(payerView(stored, now), { language, merchant, nonce, now, path, cursor }), nonce)
    })
    .get('/p/:token/state.json', async (c) => {
      const stored = await linked(c.req.param('token'))
      if (stored === null) return missing(c)
      return dataAnswer(c, JSON.stringify(payerView(stored, site.now())), 'application/json')
    })
    .get('/p/:token/events', async (c) => {
      const token = c.req.param('token')
      const stored = await linked(token)
      if (stored === null) return missing(c)
      const after = c.req.header('last-event-id') ?? c.req.query('after') ?? null
      if (after !== null) await store.changesSince(after, 1)
      const gone = new AbortController()
      const body = eventStream(only(site.feed.follow(after, gone.signal), stored.key), {
        data: () => '{}',
        heartbeatMs,
        goesOn: async () => (await linked(token)) !== null,
        close: () => gone.abort(),
      })
      return dataAnswer(c, body, 'text/event-stream')
    })
}

/** Changes of one session. */
async function* only(batches: AsyncIterable<readonly LiveChange[]>, key: string): AsyncIterable<readonly LiveChange[]> {
  for await (const batch of batches) {
    const mine = batch.filter((change) => change.key === key)
    if (batch.length === 0 || mine.length > 0) yield mine
  }
}
