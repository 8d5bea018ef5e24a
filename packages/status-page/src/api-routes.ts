import type { Hono } from 'hono'
import { TillError } from '@onetill/core'
import type { StoredSession } from '@onetill/store'
import { asked } from './board-routes.ts'
import { type Ctx, dataAnswer, type Env, isOurForm, routes, type Site } from './context.ts'
import { faultAnswer } from './fault-answer.ts'
import { findSessions } from './find.ts'
import { openApi } from './openapi.ts'
import { storedFor } from './personal.ts'
import { FAULTS } from './problem.ts'
import { hashOf, randomToken } from './secrets.ts'
import { keyOf } from './session-routes.ts'
import { vendorsJson } from './vendors-json.ts'

const ONE = '/sessions/:provider/:account/:id'
const MOVING: ReadonlySet<string> = new Set(['open', 'processing', 'authorized', 'unknown'])
/** What may still move and was not confirmed for so long is stale. */
const STALE_MS = 300_000
const MOVING_POLL_MS = 2_000
const SETTLED_POLL_MS = 30_000
const DEFAULT_LINK_LIFE_MS = 30 * 86_400_000

/** The same as the board, for programs. */
export function apiRoutes(site: Site): Hono<Env> {
  const { store, links, readAgain, linkLifeMs = DEFAULT_LINK_LIFE_MS } = site.options

  const freshness = (sessions: readonly StoredSession[]) => {
    const moving = sessions.filter(({ session }) => MOVING.has(session.status))
    const since = new Date(site.now().getTime() - STALE_MS).toISOString()
    return {
      stale: moving.some(({ lastConfirmedAt }) => lastConfirmedAt === null || lastConfirmedAt < since),
      nextPollAfterMs: moving.length > 0 ? MOVING_POLL_MS : SETTLED_POLL_MS,
    }
  }

  async function one(c: Ctx): Promise<Response> {
    const stored = await store.get(keyOf(c))
    if (stored === null) return faultAnswer(c, FAULTS.noSession)
    return json(c, { ...storedFor(c.get('principal').role, stored), ...freshness([stored]) })
  }

  /** An operator's call on a session that is known. */
  async function act(c: Ctx, run: (key: string) => Promise<Response>): Promise<Response> {
    if (c.get('principal').role !== 'operator') return faultAnswer(c, FAULTS.operators)
    if (!(await isOurForm(site, c))) return faultAnswer(c, FAULTS.form)
    const key = keyOf(c)
    return (await store.get(key)) === null ? faultAnswer(c, FAULTS.noSession) : run(key)
  }

  const api = routes()
    .get('/sessions', async (c) => {
      const { role } = c.get('principal')
      const { sessions, next } = await findSessions(store, { ...asked(c), role }, site.now(), limitOf(c, 50, 500))
      return json(c, { sessions: sessions.map((stored) => storedFor(role, stored)), next, ...freshness(sessions) })
    })
    .get(ONE, one)
    .get(`${ONE}/history`, async (c) => {
      const history = await store.history(keyOf(c))
      if (history === null) return faultAnswer(c, FAULTS.noSession)
      const steps = history.steps.map(({ observation: { asOf, via, seen }, effect, from, to }) => ({
        ...{ asOf, via, effect, from, to, kind: seen.kind },
        word: seen.kind === 'session' ? seen.session.providerStatus : seen.kind === 'word' ? seen.word : null,
        adapter: seen.kind === 'session' ? seen.session.observed.adapter : null,
      }))
      return json(c, { key: history.stored.key, steps })
    })
    .post(`${ONE}/read`, (c) =>
      act(c, async (key) => {
        if (readAgain === undefined) return faultAnswer(c, FAULTS.notFound)
        await readAgain(key)
        return one(c)
      }),
    )
    .post(`${ONE}/links`, (c) =>
      act(c, async (key) => {
        if (links === undefined) return faultAnswer(c, FAULTS.notFound)
        const token = randomToken()
        const at = site.now()
        const expiresAt = new Date(at.getTime() + linkLifeMs).toISOString()
        const createdBy = c.get('principal').name
        await links.create({
          hash: hashOf(token),
          key,
          createdAt: at.toISOString(),
          createdBy,
          expiresAt,
          revokedAt: null,
        })
        c.status(201)
        return dataAnswer(c, JSON.stringify({ path: `/p/${token}`, expiresAt }), 'application/json')
      }),
    )
    .get('/totals', async (c) => {
      const { provider, account, environment } = asked(c).filter
      return json(c, { totals: await store.totals({ provider, account, environment }) })
    })
    .get('/vendors', async (c) => json(c, vendorsJson((await site.health?.look()) ?? null)))
    .get('/changes', async (c) => {
      const after = c.req.query('after') ?? null
      const changes = await store.changesSince(after, limitOf(c, 500, 1_000))
      // What changed may be personal; that it did is not.
      const told = changes.map(({ cursor, key, at, via, events }) => ({ cursor, key, at, via, events }))
      return json(c, { changes: told, next: changes.at(-1)?.cursor ?? after })
    })
    .get('/openapi.json', (c) => json(c, openApi()))
  return routes().route('/api/v1', api)
}

function limitOf(c: Ctx, standard: number, most: number): number {
  const text = c.req.query('limit')
  if (text === undefined) return standard
  const limit = /^\d{1,4}$/.test(text) ? Number.parseInt(text, 10) : 0
  if (limit >= 1 && limit <= most) return limit
  const expected = `a whole number from 1 to ${most}`
  throw new TillError({
    code: 'invalid_input',
    message: `limit: expected ${expected}`,
    issues: [{ path: 'limit', expected }],
  })
}

/** An answer that is not sent again while it is the same. */
function json(c: Ctx, value: unknown): Response {
  const body = JSON.stringify(value)
  const etag = `"${hashOf(body).slice(0, 32)}"`
  c.header('etag', etag)
  c.header('cache-control', 'private, no-cache')
  c.header('vary', 'authorization, cookie')
  const known = (c.req.header('if-none-match') ?? '').split(/\s*,\s*/).map((each) => each.replace(/^W\//, ''))
  if (known.includes(etag)) return c.body(null, 304)
  return dataAnswer(c, body, 'application/json')
}
