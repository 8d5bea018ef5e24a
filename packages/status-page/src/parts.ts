import type { CheckoutSession, Summary } from '@onetill/core'
import { icon } from './icons.ts'
import { attributes, type Html, html } from './markup.ts'
import { duration, type Zone } from './times.ts'
import { SUMMARIES, type Tone } from './words.ts'

/** A status: icon, word and colour. */
export function statusMark(summary: Summary): Html {
  const { word, icon: name, tone } = SUMMARIES[summary]
  return html`<span class="status tone-${tone}">${icon(name)}<span>${word}</span></span>`
}

/** A short word in a frame. */
export const tag = (text: string, tone: Tone = 'quiet'): Html => html`<span class="tag tone-${tone}">${text}</span>`

/** A time in the zone of the page; how long ago stands in front, and is kept up to date. */
export function age(utc: string, now: Date, zone: Zone): Html {
  const ms = now.getTime() - Date.parse(utc)
  const text = ms < 1_000 ? 'just now' : `${duration(ms)} ago`
  return html`<time${attributes({ datetime: utc, title: `${zone.text(utc)} ${zone.name}`, 'data-age': true })}>${text}</time>`
}

/** A time, exactly. */
export const moment = (utc: string, zone: Zone): Html =>
  html`<time${attributes({ datetime: utc, title: utc })}>${zone.text(utc)}</time>`

/** What is left until a session lapses, while it can; null when there is nothing to say. */
export function expiry({ status, expiresAt }: CheckoutSession, now: Date, zone: Zone): Html | null {
  if (status !== 'open' || expiresAt === null) return null
  const left = Date.parse(expiresAt) - now.getTime()
  const text = left > 0 ? `expires in ${duration(left)}` : 'time is over'
  return html`<time${attributes({ datetime: expiresAt, title: `${zone.text(expiresAt)} ${zone.name}`, 'data-left': true })}>${text}</time>`
}

/** Who really moves the money, in a line. */
export function processorText(processor: CheckoutSession['processor']): string | null {
  if (processor === null) return null
  if (processor.kind === 'card') {
    const { card, gateway } = processor
    const last4 = card?.last4 == null ? null : `•••• ${clipped(card.last4, 8)}`
    const named = [card?.brand, last4].filter((part) => part != null).join(' ')
    return named === '' ? gateway : `${named} · ${gateway}`
  }
  if (processor.kind === 'hosted')
    return [processor.method, processor.name].filter((part) => part !== null).join(' · ') || null
  const { selected, accepted } = processor
  if (selected !== null) return `${selected.token} on ${selected.chain}`
  return accepted === null ? 'crypto' : accepted.map(({ token }) => token).join(', ')
}

/** What happened to refunds, in words; null: nothing, or not said. */
export const REFUND_WORDS = {
  none: null,
  unknown: null,
  pending: 'pending',
  partial: 'partly refunded',
  full: 'refunded',
  failed: 'failed',
} as const satisfies Record<CheckoutSession['refundStatus'], string | null>

/** Text of a line, cut where it is longer than any honest one. */
export function clipped(text: string, most = 64): string {
  if (text.length <= most) return text
  return `${[...text.slice(0, most * 2)].slice(0, most - 1).join('')}…`
}

/** Address of a session's page. */
export const sessionPath = ({ provider, account, id }: Pick<CheckoutSession, 'provider' | 'account' | 'id'>): string =>
  `/sessions/${[provider, account, id].map(encodeURIComponent).join('/')}`
