import type { Hono } from 'hono'
import { TillError } from '@onetill/core'
import { dataAnswer, type Env, routes } from './context.ts'
import { attributes, html } from './markup.ts'
import { hashOf } from './secrets.ts'
import type { Theme, ThemeColors } from './theme-colors.ts'

const NAME = /^--[a-z][a-z-]*$/
/** Colours, lengths and lists of fonts; nothing that loads anything or ends the rule. */
const VALUE = /^[\w\s#%.,()"'+-]{1,200}$/

/** The style of a theme, and what links to it on every page. @throws invalid_options */
export function themeRoutes(theme: Theme): Hono<Env> {
  const css = (['light', 'dark'] as const).map((scheme) => rule(scheme, theme[scheme] ?? {})).join('\n')
  const path = `/assets/theme.${hashOf(css).slice(0, 12)}.css`
  const app = routes()
  app.use(async (c, next) => {
    await next()
    const nonce = /'nonce-([^']+)'/.exec(c.res.headers.get('content-security-policy') ?? '')?.[1]
    if (nonce === undefined || c.res.headers.get('content-type')?.startsWith('text/html') !== true) return
    const link = html`<link rel="stylesheet"${attributes({ href: path, nonce })}>`
    const page = (await c.res.text()).replace('</head>', () => `${link.html}</head>`)
    c.res = new Response(page, c.res)
  })
  return app.get(path, (c) => {
    c.header('cache-control', 'public, max-age=31536000, immutable')
    return dataAnswer(c, css, 'text/css; charset=utf-8')
  })
}

function rule(scheme: 'light' | 'dark', colors: ThemeColors): string {
  const lines = Object.entries(colors).map(([name, value]) => {
    if (!NAME.test(name) || !VALUE.test(value) || /url|image|expression/i.test(value))
      throw new TillError({
        code: 'invalid_options',
        message: `theme.${scheme}: expected CSS variables with colours, lengths or fonts`,
        issues: [{ path: `theme.${scheme}`, expected: 'e.g. { "--accent": "#7a1fa2" }' }],
      })
    return `${name}:${value}`
  })
  return `@media screen and (prefers-color-scheme:${scheme}) and (prefers-contrast:no-preference){:root{${lines.join(';')}}}`
}
