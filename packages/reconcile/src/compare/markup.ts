import { escapeMarkup } from '../escape.ts'

/** Text that is markup. A string never is: whatever is put into a template as text is escaped. */
export interface Html {
  readonly html: string
}

/** What may stand in a template. Nothing is printed for null. */
export type Child = Html | string | number | null | readonly Child[]

/** Markup from a template; everything in its holes is escaped unless it is markup itself. Attributes need quotes. */
export function html(parts: TemplateStringsArray, ...children: readonly Child[]): Html {
  let text = parts[0] ?? ''
  children.forEach((child, index) => {
    text += print(child) + (parts[index + 1] ?? '')
  })
  return { html: text }
}

/** Markup from text that is known to be markup: our own constants, never anything that came from outside. */
export const trusted = (text: string): Html => ({ html: text })

/** What is not seen, or turns the direction of writing round: a name must not rearrange the words beside it. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu

function print(child: Child): string {
  if (child === null) return ''
  if (typeof child === 'string') return escapeMarkup(child.replace(UNSEEN, '\u{fffd}'))
  if (typeof child === 'number') return String(child)
  return 'html' in child ? child.html : child.map(print).join('')
}
