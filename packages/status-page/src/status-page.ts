import { randomBytes } from 'node:crypto'
import { bodyLimit } from 'hono/body-limit'
import { createGate } from './access.ts'
import { apiRoutes } from './api-routes.ts'
import { assetRoutes } from './asset-routes.ts'
import { boardRoutes } from './board-routes.ts'
import { createBucket } from './bucket.ts'
import { routes, type Site } from './context.ts'
import { faultAnswer, wantsPage } from './fault-answer.ts'
import { createFeed } from './feed.ts'
import { refusal } from './guard.ts'
import { HEADERS } from './headers.ts'
import { watchHealth } from './health-watch.ts'
import { loginRoutes, logoutRoutes } from './login-routes.ts'
import { checkOptions, type StatusPageOptions } from './options.ts'
import { createCounter } from './over-time.ts'
import { payerRoutes } from './payer-routes.ts'
import { FAULTS, faultOf } from './problem.ts'
import { createSigner } from './secrets.ts'
import { sessionRoutes } from './session-routes.ts'
import { themeRoutes } from './theme.ts'
import { vendorRoutes } from './vendor-routes.ts'

/** Wrong tokens that are answered in a minute. */
const GUESSES_PER_MINUTE = 30
const LARGEST_FORM = 10_000
const METHODS = new Set(['GET', 'HEAD', 'POST'])

/**
 * A board of all sessions for operators, and a page for each payer, as one handler of requests. It answers at the root
 * of its host.
 * @throws invalid_options
 * @example
 * const handle = createStatusPage({ store })
 * const answer = await handle(new Request('http://127.0.0.1:4300/'))
 */
export function createStatusPage(options: StatusPageOptions): (request: Request) => Promise<Response> {
  checkOptions(options)
  const { store, now = () => new Date(), secret = randomBytes(32).toString('hex'), hosts, liveEveryMs = 250 } = options
  const { health, healthEveryMs = 15_000 } = options
  const site: Site = {
    options,
    now,
    gate: createGate(options, secret),
    health: health === undefined ? null : watchHealth({ health, now, everyMs: healthEveryMs }),
    counter: createCounter(store),
    feed: createFeed(store, { everyMs: liveEveryMs }),
    forms: createSigner(secret, 'form'),
    guesses: createBucket(GUESSES_PER_MINUTE, now),
  }

  const app = routes()
  app.use(async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(HEADERS)) if (!c.res.headers.has(name)) c.res.headers.set(name, value)
  })
  app.use(async (c, next) => {
    const refused = refusal(c.req.raw, hosts)
    if (refused !== null) return faultAnswer(c, { code: 'refused', ...refused })
    if (METHODS.has(c.req.method)) return next()
    c.header('allow', 'GET, HEAD, POST')
    return faultAnswer(c, FAULTS.method)
  })
  app.use(bodyLimit({ maxSize: LARGEST_FORM, onError: (c) => faultAnswer(c, FAULTS.tooLarge) }))
  app.onError((error, c) => faultAnswer(c, faultOf(error)))
  app.notFound((c) => faultAnswer(c, FAULTS.notFound))

  if (options.theme !== undefined) app.route('/', themeRoutes(options.theme))
  app.route('/', assetRoutes())
  app.route('/', payerRoutes(site))
  if (options.access?.tokens !== undefined) app.route('/', loginRoutes(site))
  app.use(async (c, next) => {
    const principal = site.gate.principalOf(c.req.raw)
    if (principal !== null) {
      c.set('principal', principal)
      return next()
    }
    const byForm = options.access?.tokens !== undefined && c.req.method === 'GET' && wantsPage(c)
    return byForm ? c.redirect('/login', 303) : faultAnswer(c, FAULTS.login)
  })
  app.route('/', logoutRoutes(site))
  app.route('/', boardRoutes(site))
  app.route('/', sessionRoutes(site))
  app.route('/', vendorRoutes(site))
  app.route('/', apiRoutes(site))

  return async (request) => app.fetch(request)
}
