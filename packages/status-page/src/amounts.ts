import type { Money } from '@onetill/core'
import { type Html, html } from './markup.ts'

/** Digits in groups of three; decimal text in, decimal text out. */
export const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',')

/** An amount whose decimal points stand below each other in a column, with its currency. Every digit is shown. */
export function amountCell({ value, currency }: Money): Html {
  const [whole = '', fraction] = value.split('.')
  return html`<span class="amount"><span class="whole">${grouped(whole)}</span><span class="fraction">${
    fraction === undefined ? '' : `.${fraction}`
  }</span> <span class="currency">${currency}</span></span>`
}

/** An amount in a line of text: `1,234.50 USD`. */
export function amountText({ value, currency }: Money): string {
  const [whole = '', fraction] = value.split('.')
  return `${grouped(whole)}${fraction === undefined ? '' : `.${fraction}`} ${currency}`
}
