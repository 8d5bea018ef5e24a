import type { Hono } from 'hono'
import { type Ctx, type Env, pageAnswer, routes, type Site, viewOf } from './context.ts'
import { vendorsPage } from './vendors-page.ts'

/** How vendors do. */
export const vendorRoutes = (site: Site): Hono<Env> =>
  routes().get('/vendors', async (c: Ctx) => {
    const view = await viewOf(site, c)
    const [health, totals] = await Promise.all([site.health?.look() ?? null, site.options.store.totals()])
    const read = new Set(health?.accounts.map(({ report }) => report.provider))
    const unread = [...new Set(totals.map(({ provider }) => provider))].filter((each) => !read.has(each)).sort()
    return pageAnswer(c, vendorsPage(view, { health, unread }), view.nonce)
  })
