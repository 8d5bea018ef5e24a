import { type IconName, icon, SPRITE } from './icons.ts'
import { LANGUAGES, type Language } from './language.ts'
import { head } from './layout.ts'
import { attributes, type Child, type Html, html, trusted } from './markup.ts'

/** What every page a payer may see has around it. */
export interface PayerFrame {
  readonly language: Language
  readonly nonce: string
  /** Path of this page. */
  readonly path: string
  /** Stands above the slip. */
  readonly merchant: string
  /** More of `head`. */
  readonly head?: Child
  /** Where its events are, and the cursor of the newest change before it was read; absent: there are none. */
  readonly follows?: { readonly events: string; readonly cursor: string | null }
  readonly body: Child
}

/** A page for payers: who wants the money, a slip, and the languages. */
export function payerFrame({ language, nonce, path, merchant, head: more, follows, body }: PayerFrame): Html {
  const words = LANGUAGES[language]
  return html`${trusted('<!doctype html>')}
<html${attributes({ lang: language })} dir="ltr">
<head>${head(words.title, nonce, follows === undefined ? null : 'payer.js')}${more}</head>
<body class="payer-page"${attributes({ 'data-events': follows?.events ?? null, 'data-cursor': follows?.cursor ?? null })}>
${SPRITE}
<main>
<p class="merchant">${merchant}</p>
${body}
<nav${attributes({ 'aria-label': words.languages })}>${Object.entries(LANGUAGES).map(
    ([code, { language: own }]) =>
      html`<a${attributes({ href: `${path}?lang=${code}`, lang: code, hreflang: code, 'aria-current': code === language ? 'true' : null })}>${own}</a>`,
  )}</nav>
</main></body></html>`
}

/** What the payer reads first. */
export const said = (name: IconName, { title, text }: { readonly title: string; readonly text: string }): Html =>
  html`<div class="state" role="status"><span class="badge">${icon(name)}</span><h1>${title}</h1><p>${text}</p></div>`
