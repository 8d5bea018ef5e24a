import type { Hono } from 'hono'
import { sessionKey } from '@onetill/core'
import { type Ctx, type Env, isOurForm, pageAnswer, routes, type Site, viewOf } from './context.ts'
import { LONGEST } from './decide-panel.ts'
import { faultAnswer } from './fault-answer.ts'
import { sessionPath } from './parts.ts'
import { FAULTS } from './problem.ts'
import { hashOf, randomToken } from './secrets.ts'
import { type SessionDetail, sessionPage } from './session-page.ts'

/** What a button did → how it is told. */
const SAID: Readonly<Record<string, NonNullable<SessionDetail['said']>>> = {
  read: { tone: 'good', text: 'The session was read again at its provider. What it said is in the timeline.' },
  unread: { tone: 'bad', text: 'The provider could not be read now. What is shown is what was known before.' },
  decided: { tone: 'good', text: 'The decision is written. Until something new comes this does not need attention.' },
  undecided: { tone: 'bad', text: 'Write what was decided, in at most 200 characters, and a note in at most 1,000.' },
  revoked: { tone: 'good', text: 'The link was taken back; it opens nothing any more.' },
}

const DEFAULT_LINK_LIFE_MS = 30 * 86_400_000
const PATH = '/sessions/:provider/:account/:id'

/** The page of one session, and its buttons. */
export function sessionRoutes(site: Site): Hono<Env> {
  const { store, links, readAgain, explain, keeps, linkLifeMs = DEFAULT_LINK_LIFE_MS } = site.options

  async function show(c: Ctx): Promise<Response> {
    const view = await viewOf(site, c)
    const history = await store.history(keyOf(c))
    if (history === null) return faultAnswer(c, FAULTS.noSession)
    const word = c.req.query('said') ?? ''
    const page = sessionPage(view, {
      history,
      links: view.principal.role === 'operator' && links !== undefined ? await links.list(history.stored.key) : null,
      findings: (await store.findings?.({ sessionKey: history.stored.key })) ?? null,
      explain,
      keeps,
      canReadAgain: readAgain !== undefined,
      canDecide: store.resolve !== undefined,
      said: Object.hasOwn(SAID, word) ? (SAID[word] ?? null) : null,
    })
    return pageAnswer(c, page, view.nonce)
  }

  /** Runs a button of an operator on a session that is known. */
  async function act(c: Ctx, run: (key: string) => Promise<Response>): Promise<Response> {
    if (c.get('principal').role !== 'operator') return faultAnswer(c, FAULTS.operators)
    if (!(await isOurForm(site, c))) return faultAnswer(c, FAULTS.form)
    const key = keyOf(c)
    return (await store.get(key)) === null ? faultAnswer(c, FAULTS.noSession) : run(key)
  }

  const back = (c: Ctx, said: string): Response => {
    const tz = c.req.query('tz')
    const search = new URLSearchParams({ ...(tz === undefined ? {} : { tz }), said })
    return c.redirect(`${pathOf(c)}?${search.toString()}`, 303)
  }

  return routes()
    .get(PATH, show)
    .post(`${PATH}/read`, (c) =>
      act(c, async (key) => {
        if (readAgain === undefined) return faultAnswer(c, FAULTS.notFound)
        try {
          await readAgain(key)
        } catch {
          return back(c, 'unread')
        }
        return back(c, 'read')
      }),
    )
    .post(`${PATH}/resolve`, (c) =>
      act(c, async (key) => {
        if (store.resolve === undefined) return faultAnswer(c, FAULTS.notFound)
        const form = await c.req.parseBody()
        const [decision, note] = [textOf(form['decision']), textOf(form['note'])]
        if (decision === '' || decision.length > LONGEST.decision || note.length > LONGEST.note)
          return back(c, 'undecided')
        await store.resolve(key, { decision, by: c.get('principal').name, note: note === '' ? null : note })
        return back(c, 'decided')
      }),
    )
    .post(`${PATH}/links`, (c) =>
      act(c, async (key) => {
        if (links === undefined) return faultAnswer(c, FAULTS.notFound)
        const token = randomToken()
        const at = site.now()
        await links.create({
          ...{ hash: hashOf(token), key, createdAt: at.toISOString(), createdBy: c.get('principal').name },
          ...{ expiresAt: new Date(at.getTime() + linkLifeMs).toISOString(), revokedAt: null },
        })
        return c.redirect(`/p/${token}`, 303)
      }),
    )
    .post(`${PATH}/links/:hash/revoke`, (c) =>
      act(c, async (key) => {
        const link = (await links?.find(c.req.param('hash') ?? '')) ?? null
        if (links === undefined || link?.key !== key) return faultAnswer(c, FAULTS.notFound)
        await links.revoke(link.hash, site.now().toISOString())
        return back(c, 'revoked')
      }),
    )
}

const textOf = (field: unknown): string => (typeof field === 'string' ? field.trim() : '')

const partsOf = (c: Ctx) => ({
  provider: c.req.param('provider') ?? '',
  account: c.req.param('account') ?? '',
  id: c.req.param('id') ?? '',
})

/** Key of the session a path names. */
export const keyOf = (c: Ctx): string => sessionKey(partsOf(c))
const pathOf = (c: Ctx): string => sessionPath(partsOf(c))
