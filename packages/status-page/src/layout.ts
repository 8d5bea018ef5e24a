import { ASSETS } from './assets.generated.ts'
import { type IconName, icon, SPRITE } from './icons.ts'
import { attributes, type Child, type Html, html, trusted } from './markup.ts'
import { address } from './query.ts'
import type { View } from './view.ts'
import type { Tone } from './words.ts'

/** What differs between pages. */
export interface PageParts {
  readonly title: string
  readonly body: Child
  /** Which entry of the navigation it belongs to. */
  readonly nav?: keyof typeof NAVIGATION
  /** Whether it shows changes as they come, or is asked for again every so often. */
  readonly live?: 'yes' | 'polled' | 'no'
}

const NAVIGATION = {
  sessions: { word: 'Sessions', path: '/' },
  vendors: { word: 'Vendors', path: '/vendors' },
} as const

const POLL_MS = 5_000

/** Address of a style or script of ours: named by its content, so that it is kept for good. */
export const assetPath = (name: keyof typeof ASSETS): string => `/assets/${ASSETS[name].file}`

/** `head` of every page. */
export function head(title: string, nonce: string, script: 'board.js' | 'payer.js' | null): Html {
  return html`<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon"${attributes({ href: assetPath('icon.svg') })} type="image/svg+xml">
<link rel="stylesheet"${attributes({ href: assetPath('page.css'), nonce })}>
${script === null ? null : html`<script type="module"${attributes({ src: assetPath(script), nonce })}></script>`}`
}

/** A page of the board. */
export function page(view: View, { title, body, nav, live = 'no' }: PageParts): Html {
  const { values, zone, now, path, principal, cursor } = view
  return html`${trusted('<!doctype html>')}
<html lang="en" dir="ltr">
<head>${head(`${title} · Onetill`, view.nonce, 'board.js')}</head>
<body${attributes({ 'data-zone': zone.name })}>
${SPRITE}
<a class="skip" href="#main">Skip to content</a>
<header class="top">
  <a class="brand"${attributes({ href: address('/', { tz: values.tz }) })}>${MARK}<span>Onetill</span></a>
  <nav aria-label="Pages">${Object.entries(NAVIGATION).map(
    ([name, { word, path: target }]) =>
      html`<a${attributes({ href: address(target, { tz: values.tz }), 'aria-current': name === nav ? 'page' : null })}>${word}</a>`,
  )}</nav>
  <div class="right">
    ${
      live !== 'no'
        ? html`<div class="live" data-live${attributes({ 'data-cursor': cursor, 'data-every': live === 'polled' ? POLL_MS : null })} hidden>
      <span class="dot" aria-hidden="true"></span><span data-live-text>Connecting</span>
      <button type="button" class="plain" data-live-pause>Pause</button>
    </div>`
        : null
    }
    <div class="zone">
      <span>Times in <b>${zone.name}</b></span>
      ${zone.name === 'UTC' ? html`<a data-zone-switch hidden${attributes({ href: address(path, values, { tz: undefined }) })}>your zone</a>` : html`<a${attributes({ href: address(path, values, { tz: undefined }) })}>UTC</a>`}
    </div>
    <button type="button" class="plain keys" data-help aria-haspopup="dialog" hidden><kbd>?</kbd><span class="unseen"> Keyboard shortcuts</span></button>
    ${principal.by === 'login' ? html`<form method="post" action="/logout">${tokenField(view)}<button class="plain">Log out</button></form>` : null}
  </div>
</header>
<main id="main" tabindex="-1">${body}</main>
<footer class="foot" data-part="foot">
  <span>As of <time${attributes({ datetime: now.toISOString(), 'data-now': now.toISOString() })}>${zone.text(now.toISOString())}</time> ${zone.name}</span>
  <a${attributes({ href: address(path, values) })}>Reload</a>
  <span class="who">${principal.by === 'loopback' ? 'On this machine, without a login' : `${principal.name}, ${principal.role}`}</span>
</footer>
${HELP}
</body>
</html>`
}

/** Field of a form that shows that it comes from a page of ours. */
export const tokenField = ({ formToken }: View): Html =>
  html`<input type="hidden" name="form_token"${attributes({ value: formToken })}>`

const NOTICE_ICONS = { good: 'check', quiet: 'question', warn: 'alert', bad: 'alert' } as const satisfies Partial<
  Record<Tone, IconName>
>

/** A box that says what was done, or what is wrong or missing and what to do. */
export const notice = (tone: keyof typeof NOTICE_ICONS, title: string, body: Child): Html =>
  html`<div class="notice tone-${tone}">${icon(NOTICE_ICONS[tone])}<div><h2>${title}</h2>${body}</div></div>`

const MARK = trusted(
  '<svg class="mark" viewBox="0 0 20 20" aria-hidden="true"><rect x="1.5" y="1.5" width="17" height="17" rx="5" fill="currentColor"/><path d="M6 11.5h8M6 8h8" stroke="var(--surface)" stroke-width="1.8" stroke-linecap="round"/></svg>',
)

const HELP = html`<dialog data-help-box aria-labelledby="help-title">
  <h2 id="help-title">Keyboard shortcuts</h2>
  <dl>
    <div><dt><kbd>/</kbd></dt><dd>Search</dd></div>
    <div><dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>Next and previous session</dd></div>
    <div><dt><kbd>Enter</kbd></dt><dd>Open the session</dd></div>
    <div><dt><kbd>u</kbd></dt><dd>Back to the list</dd></div>
    <div><dt><kbd>p</kbd></dt><dd>Pause live changes, or go on</dd></div>
    <div><dt><kbd>?</kbd></dt><dd>This help</dd></div>
  </dl>
  <form method="dialog"><button>Close</button></form>
</dialog>`
