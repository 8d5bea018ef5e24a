import type { Hono } from 'hono'
import { type Env, isOurForm, pageAnswer, routes, type Site } from './context.ts'
import { loginPage } from './error-page.ts'
import { faultAnswer } from './fault-answer.ts'
import { createNonce } from './headers.ts'
import { FAULTS } from './problem.ts'

/** Coming in with a token by a form; before anybody is known. */
export function loginRoutes(site: Site): Hono<Env> {
  const { clientOf } = site.options
  return routes()
    .get('/login', (c) => {
      const nonce = createNonce()
      return pageAnswer(c, loginPage(nonce, null), nonce)
    })
    .post('/login', async (c) => {
      const { token } = await c.req.parseBody()
      const cookie = typeof token === 'string' ? site.gate.logIn(token.trim(), c.req.raw) : null
      if (cookie !== null) {
        c.header('set-cookie', cookie)
        return c.redirect('/', 303)
      }
      if (!site.guesses.take(`login ${clientOf?.(c.req.raw) ?? ''}`)) return faultAnswer(c, FAULTS.tooMany)
      const nonce = createNonce()
      return pageAnswer(c, loginPage(nonce, 'This is none of the tokens of this page.'), nonce, 400)
    })
}

/** Going out again; somebody is known. */
export const logoutRoutes = (site: Site): Hono<Env> =>
  routes().post('/logout', async (c) => {
    if (!(await isOurForm(site, c))) return faultAnswer(c, FAULTS.form)
    c.header('set-cookie', site.gate.logOut(c.req.raw))
    return c.redirect('/login', 303)
  })
