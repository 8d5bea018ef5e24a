import { type Counts, FAMILIES, FAMILY_NAMES, type Family } from './families.ts'
import { attributes, type Html, html, trusted } from './markup.ts'

/**
 * Colours with a pattern each, so that nobody has to tell them apart by colour: full, dots, stripes, crossed, hollow.
 * Once in a page; what is drawn refers to them.
 */
export const PATTERNS: Html = trusted(
  `<svg class="sprite" aria-hidden="true"><defs>${(
    [
      ['money', ''],
      ['moving', '<circle class="ink" cx="2" cy="2" r="1.1"/><circle class="ink" cx="6" cy="6" r="1.1"/>'],
      ['watch', '<path class="ink line" d="M-2 2 2-2M0 8 8 0M6 10l4-4"/>'],
      ['back', '<path class="ink line thin" d="M0 4h8M4 0v8"/>'],
      ['ended', '<path class="ink line thin" d="M-2 6 2 10M0 0 8 8M6-2l4 4"/>'],
    ] as const
  )
    .map(
      ([name, marks]) =>
        `<pattern id="f-${name}" class="f-${name}" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="paint" width="8" height="8"/>${marks}</pattern>`,
    )
    .join('')}</defs></svg>`,
)

/** `fill` of a family. */
export const fillOf = (family: Family): string => `url(#f-${family})`

/** Which pattern is which. */
export const legend = (): Html =>
  html`<ul class="key">${FAMILY_NAMES.map(
    (name) =>
      html`<li${attributes({ title: FAMILIES[name].below })}><svg width="14" height="14" aria-hidden="true"><rect width="14" height="14" rx="3"${attributes({ class: `f-${name}`, fill: fillOf(name) })}></rect></svg>${FAMILIES[name].word}</li>`,
  )}</ul>`

/** `8 paid or done, 1 under way`. */
export const countsText = (counts: Counts): string =>
  FAMILY_NAMES.filter((name) => counts[name] > 0)
    .map((name) => `${counts[name]} ${FAMILIES[name].word.toLowerCase()}`)
    .join(', ')

/** Share as a percentage of the width or height, with as many digits as a screen has. */
export const share = (part: number, whole: number): string => `${(whole === 0 ? 0 : (part / whole) * 100).toFixed(2)}%`
