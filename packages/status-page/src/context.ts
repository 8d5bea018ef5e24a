import { type Context, Hono } from 'hono'
import type { Gate, Principal } from './access.ts'
import type { Bucket } from './bucket.ts'
import type { Feed } from './feed.ts'
import { createNonce, NO_PAGE_POLICY, pagePolicy } from './headers.ts'
import type { HealthWatch } from './health-watch.ts'
import type { Html } from './markup.ts'
import type { StatusPageOptions } from './options.ts'
import type { Counter } from './over-time.ts'
import { readQuery } from './query.ts'
import type { Signer } from './secrets.ts'
import type { View } from './view.ts'

/** What the handlers of requests share. */
export interface Site {
  readonly options: StatusPageOptions
  readonly now: () => Date
  readonly gate: Gate
  readonly feed: Feed
  /** Null: nobody says how providers do. */
  readonly health: HealthWatch | null
  /** Counts for charts. */
  readonly counter: Counter
  readonly forms: Signer
  /** Guesses at tokens, by who guesses. */
  readonly guesses: Bucket
}

/** What is known of a request beside itself. */
export interface Env {
  readonly Variables: { principal: Principal }
}

/** A request on its way. */
export type Ctx = Context<Env>

/** Routes of one part. */
export const routes = (): Hono<Env> => new Hono<Env>()

/** What a page needs to know; the cursor is taken before anything of the store is read. */
export async function viewOf(site: Site, c: Ctx): Promise<View> {
  const { url } = c.req.raw
  const { pathname, searchParams } = new URL(url)
  const { values, zone } = readQuery(searchParams)
  const principal = c.get('principal')
  return {
    principal,
    formToken: formToken(site, principal),
    nonce: createNonce(),
    now: site.now(),
    zone,
    path: pathname,
    values,
    cursor: await site.feed.newest(),
    nameOf: (provider) => {
      const names = site.options.providerNames ?? {}
      return Object.hasOwn(names, provider) ? (names[provider] ?? provider) : provider
    },
  }
}

/** Signed for who asked and the day; good for that day and the next. */
function formToken({ forms, now }: Site, { name, by }: Principal, daysAgo = 0): string {
  const day = new Date(now().getTime() - daysAgo * 86_400_000).toISOString().slice(0, 10)
  return forms.sign(JSON.stringify([by, name, day]))
}

/** Whether a form comes from a page of ours that was made for who sends it. */
export async function isOurForm(site: Site, c: Ctx): Promise<boolean> {
  const principal = c.get('principal')
  // A bearer token is sent by hand, and so is JSON: no other site's form can do either.
  if (principal.by === 'bearer' || c.req.header('content-type')?.startsWith('application/json') === true) return true
  const sent = (await c.req.parseBody())['form_token']
  return typeof sent === 'string' && [0, 1].some((days) => formToken(site, principal, days) === sent)
}

/** A page, with what it may load. */
export function pageAnswer(c: Ctx, page: Html, nonce: string, status: 200 | 400 = 200): Response {
  c.header('content-security-policy', pagePolicy(nonce))
  return c.html(page.html, status)
}

/** Anything that is no page. */
export function dataAnswer(c: Ctx, body: string | ReadableStream<Uint8Array>, type: string): Response {
  c.header('content-security-policy', NO_PAGE_POLICY)
  c.header('content-type', type)
  return c.body(body)
}
