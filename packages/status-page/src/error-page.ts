import { head } from './layout.ts'
import { attributes, type Child, type Html, html, trusted } from './markup.ts'

/** What went wrong, for people and for programs. */
export interface Fault {
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 421 | 429 | 500 | 503
  /** Stable word for programs. */
  readonly code: string
  readonly title: string
  readonly detail: string
}

/** A page that says what went wrong and what to do, without anything of the board around it. */
export const errorPage = (fault: Fault, nonce: string, way: 'board' | 'none'): Html =>
  plainPage(
    fault.title,
    nonce,
    html`<h1>${fault.title}</h1><p>${fault.detail}</p>${way === 'none' ? null : html`<p><a class="button" href="/">Open the board</a></p>`}<p class="calm">${fault.status} · ${fault.code}</p>`,
  )

/** The form that asks for a token. */
export const loginPage = (nonce: string, problem: string | null): Html =>
  plainPage(
    'Log in',
    nonce,
    html`<h1>Log in</h1><p>Enter the token you were given for this page.</p>
<form method="post" action="/login" class="login"><label for="token">Token</label><input id="token" type="password" name="token" autocomplete="current-password" required${attributes({ 'aria-describedby': problem === null ? null : 'problem' })}>
${problem === null ? null : html`<p class="problem" id="problem" role="alert">${problem}</p>`}<button class="primary">Log in</button></form>`,
  )

function plainPage(title: string, nonce: string, body: Child): Html {
  return html`${trusted('<!doctype html>')}
<html lang="en" dir="ltr"><head>${head(`${title} · Onetill`, nonce, null)}</head>
<body class="plain-page"><main>${body}</main></body></html>`
}
