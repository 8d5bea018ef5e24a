import { type Child, type Html, html } from './markup.ts'

/** A name and what is known of it; unless it is known, that it is not. */
export const fact = (name: string, value: Child, absent = 'not reported'): Html =>
  html`<div><dt>${name}</dt><dd>${value === null || value === undefined || value === '' ? html`<span class="none">${absent}</span>` : value}</dd></div>`
