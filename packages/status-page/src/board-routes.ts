import type { Hono } from 'hono'
import { TillError } from '@onetill/core'
import { boardPage } from './board-page.ts'
import { type Ctx, dataAnswer, type Env, pageAnswer, routes, type Site, viewOf } from './context.ts'
import { eventStream } from './event-stream.ts'
import { csvLines, EXPORTS, ndjsonLines, streamOf } from './export.ts'
import { everySession, findSessions } from './find.ts'
import { type BoardQuery, readQuery } from './query.ts'

/** The list, its files and its events. */
export function boardRoutes(site: Site): Hono<Env> {
  const { store, heartbeatMs = 15_000 } = site.options

  async function board(c: Ctx): Promise<Response> {
    const view = await viewOf(site, c)
    const query = readQuery(new URL(c.req.url).searchParams)
    const totals = await store.totals()
    const found =
      query.problems.length > 0 ? null : await findSessions(store, { ...query, role: view.principal.role }, view.now)
    // Charts of what has a text would say little, and cost as much as the search again.
    const isCharted = found !== null && query.filter.text === undefined
    const counted = isCharted ? await site.counter.overTime(query, view.now) : null
    const health = site.health?.known() ?? null
    const payerPages = site.options.links !== undefined && view.principal.role === 'operator' ? 'linked' : 'none'
    return pageAnswer(
      c,
      boardPage(view, { query, found, totals, counted, health, payerPages }),
      view.nonce,
      found === null ? 400 : 200,
    )
  }

  function file(c: Ctx, kind: keyof typeof EXPORTS): Response {
    const query = asked(c)
    const { role } = c.get('principal')
    const { type, name } = EXPORTS[kind]
    const sessions = everySession(store, { ...query, role }, site.now())
    c.header('content-disposition', `attachment; filename="${name}"`)
    return dataAnswer(
      c,
      streamOf(kind === 'csv' ? csvLines(sessions, role, query.zone) : ndjsonLines(sessions, role)),
      type,
    )
  }

  return routes()
    .get('/', board)
    .get('/export.csv', (c) => file(c, 'csv'))
    .get('/export.ndjson', (c) => file(c, 'ndjson'))
    .get('/events', async (c) => {
      const after = c.req.header('last-event-id') ?? c.req.query('after') ?? null
      // Says at once when it is none of ours.
      if (after !== null) await store.changesSince(after, 1)
      const gone = new AbortController()
      const request = c.req.raw
      const body = eventStream(site.feed.follow(after, gone.signal), {
        data: ({ key }) => JSON.stringify({ key }),
        heartbeatMs,
        goesOn: async () => site.gate.principalOf(request) !== null,
        close: () => gone.abort(),
      })
      return dataAnswer(c, body, 'text/event-stream')
    })
}

/** What the URL asks for. @throws invalid_input when a part of it cannot be asked for */
export function asked(c: Ctx): BoardQuery {
  const query = readQuery(new URL(c.req.url).searchParams)
  if (query.problems.length === 0) return query
  throw new TillError({
    code: 'invalid_input',
    message: 'the filter cannot be asked for',
    issues: query.problems.map(({ name, text }) => ({ path: name, expected: text })),
  })
}
