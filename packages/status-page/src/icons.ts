import { attributes, type Html, html, trusted } from './markup.ts'

/** Name → what is drawn, 16 × 16, in the colour of the text. */
const ICONS = {
  open: '<circle cx="8" cy="8" r="5.75" fill="none" stroke="currentColor" stroke-width="1.5"/>',
  processing:
    '<circle cx="8" cy="8" r="5.75" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="3 2.1"/><circle cx="8" cy="8" r="1.75" fill="currentColor"/>',
  lock: '<path d="M4.5 7V5a3.5 3.5 0 0 1 7 0v2h.5a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1zm1.5 0h4V5a2 2 0 1 0-4 0z" fill="currentColor" fill-rule="evenodd"/>',
  check:
    '<path d="M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zm3.1 4.6-3.9 4.2-2.1-2-1 1.1 3.2 3 4.9-5.3z" fill="currentColor" fill-rule="evenodd"/>',
  card: '<path d="M2.5 3h11A1.5 1.5 0 0 1 15 4.5v7a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 1 11.5v-7A1.5 1.5 0 0 1 2.5 3zm0 1.5V6h11V4.5zm0 3.5v3.5h11V8z" fill="currentColor" fill-rule="evenodd"/>',
  alert:
    '<path d="M7.1 2a1 1 0 0 1 1.8 0l5.7 10.5a1 1 0 0 1-.9 1.5H2.3a1 1 0 0 1-.9-1.5zm.2 4v4h1.4V6zM8 11a.9.9 0 1 0 0 1.8.9.9 0 0 0 0-1.8z" fill="currentColor" fill-rule="evenodd"/>',
  cross:
    '<path d="M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM5.8 4.7 4.7 5.8 6.9 8l-2.2 2.2 1.1 1.1L8 9.1l2.2 2.2 1.1-1.1L9.1 8l2.2-2.2-1.1-1.1L8 6.9z" fill="currentColor" fill-rule="evenodd"/>',
  stop: '<path d="M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM4.5 7.2v1.6h7V7.2z" fill="currentColor" fill-rule="evenodd"/>',
  clock:
    '<path d="M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3zm-.7 1.8h1.5V7.7l2 1.2-.8 1.2-2.7-1.6z" fill="currentColor" fill-rule="evenodd"/>',
  question:
    '<path d="M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM8 4a2.4 2.4 0 0 0-2.4 2.3H7c0-.5.5-.9 1-.9s1 .4 1 .9c0 .4-.2.6-.7 1-.6.5-1 .9-1 1.8v.3h1.4c0-.6.2-.8.7-1.2.6-.4 1-1 1-1.9A2.4 2.4 0 0 0 8 4zm0 6.3a.9.9 0 1 0 0 1.8.9.9 0 0 0 0-1.8z" fill="currentColor" fill-rule="evenodd"/>',
  back: '<path d="M6.5 2.5 2 7l4.5 4.5V8.7h2.8c1.7 0 2.7 1 2.7 2.4 0 .7-.2 1.4-.6 2.1 1.6-.9 2.6-2.3 2.6-4 0-2.3-1.8-3.9-4.6-3.9H6.5z" fill="currentColor"/>',
  half: '<path d="M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM8 3v10A5 5 0 0 0 8 3z" fill="currentColor" fill-rule="evenodd"/>',
  swap: '<path d="M5 2 1.5 5.5 5 9V6.3h8V4.7H5zm6 5 3.5 3.5L11 14v-2.7H3V9.7h8z" fill="currentColor"/>',
  slip: '<path d="M3 1.5h10v13l-1.7-1.2-1.6 1.2L8 13.3l-1.7 1.2-1.6-1.2L3 14.5zM4.5 3v8.7l.2-.1 1.6 1.1L8 11.5l1.7 1.2 1.6-1.1.2.1V3zM5.8 5h4.4v1.3H5.8zm0 2.6h4.4v1.3H5.8z" fill="currentColor" fill-rule="evenodd"/>',
  search:
    '<path d="M6.75 1.5a5.25 5.25 0 0 1 4.1 8.5l3.4 3.4-1.1 1.1-3.4-3.4A5.25 5.25 0 1 1 6.75 1.5zm0 1.5a3.75 3.75 0 1 0 0 7.5 3.75 3.75 0 0 0 0-7.5z" fill="currentColor" fill-rule="evenodd"/>',
} as const

/** Name of an icon. */
export type IconName = keyof typeof ICONS

/** All icons, once in a page; `icon` refers to them. */
export const SPRITE: Html = trusted(
  `<svg class="sprite" aria-hidden="true">${Object.entries(ICONS)
    .map(([name, shape]) => `<symbol id="i-${name}" viewBox="0 0 16 16">${shape}</symbol>`)
    .join('')}</svg>`,
)

/** An icon beside a word; it says nothing by itself. */
export const icon = (name: IconName): Html =>
  html`<svg class="icon" aria-hidden="true" focusable="false"><use${attributes({ href: `#i-${name}` })}></use></svg>`
