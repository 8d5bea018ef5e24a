import { formatMoney } from '@onetill/core'
import { type IconName, icon } from './icons.ts'
import { LANGUAGES, type Language } from './language.ts'
import { attributes, type Html, html } from './markup.ts'
import { payerFrame, said } from './payer-frame.ts'
import type { PayerState, PayerView } from './payer-view.ts'
import type { Tone } from './words.ts'

/** How a state looks to a payer. */
const LOOKS = {
  open: ['clock', 'busy'],
  partly_paid: ['half', 'busy'],
  lapsed: ['clock', 'warn'],
  unconfirmed: ['processing', 'busy'],
  confirming: ['processing', 'busy'],
  awaiting_merchant: ['processing', 'busy'],
  authorized: ['lock', 'busy'],
  paid: ['check', 'good'],
  refund_pending: ['back', 'busy'],
  partly_refunded: ['half', 'gone'],
  refunded: ['back', 'gone'],
  refund_checked: ['processing', 'warn'],
  saved: ['card', 'good'],
  nothing_due: ['check', 'good'],
  underpaid: ['alert', 'warn'],
  overpaid: ['alert', 'warn'],
  checking: ['search', 'warn'],
  declined: ['cross', 'bad'],
  failed: ['cross', 'bad'],
  cancelled: ['stop', 'gone'],
  expired: ['clock', 'gone'],
  expired_crypto: ['clock', 'gone'],
  unknown: ['question', 'warn'],
} as const satisfies Record<PayerState, readonly [IconName, Tone]>

/** What a payer's page is made of, beside what the payer may see. */
export interface PayerPageOptions {
  readonly language: Language
  readonly merchant: string | undefined
  readonly nonce: string
  readonly now: Date
  /** Path of this page; its last part is the token. */
  readonly path: string
  /** Cursor of the newest change before the page was read; null: not known. */
  readonly cursor: string | null
}

/** The page of one payment, for whoever has its link. */
export function payerPage(view: PayerView, options: PayerPageOptions): Html {
  const { language, merchant, nonce, now, path, cursor } = options
  const words = LANGUAGES[language]
  const [name, tone] = LOOKS[view.state]
  return payerFrame({
    ...{ language, nonce, path, merchant: merchant ?? words.title },
    head: view.settled ? null : html`<noscript><meta http-equiv="refresh" content="60"></noscript>`,
    follows: { events: `${path}/events`, cursor },
    body: html`<section data-part="payment"${attributes({ 'data-state': view.state, class: `slip tone-${tone}` })}>
${said(name, words.states[view.state])}
${amountOf(view, language)}
${view.payUntil === null ? null : countdown(view.payUntil, words.timeLeft, now, language)}
${view.accepted === null || view.accepted.length === 0 ? null : html`<div class="more"><h2>${words.accepted}</h2><ul>${view.accepted.map(({ token, chains }) => html`<li><b>${token}</b>${chains.length === 0 ? null : html` <span class="calm">${new Intl.ListFormat(language, { type: 'disjunction' }).format(chains)}</span>`}</li>`)}</ul></div>`}
${view.refunds.length === 0 ? null : html`<div class="more"><h2>${words.refunds}</h2><ul>${view.refunds.map(({ amount, status, at }) => html`<li><b>${formatMoney(amount, language)}</b> <span>${words.refundStates[status]}</span>${at === null ? null : html` <span class="calm">${localTime(at, language, 'day')}</span>`}</li>`)}</ul></div>`}
<p class="as-of"${attributes({ 'data-now': now.toISOString() })}>${view.asOf === null ? words.neverConfirmed : around(words.asOf, localTime(view.asOf, language, 'minute'))}</p>
</section>
<p class="below"><span data-updates hidden>${words.updatesItself}</span> <a${attributes({ href: `${path}?lang=${language}` })}>${words.reload}</a></p>`,
  })
}

/** States in which the payer is yet to see an amount that nobody told us. */
const YET_TO_SEE: ReadonlySet<PayerState> = new Set<PayerState>(['open', 'partly_paid', 'unconfirmed'])

function amountOf({ amount, asOrdered, state }: PayerView, language: Language): Html | null {
  const words = LANGUAGES[language]
  if (amount === null) return YET_TO_SEE.has(state) ? html`<p class="no-amount">${words.noAmount}</p>` : null
  return html`<dl class="due"><div><dt>${words.amount}</dt><dd>${formatMoney(amount, language)}${asOrdered ? html` <span class="sub">${words.asOrdered}</span>` : null}</dd></div></dl>`
}

/** A text with something in the place of `{time}`. */
function around(text: string, inner: Html): Html {
  const [before = '', after = ''] = text.split('{time}')
  return html`${before}${inner}${after}`
}

function countdown(until: string, text: string, now: Date, language: Language): Html {
  const minutes = Math.max(0, Math.ceil((Date.parse(until) - now.getTime()) / 60_000))
  const left = minutes >= 120 ? ([Math.floor(minutes / 60), 'hour'] as const) : ([minutes, 'minute'] as const)
  const words = new Intl.NumberFormat(language, { style: 'unit', unit: left[1], unitDisplay: 'long' }).format(left[0])
  return html`<p class="left">${icon('clock')}<span>${around(text, html`<time data-countdown${attributes({ datetime: until })}>${words}</time>`)}</span></p>`
}

const CLOCK = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const

/** A time in the payer's language; in UTC until a script knows the payer's zone. */
function localTime(utc: string, language: Language, precision: 'day' | 'minute'): Html {
  const format = new Intl.DateTimeFormat(language, {
    ...{ timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' },
    ...(precision === 'minute' ? CLOCK : {}),
  })
  return html`<time${attributes({ datetime: utc, 'data-local': precision })}>${format.format(new Date(utc))}</time>`
}
